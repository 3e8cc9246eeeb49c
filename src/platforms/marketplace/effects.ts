/** Live state after a call, with everything that the platform does by itself. Pure. */
import type { Platform } from "../../model/platform.ts";
import * as details from "./effects/details.ts";
import * as people from "./effects/people.ts";
import * as shares from "./effects/shares.ts";
import { type Operation, writes } from "./writes.ts";

export const effects: Platform["effects"] = (state, call, actor) => {
  const { operation } = call;
  if (!isOperation(operation)) throw new Error(`no such write: ${operation}`);
  switch (operation) {
    case "organization.create":
      return details.organizationCreated(call, actor);
    case "team.create":
      return details.teamCreated(call);
    case "organization.update":
    case "team.update":
      return details.updated(state, call);
    case "organization.delete":
    case "team.delete":
      return details.deleted(call);
    case "member.add":
      return people.added(state, call, "member");
    case "team-member.add":
      return people.added(state, call, "team-member");
    case "member.change":
    case "team-member.change":
      return people.changed(state, call);
    case "member.remove":
    case "member.leave":
      return people.removed(state, call);
    case "team-member.remove":
    case "team-member.leave":
      return people.seatRemoved(state, call);
    case "application.share":
      return shares.shared(state, call, actor);
    case "application.unshare":
      return shares.unshared(state, call);
  }
};

function isOperation(name: string): name is Operation {
  return Object.hasOwn(writes, name);
}
