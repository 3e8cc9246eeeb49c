import { boolOf, jsonOf, numberOf, type Row, textOf } from "../row.ts";
import { isRecord } from "../shape.ts";
import type { Store } from "../store.ts";

/** What may be known of a person beside name and mail (cloud-elements.md §1). */
export const profileFields = [
  "externalId",
  "phone",
  "street1",
  "street2",
  "city",
  "stateProvince",
  "postalCode",
  "country",
] as const;
type ProfileField = (typeof profileFields)[number];
export type Profile = { readonly [K in ProfileField]?: string };

export interface User {
  readonly id: number;
  readonly organization: number;
  readonly account: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly profile: Profile;
  readonly active: boolean;
  readonly secret: string;
  /** Whether a seed named it; made-up secrets and those from the API stay out of dumps. */
  readonly secretGiven: boolean;
  /** The bearer token that people choose instead of secrets on their profile page (§4). */
  readonly token: string;
  readonly password: string;
  readonly passwordGiven: boolean;
  /** When it was chosen, in milliseconds. */
  readonly passwordSet: number;
  readonly failedSignIns: number;
  /** In milliseconds; 0 where not locked. */
  readonly lockedUntil: number;
  readonly createdDate: string;
  readonly lastLoginDate: string;
}

/** Only an administrator unlocks (§5.13). */
export const lockedForGood = Number.MAX_SAFE_INTEGER;

export function decodeUser(row: Row): User {
  return {
    id: numberOf(row, "id"),
    organization: numberOf(row, "organization"),
    account: numberOf(row, "account"),
    email: textOf(row, "email"),
    firstName: textOf(row, "firstName"),
    lastName: textOf(row, "lastName"),
    profile: profileIn(jsonOf(row, "profile")),
    active: boolOf(row, "active"),
    secret: textOf(row, "secret"),
    secretGiven: boolOf(row, "secretGiven"),
    token: textOf(row, "token"),
    password: textOf(row, "password"),
    passwordGiven: boolOf(row, "passwordGiven"),
    passwordSet: numberOf(row, "passwordSet"),
    failedSignIns: numberOf(row, "failedSignIns"),
    lockedUntil: numberOf(row, "lockedUntil"),
    createdDate: textOf(row, "createdDate"),
    lastLoginDate: textOf(row, "lastLoginDate"),
  };
}

function profileIn(value: unknown): Profile {
  const profile: { -readonly [K in ProfileField]?: string } = {};
  if (!isRecord(value)) return profile;
  for (const name of profileFields) {
    const one = value[name];
    if (typeof one === "string") profile[name] = one;
  }
  return profile;
}

export function findUser(store: Store, id: number): User | undefined {
  return store.first("SELECT * FROM users WHERE id = ?", decodeUser, id);
}

/** A mail is a sign-in name, so it is unique over the whole platform, whatever its case (§5.4). */
export function userByEmail(store: Store, email: string): User | undefined {
  return store.first("SELECT * FROM users WHERE email = ?", decodeUser, email);
}

export function usersOfAccount(store: Store, account: number): User[] {
  return store.all("SELECT * FROM users WHERE account = ? ORDER BY id", decodeUser, account);
}

const columns = `organization, account, email, firstName, lastName, profile, active, secret, secretGiven, token,
  password, passwordGiven, passwordSet, failedSignIns, lockedUntil, createdDate, lastLoginDate`;
const places = Array.from(columns.split(","), () => "?").join(", ");

function values(user: Omit<User, "id">): (string | number)[] {
  return [
    user.organization,
    user.account,
    user.email,
    user.firstName,
    user.lastName,
    JSON.stringify(user.profile),
    Number(user.active),
    user.secret,
    Number(user.secretGiven),
    user.token,
    user.password,
    Number(user.passwordGiven),
    user.passwordSet,
    user.failedSignIns,
    user.lockedUntil,
    user.createdDate,
    user.lastLoginDate,
  ];
}

/** Stores a user, with the next id where there is none, and returns the user as stored. */
export function insertUser(store: Store, user: Omit<User, "id">, id: number | null = null): User {
  const sql = `INSERT INTO users (id, ${columns}) VALUES (?, ${places}) RETURNING *`;
  const made = store.first(sql, decodeUser, id, ...values(user));
  if (made === undefined) throw new TypeError("The user was not stored");
  return made;
}

export function updateUser(store: Store, user: User): void {
  store.run(`UPDATE users SET (${columns}) = (${places}) WHERE id = ?`, ...values(user), user.id);
}

/** Cannot be undone (§5.6); roles, sessions and former passwords go too. */
export function deleteUser(store: Store, id: number): void {
  store.run("DELETE FROM users WHERE id = ?", id);
}

/** The roles that somebody holds, in the order of their keys. */
export function rolesOfUser(store: Store, user: number): string[] {
  const sql = "SELECT role FROM userRoles WHERE user = ? ORDER BY role";
  return store.all(sql, (row) => textOf(row, "role"), user);
}

export function addUserRole(store: Store, user: number, role: string): void {
  store.run("INSERT OR IGNORE INTO userRoles (user, role) VALUES (?, ?)", user, role);
}

/** False where the role was not held. */
export function removeUserRole(store: Store, user: number, role: string): boolean {
  return store.run("DELETE FROM userRoles WHERE user = ? AND role = ?", user, role) > 0;
}

/** The newest last. */
export function formerPasswords(
  store: Store,
  user: number,
): { readonly password: string; readonly given: boolean }[] {
  const sql = "SELECT password, given FROM formerPasswords WHERE user = ? ORDER BY position";
  return store.all(sql, (row) => ({ password: textOf(row, "password"), given: boolOf(row, "given") }), user);
}

export function addFormerPassword(store: Store, user: number, password: string, given: boolean): void {
  const sql = "INSERT INTO formerPasswords (user, password, given) VALUES (?, ?, ?)";
  store.run(sql, user, password, Number(given));
}
