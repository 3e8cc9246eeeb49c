/** Live state after a call, with everything that the platform does by itself. Pure. */
import type { Platform } from "../../model/platform.ts";
import * as group from "./effects/group.ts";
import * as invite from "./effects/invite.ts";
import * as member from "./effects/member.ts";
import * as organization from "./effects/organization.ts";
import { type Operation, writes } from "./writes.ts";

export const effects: Platform["effects"] = (state, call) => {
  const { operation } = call;
  if (!isOperation(operation)) throw new Error(`no such write: ${operation}`);
  switch (operation) {
    case "organization.update":
      return organization.updated(state, call);
    case "invite.send-member":
    case "invite.send-admin":
      return invite.sent(state, call);
    case "invite.revoke":
      return invite.revoked(state, call);
    case "member.set-role":
      return member.roleSet(state, call);
    case "member.remove-member":
    case "member.remove-any":
      return member.removed(state, call);
    case "environment.rename":
      return organization.environmentRenamed(state, call);
    case "environment.grant":
      return member.granted(state, call);
    case "environment.revoke":
      return member.ungranted(state, call);
    case "group.create":
      return group.created(state, call);
    // A plan that holds a protected one is stopped; the rest of it is shown as if that were done.
    case "group.update":
    case "group.update-protected":
      return group.updated(state, call);
    case "group.delete":
    case "group.delete-protected":
      return group.deleted(state, call);
    case "group.join":
      return group.entered(state, call);
    case "group.leave":
      return group.left(state, call);
  }
};

function isOperation(name: string): name is Operation {
  return Object.hasOwn(writes, name);
}
