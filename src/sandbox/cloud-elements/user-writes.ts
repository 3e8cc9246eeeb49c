import type { At } from "../shape.ts";
import { makeToken } from "../token.ts";
import type { Account } from "./accounts.ts";
import type { Call } from "./call.ts";
import { dateOf, never } from "./dates.ts";
import { conflict } from "./errors.ts";
import { makeUserSecret } from "./secrets.ts";
import { mergeProfile, readNewUser, readUserInput } from "./user-input.ts";
import { requireFit, withPassword } from "./user-passwords.ts";
import { assignRoles, giveRole, grantsAmong } from "./user-roles.ts";
import { showPatched, showRolesOf, showUser } from "./user-view.ts";
import { insertUser, type User, updateUser, userByEmail } from "./users.ts";

/** The base role that the platform assigns in an account (cloud-elements.md §2). */
export function baseIn(account: Pick<Account, "isDefault">): "org" | "default-user" {
  return account.isDefault ? "org" : "default-user";
}

/** Makes a user of an account; only this answer tells the secret (§5.2, §5.3). */
export function createUser(call: Call, account: Account, body: At): unknown {
  const { store, now } = call;
  const input = readNewUser(body);
  requireFit(call, account.organization, input.password, input);
  const base = baseIn(account);
  const roles = grantsAmong(call, account.id, input.roles ?? [], [base]);
  requireFree(call, input.email, null);
  const user = insertUser(store, {
    organization: account.organization,
    account: account.id,
    email: input.email,
    firstName: input.firstName,
    lastName: input.lastName,
    profile: mergeProfile({}, input.profile),
    active: input.active ?? true,
    secret: makeUserSecret(),
    secretGiven: false,
    token: makeToken(),
    password: input.password,
    passwordGiven: false,
    passwordSet: now,
    failedSignIns: 0,
    lockedUntil: 0,
    createdDate: dateOf(now),
    lastLoginDate: never,
  });
  for (const role of [base, ...roles]) giveRole(call, user.id, role);
  return { ...showUser(user), secret: user.secret, roles: showRolesOf(store, user) };
}

/** Changes what the body names. The password comes back in clear where it was changed (§3d). */
export function changeUser(call: Call, user: User, body: At): unknown {
  const { store } = call;
  const input = readUserInput(body);
  if (input.email !== undefined) requireFree(call, input.email, user.id);
  const renamed: User = {
    ...user,
    firstName: input.firstName ?? user.firstName,
    lastName: input.lastName ?? user.lastName,
    email: input.email ?? user.email,
    profile: mergeProfile(user.profile, input.profile),
    active: input.active ?? user.active,
    // An administrator who lets somebody in again also unlocks them (§5.13).
    ...(input.active === true ? { failedSignIns: 0, lockedUntil: 0 } : {}),
  };
  const changed = input.password !== undefined && input.password !== user.password;
  const stored = changed ? withPassword(call, renamed, input.password) : renamed;
  updateUser(store, stored);
  if (input.roles !== undefined) assignRoles(call, user.id, user.account, input.roles);
  return {
    ...showPatched(stored),
    ...(changed ? { password: stored.password } : {}),
    ...(input.roles === undefined ? {} : { roles: showRolesOf(store, stored) }),
  };
}

/** Refuses a mail that somebody else has (§5.4). */
function requireFree({ store }: Call, email: string, own: number | null): void {
  const found = userByEmail(store, email);
  if (found !== undefined && found.id !== own)
    throw conflict(`A user with the email ${email} already exists`);
}
