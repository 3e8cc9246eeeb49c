import { boolOf, type Row, textOf, textOrNull } from "../row.ts";
import type { Store } from "../store.ts";
import { uuidOf } from "./ids.ts";

/** Where the second factor's code comes from (datica.md §4). */
export const mfaTypes = ["email", "authenticator"] as const;

export type MfaType = (typeof mfaTypes)[number];

/** A second factor; in the sandbox its code never changes. */
export interface Mfa {
  readonly type: MfaType;
  readonly code: string;
}

/** A person's account. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Older accounts may sign in with one as well (§3a). */
  readonly username: string | null;
  /** Null for the default one. */
  readonly password: string | null;
  readonly mfa: Mfa | null;
  readonly locked: boolean;
}

/** The password of accounts that a seed gave none. */
export const defaultPassword = "password";

export function decodeUser(row: Row): User {
  const type = mfaTypes.find((one) => one === row["mfaType"]);
  return {
    id: textOf(row, "id"),
    email: textOf(row, "email"),
    name: textOf(row, "name"),
    username: textOrNull(row, "username"),
    password: textOrNull(row, "password"),
    mfa: type === undefined ? null : { type, code: textOf(row, "mfaCode") },
    locked: boolOf(row, "locked"),
  };
}

export function insertUser(store: Store, user: User): void {
  store.run(
    "INSERT INTO users (id, email, name, username, password, mfaType, mfaCode, locked) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    user.id,
    user.email,
    user.name,
    user.username,
    user.password,
    user.mfa?.type ?? null,
    user.mfa?.code ?? null,
    Number(user.locked),
  );
}

/** In the order in which they came to be. */
export function allUsers(store: Store): User[] {
  return store.all("SELECT * FROM users ORDER BY position", decodeUser);
}

/** The account with a mail address, whatever its case. */
export function userByEmail(store: Store, email: string): User | undefined {
  return store.first("SELECT * FROM users WHERE email = ?", decodeUser, email);
}

/** The account that somebody signs in to: by mail address, or by username. */
export function userByIdentifier(store: Store, identifier: string): User | undefined {
  return (
    userByEmail(store, identifier) ??
    store.first("SELECT * FROM users WHERE username = ?", decodeUser, identifier)
  );
}

export const emailPattern = /^[^@\s]+@[^@\s]+$/;

/** What an account has that nobody said anything about: its id, and a name after the mail address. */
export function accountFor(email: string): User {
  return {
    id: uuidOf("user", email.toLowerCase()),
    email,
    name: email.slice(0, email.indexOf("@")),
    username: null,
    password: null,
    mfa: null,
    locked: false,
  };
}

/** What the services tell of an account. */
export function shown({ id, name, email }: User): { id: string; name: string; email: string } {
  return { id, name, email };
}
