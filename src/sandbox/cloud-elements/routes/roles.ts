import type { Params } from "../../rest.ts";
import { type At, field, filled, items, whole } from "../../shape.ts";
import type { Call, CallRoute } from "../call.ts";
import { forbidden, notFound } from "../errors.ts";
import { knownPrivileges, whyInternal } from "../privileges.ts";
import { type Role, resetRoles, rolesOf, setPrivileges, showRole } from "../roles.ts";
import { idIn, requirePrivilege } from "../standing.ts";

const path = "/organizations/roles";

/** What each role of an organization lets do (cloud-elements.md §3e). */
export const roleRoutes: readonly CallRoute[] = [
  { method: "GET", path, act: list },
  { method: "PUT", path, act: replaceAll },
  { method: "PUT", path: `${path}/reset`, act: reset },
  { method: "PUT", path: `${path}/:role`, act: replaceOne },
  { method: "GET", path: "/organizations/privileges", act: privileges },
];

function mine({ store, caller }: Call): Role[] {
  return rolesOf(store, caller.user.organization);
}

function list(call: Call): unknown {
  requirePrivilege(call, "configureRoles");
  return mine(call).map(showRole);
}

/** All or nothing: a refused role undoes what was changed before it, since writes run in a transaction. */
function replaceAll(call: Call): unknown {
  requirePrivilege(call, "configureRoles");
  const roles = mine(call);
  for (const at of items(call.body())) {
    const id = whole(field(at, "id"), 0);
    const role = roles.find((one) => one.id === id);
    if (role === undefined) throw notFound(`No role found with the given id ${id}`);
    replace(call, role, at);
  }
  return mine(call).map(showRole);
}

function replaceOne(call: Call, params: Params): unknown {
  requirePrivilege(call, "configureRoles");
  const id = idIn(params["role"] ?? "");
  const role = mine(call).find((one) => one.id === id);
  if (role === undefined) throw notFound(`No role found with the given id ${params["role"]}`);
  return showRole(replace(call, role, call.body()));
}

/** Only privileges change; they are replaced as a whole list. Those that nobody may add can stay where they are. */
function replace({ store }: Call, role: Role, at: At): Role {
  const wanted = items(field(at, "privileges")).map(keyOf);
  for (const key of wanted) {
    const why = role.privileges.includes(key) ? null : whyInternal(key, role.key);
    if (why !== null) throw forbidden(why);
  }
  const next = { ...role, privileges: [...new Set(wanted)] };
  setPrivileges(store, next.id, next.privileges);
  return next;
}

/** Not every privilege is publicly known, so an unknown key is kept as it is (§2). */
function keyOf(at: At): string {
  return filled(field(at, "key"));
}

function reset(call: Call): unknown {
  requirePrivilege(call, "configureRoles");
  resetRoles(call.store, call.caller.user.organization);
  return undefined;
}

/** A proposal of ours: the platform lists them nowhere (§3e). */
function privileges(call: Call): unknown {
  requirePrivilege(call, "configureRoles");
  return knownPrivileges.map((key) => ({ key }));
}
