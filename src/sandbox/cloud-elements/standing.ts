import { type Account, findAccount } from "./accounts.ts";
import type { Call } from "./call.ts";
import { forbidden, notFound } from "./errors.ts";
import { findUser, type User, userByEmail } from "./users.ts";

/** Passes where a role of the caller has the privilege (cloud-elements.md §2). */
export function requirePrivilege({ caller }: Call, privilege: string): void {
  if (!caller.privileges.has(privilege)) {
    throw forbidden(`User does not have the '${privilege}' privilege`);
  }
}

/** Passes for organization administrators, where the sheet names no privilege (§3). */
export function requireOrgAdmin({ caller }: Call): void {
  if (!caller.roles.has("org-admin")) throw forbidden("User is not an organization administrator");
}

/** What one may do with users; the privileges for it end in Account and Org. */
type UserAction = "viewUsers" | "addUsers" | "editUsers" | "deleteUsers";

/**
 * The account of a path under /accounts/{id}/users, where the caller may do this in it: the account's privilege
 * for the own account, and for another one the organization's too (§2, §3d).
 */
export function accountFor(call: Call, id: string, action: UserAction): Account {
  requirePrivilege(call, `${action}Account`);
  const account = accountHere(call, id);
  if (account.id !== call.caller.user.account) requirePrivilege(call, `${action}Org`);
  return account;
}

/** An id in a path; null for what cannot be one. */
export function idIn(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** An account of any organization. */
export function anyAccount({ store }: Call, text: string): Account {
  const id = idIn(text);
  const account = id === null ? undefined : findAccount(store, id);
  if (account === undefined) throw notFound(`No account found with the given id ${text}`);
  return account;
}

/** An account of the caller's organization; those of others are not found (§3c). */
export function accountHere(call: Call, text: string): Account {
  const account = anyAccount(call, text);
  if (account.organization !== call.caller.user.organization) {
    throw notFound(`No account found with the given id ${text}`);
  }
  return account;
}

/** A user of any organization. */
export function anyUser({ store }: Call, text: string): User {
  const id = idIn(text);
  const user = id === null ? undefined : findUser(store, id);
  if (user === undefined) throw userNotFound(text);
  return user;
}

/** A user of the caller's organization by id, or by mail where `text` is one, as reads take it (§1). */
export function userHere(call: Call, text: string, by: "id" | "id or mail"): User {
  const user =
    by === "id or mail" && text.includes("@") ? userByEmail(call.store, text) : anyUser(call, text);
  if (user === undefined || user.organization !== call.caller.user.organization) throw userNotFound(text);
  return user;
}

/** The same within one account. */
export function userIn(call: Call, account: Account, text: string, by: "id" | "id or mail"): User {
  const user = userHere(call, text, by);
  if (user.account !== account.id) throw userNotFound(text);
  return user;
}

function userNotFound(text: string): Error {
  return notFound(`No user found with the given id or email ${text}`);
}
