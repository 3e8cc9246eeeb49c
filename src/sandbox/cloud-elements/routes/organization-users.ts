import type { Params } from "../../rest.ts";
import { defaultAccountOf } from "../accounts.ts";
import type { Call, CallRoute } from "../call.ts";
import { byOffset } from "../listing.ts";
import { requirePrivilege, userHere } from "../standing.ts";
import { showUser, usersWhere } from "../user-view.ts";
import { changeUser, createUser } from "../user-writes.ts";
import { deleteUser } from "../users.ts";

/**
 * The users of the default account (cloud-elements.md §3d). Only the list and new users keep to it: a single user is
 * reached wherever in the organization, as the suite does.
 */
export const organizationUserRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/organizations/users", act: list },
  { method: "POST", path: "/organizations/users", act: create },
  { method: "GET", path: "/organizations/users/:user", act: read },
  { method: "PATCH", path: "/organizations/users/:user", act: change },
  { method: "DELETE", path: "/organizations/users/:user", act: remove },
];

function list(call: Call): unknown {
  requirePrivilege(call, "viewUsersOrg");
  const { id } = defaultAccountOf(call.store, call.caller.user.organization);
  return byOffset(call, usersWhere("account = ?", id));
}

function create(call: Call): unknown {
  requirePrivilege(call, "addUsersOrg");
  return createUser(call, defaultAccountOf(call.store, call.caller.user.organization), call.body());
}

function read(call: Call, params: Params): unknown {
  requirePrivilege(call, "viewUsersOrg");
  return showUser(userHere(call, params["user"] ?? "", "id or mail"));
}

/** For people of the own account the account's privilege is enough (§3d). */
function change(call: Call, params: Params): unknown {
  const { privileges, user: self } = call.caller;
  if (!privileges.has("editUsersAccount")) requirePrivilege(call, "editUsersOrg");
  const user = userHere(call, params["user"] ?? "", "id");
  if (user.account !== self.account) requirePrivilege(call, "editUsersOrg");
  return changeUser(call, user, call.body());
}

function remove(call: Call, params: Params): unknown {
  requirePrivilege(call, "deleteUsersOrg");
  deleteUser(call.store, userHere(call, params["user"] ?? "", "id").id);
  return undefined;
}
