/** Live state after a call, with everything that the platform does by itself. Pure. */
import type { Platform } from "../../model/platform.ts";
import * as group from "./effects/group.ts";
import * as managers from "./effects/managers.ts";
import * as organization from "./effects/organization.ts";
import { type Operation, writes } from "./writes.ts";

export const effects: Platform["effects"] = (state, call, actor) => {
  const { operation } = call;
  if (!isOperation(operation)) throw new Error(`no such write: ${operation}`);
  switch (operation) {
    case "organization.create":
      return organization.created(call, actor);
    case "organization.rename":
    case "project.rename":
    case "group.rename":
      return organization.renamed(state, call);
    case "organization.delete":
    case "group.delete":
      return [{ type: "remove", address: call.scope }];
    case "organization.leave":
      return managers.left(state, call, actor);
    case "project.create":
      return organization.projectCreated(call);
    case "project.delete":
      return organization.projectDeleted(state, call);
    case "group.create":
      return group.created(call);
    case "group.assign":
      return group.assigned(state, call);
    case "member.invite":
      return group.invited(state, call);
    case "group.unassign":
    case "member.uninvite":
    case "member.remove":
      return group.removed(call);
    case "administrator.invite":
    case "owner.invite":
      return managers.invited(state, call);
    case "administrator.uninvite":
    case "administrator.remove":
      return managers.removed(state, call);
    case "transfer.start":
      return managers.offered(state, call);
    case "transfer.cancel":
      return managers.withdrawn(state, call);
    case "billing.replace":
      return managers.billingReplaced(state, call);
  }
};

function isOperation(name: string): name is Operation {
  return Object.hasOwn(writes, name);
}
