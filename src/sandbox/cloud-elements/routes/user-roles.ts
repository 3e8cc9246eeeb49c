import type { Params } from "../../rest.ts";
import type { Call, CallRoute } from "../call.ts";
import { conflict, forbidden, notFound } from "../errors.ts";
import { roleByKey, showRole } from "../roles.ts";
import { anyUser, requireOrgAdmin } from "../standing.ts";
import { giveRole, requireGrantable, requireKnownRole, requireRoom } from "../user-roles.ts";
import { showRolesOf } from "../user-view.ts";
import { removeUserRole, rolesOfUser, type User } from "../users.ts";

/** The roles of a user (cloud-elements.md §3d). */
export const userRoleRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/users/:user/roles", act: list },
  { method: "PUT", path: "/users/:user/roles/:role", act: onRole(grant) },
  { method: "DELETE", path: "/users/:user/roles/:role", act: onRole(revoke) },
];

function ownUser(call: Call, text: string): User {
  const user = anyUser(call, text);
  if (user.organization !== call.caller.user.organization) {
    throw forbidden("The user belongs to another organization");
  }
  return user;
}

/** In this order: unknown role, unknown user, user of another organization, oneself, a role above everybody's power. */
function onRole(act: (call: Call, user: User, key: string) => unknown): CallRoute["act"] {
  return (call, params) => {
    const key = params["role"] ?? "";
    requireOrgAdmin(call);
    requireKnownRole(call, key);
    const user = ownUser(call, params["user"] ?? "");
    if (user.id === call.caller.user.id) throw forbidden("User cannot grant or revoke their own roles");
    requireGrantable(call, key);
    return act(call, user, key);
  };
}

/** Everybody reads their own, whatever their privileges are (§2). */
function list(call: Call, params: Params): unknown {
  const user = ownUser(call, params["user"] ?? "");
  if (user.id !== call.caller.user.id) requireOrgAdmin(call);
  return showRolesOf(call.store, user);
}

function grant(call: Call, user: User, key: string): unknown {
  const { store } = call;
  requireRoom(call, user.account, key);
  if (rolesOfUser(store, user.id).includes(key)) throw conflict(`The user already has the role ${key}`);
  giveRole(call, user.id, key);
  const role = roleByKey(store, user.organization, key);
  return role === undefined ? undefined : showRole(role);
}

function revoke({ store }: Call, user: User, key: string): unknown {
  if (!removeUserRole(store, user.id, key)) throw notFound(`The user does not have the role ${key}`);
  return undefined;
}
