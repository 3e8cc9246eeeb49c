import type { Params } from "../../rest.ts";
import type { Call, CallRoute } from "../call.ts";
import { forbidden } from "../errors.ts";
import { byToken } from "../listing.ts";
import { requireOrgAdmin, userHere } from "../standing.ts";
import { showUser, usersWhere } from "../user-view.ts";
import { changeUser } from "../user-writes.ts";
import { deleteUser } from "../users.ts";

/** The users of all accounts of an organization (cloud-elements.md §3d). */
export const userRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/users", act: list },
  { method: "GET", path: "/users/:user", act: read },
  { method: "PATCH", path: "/users/:user", act: change },
  { method: "DELETE", path: "/users/:user", act: remove },
];

/** An account administrator sees the own account only. */
function list(call: Call): unknown {
  const { roles, user } = call.caller;
  if (roles.has("org-admin")) return byToken(call, usersWhere("organization = ?", user.organization));
  requireAdmin(call);
  return byToken(call, usersWhere("account = ?", user.account));
}

/** The secret only for whoever sends the user's password along (§5.3). */
function read(call: Call, params: Params): unknown {
  const { roles, user: self } = call.caller;
  if (!roles.has("org-admin")) requireAdmin(call);
  const user = userHere(call, params["user"] ?? "", "id or mail");
  if (!roles.has("org-admin") && user.account !== self.account) {
    throw forbidden("User belongs to another account");
  }
  const knows = call.header("elements-user-password") === user.password;
  return { ...showUser(user), ...(knows ? { secret: user.secret } : {}) };
}

function requireAdmin({ caller }: Call): void {
  if (!caller.roles.has("admin")) throw forbidden("User is not an administrator");
}

function change(call: Call, params: Params): unknown {
  requireOrgAdmin(call);
  return changeUser(call, userHere(call, params["user"] ?? "", "id"), call.body());
}

function remove(call: Call, params: Params): unknown {
  requireOrgAdmin(call);
  deleteUser(call.store, userHere(call, params["user"] ?? "", "id").id);
  return undefined;
}
