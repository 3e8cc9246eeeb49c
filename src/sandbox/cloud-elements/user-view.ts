import type { Store } from "../store.ts";
import type { Source } from "./listing.ts";
import { rolesHeldBy, showRole } from "./roles.ts";
import { decodeUser, lockedForGood, profileFields, type User } from "./users.ts";

/** What stands in place of a password (cloud-elements.md §1). */
export const placeholder = "secured";

/** A user as answers show it, without secret, password and roles. */
export function showUser(user: User): Record<string, unknown> {
  return {
    id: user.id,
    createdDate: user.createdDate,
    firstName: user.firstName,
    lastName: user.lastName,
    fullName: `${user.firstName} ${user.lastName}`,
    email: user.email,
    active: user.active,
    ...user.profile,
    lastLoginDate: user.lastLoginDate,
    ...deprecated(user, false),
  };
}

/** After a PATCH the credentials count as expired, for no known reason (§6); it is in that answer only. */
export function showPatched(user: User): Record<string, unknown> {
  return { ...showUser(user), ...deprecated(user, true) };
}

/** Flags that nobody should look at (§1). */
function deprecated({ active, lockedUntil }: User, credentialsExpired: boolean): Record<string, boolean> {
  const accountLocked = lockedUntil === lockedForGood;
  return {
    accountExpired: false,
    accountLocked,
    credentialsExpired,
    emailValid: true,
    accountNonExpired: active,
    accountNonLocked: !accountLocked,
    credentialsNonExpired: !credentialsExpired,
    enabled: active,
  };
}

/** The roles of a user, as answers show them. */
export function showRolesOf(store: Store, user: User): Record<string, unknown>[] {
  return rolesHeldBy(store, user.organization, user.id).map(showRole);
}

const listFields = [
  "id",
  "createdDate",
  "firstName",
  "lastName",
  "fullName",
  "email",
  "active",
  "lastLoginDate",
  ...profileFields,
];

/** The users of which a condition holds; lists tell neither roles nor secrets (§1, §5.3). */
export function usersWhere(condition: "organization = ?" | "account = ?", value: number): Source<User> {
  return {
    from: `users WHERE ${condition}`,
    values: [value],
    decode: decodeUser,
    show: (user) => ({ ...showUser(user), password: placeholder }),
    fields: listFields,
  };
}
