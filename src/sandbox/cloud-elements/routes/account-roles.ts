import type { Params } from "../../rest.ts";
import { type Account, addAccountRole, removeAccountRole, rolesOfAccount } from "../accounts.ts";
import type { Call, CallRoute } from "../call.ts";
import { conflict, forbidden, notFound } from "../errors.ts";
import { roleByKey, rolesOf, showRole } from "../roles.ts";
import { anyAccount, requireOrgAdmin } from "../standing.ts";
import { requireGrantable, requireKnownRole, requireRoom } from "../user-roles.ts";

/** Roles of accounts as such (cloud-elements.md §3c). What they lead to is not known; here they are only kept. */
export const accountRoleRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/accounts/:account/roles", act: list },
  { method: "PUT", path: "/accounts/:account/roles/:role", act: onRole(grant) },
  { method: "DELETE", path: "/accounts/:account/roles/:role", act: onRole(revoke) },
];

function ownAccount(call: Call, text: string): Account {
  const account = anyAccount(call, text);
  if (account.organization !== call.caller.user.organization) {
    throw forbidden("The account belongs to another organization");
  }
  return account;
}

/** In this order: unknown role, unknown account, account of another organization, a role above everybody's power. */
function onRole(act: (call: Call, account: Account, key: string) => unknown): CallRoute["act"] {
  return (call, params) => {
    const key = params["role"] ?? "";
    requireOrgAdmin(call);
    requireKnownRole(call, key);
    const account = ownAccount(call, params["account"] ?? "");
    requireGrantable(call, key);
    return act(call, account, key);
  };
}

function list(call: Call, params: Params): unknown {
  requireOrgAdmin(call);
  const account = ownAccount(call, params["account"] ?? "");
  const keys = rolesOfAccount(call.store, account.id);
  return rolesOf(call.store, account.organization)
    .filter(({ key }) => keys.includes(key))
    .map(showRole);
}

function grant(call: Call, account: Account, key: string): unknown {
  requireRoom(call, account.id, key);
  if (!addAccountRole(call.store, account.id, key)) throw conflict(`The account already has the role ${key}`);
  const role = roleByKey(call.store, account.organization, key);
  return role === undefined ? undefined : showRole(role);
}

function revoke({ store }: Call, account: Account, key: string): unknown {
  if (!removeAccountRole(store, account.id, key)) throw notFound(`The account does not have the role ${key}`);
  return undefined;
}
