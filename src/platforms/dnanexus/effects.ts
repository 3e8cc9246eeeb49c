/** Live state after a call, with everything that the platform does by itself. Pure. */
import type { Platform } from "../../model/platform.ts";
import * as app from "./effects/app.ts";
import * as organization from "./effects/organization.ts";
import * as project from "./effects/project.ts";
import { type Operation, writes } from "./writes.ts";

export const effects: Platform["effects"] = (state, call, actor) => {
  const { operation } = call;
  if (!isOperation(operation)) throw new Error(`no such write: ${operation}`);
  switch (operation) {
    case "org.new":
      return organization.created(call, actor);
    case "org.update":
      return organization.updated(state, call);
    case "org.invite":
      return organization.invited(state, call);
    case "org.setMemberAccess":
      return organization.accessSet(state, call);
    case "org.removeMember":
      return organization.memberRemoved(state, call);
    case "project.new":
      return project.created(call, actor);
    case "project.update":
      return project.updated(state, call);
    case "project.destroy":
      return project.destroyed(call);
    case "project.invite":
      return project.invited(state, call);
    case "project.decreasePermissions":
      return project.decreased(state, call);
    case "project.leave":
      return project.left(state, call, actor);
    case "app.addAuthorizedUsers":
      return app.added(state, call, "authorizedUsers");
    case "app.removeAuthorizedUsers":
      return app.removed(state, call, "authorizedUsers");
    case "app.addDevelopers":
      return app.added(state, call, "developers");
    case "app.removeDevelopers":
      return app.removed(state, call, "developers");
  }
};

function isOperation(name: string): name is Operation {
  return Object.hasOwn(writes, name);
}
