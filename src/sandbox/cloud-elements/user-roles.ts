import { findAccount } from "./accounts.ts";
import type { Call } from "./call.ts";
import { badRequest, forbidden } from "./errors.ts";
import { baseKeys, isBase, staffKey } from "./privileges.ts";
import { roleByKey } from "./roles.ts";
import { addUserRole, removeUserRole, rolesOfUser } from "./users.ts";

/** Refuses keys of roles that there are not (cloud-elements.md §3c, §3d). */
export function requireKnownRole({ store, caller }: Call, key: string): void {
  if (key !== staffKey && roleByKey(store, caller.user.organization, key) === undefined) {
    throw badRequest(`No role found with the given key ${key}`);
  }
}

/**
 * Refuses roles above the power of the caller: that of the vendor's staff always, an administrator's to everybody
 * who is not as much (§2, §3d).
 */
export function requireGrantable({ caller }: Call, key: string): void {
  const may =
    key !== staffKey && (caller.roles.has("org-admin") || (key !== "org-admin" && caller.roles.has("admin")));
  if (!may) throw forbidden(`User does not have permission to grant or revoke the role ${key}`);
}

/** Refuses to make an organization administrator of a user outside the default account (§3d). */
export function requireRoom({ store }: Call, account: number, key: string): void {
  if (key === "org-admin" && findAccount(store, account)?.isDefault !== true) {
    throw forbidden("Only users of the default account can be organization administrators");
  }
}

/** Gives a role. Of the two base roles the new one takes the place of the other: it overrides the platform's choice. */
export function giveRole({ store }: Call, user: number, key: string): void {
  if (isBase(key)) for (const base of baseKeys) removeUserRole(store, user, base);
  addUserRole(store, user, key);
}

/** Checks the roles that a body names for a user of that account, and returns those that are to be given. */
export function grantsAmong(
  call: Call,
  account: number,
  keys: readonly string[],
  held: readonly string[],
): string[] {
  for (const key of keys) requireKnownRole(call, key);
  const wanted = keys.filter((key) => !held.includes(key));
  for (const key of wanted) {
    requireGrantable(call, key);
    requireRoom(call, account, key);
  }
  return wanted;
}

/** Gives the roles that a body names beside those that are held; nobody changes their own (§2). */
export function assignRoles(call: Call, user: number, account: number, keys: readonly string[]): void {
  const wanted = grantsAmong(call, account, keys, rolesOfUser(call.store, user));
  if (wanted.length > 0 && user === call.caller.user.id) {
    throw forbidden("User cannot grant or revoke their own roles");
  }
  for (const key of wanted) giveRole(call, user, key);
}
