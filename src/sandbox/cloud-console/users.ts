import { boolOf, type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { fold } from "./email.ts";

/** A person's account. */
export interface User {
  readonly id: string;
  /** As the person writes it. */
  readonly email: string;
  readonly fullName: string;
  readonly password: string;
  /** Whether a one-time code is asked for at sign-in: such accounts cannot get tokens (cloud-console.md §4). */
  readonly authenticator: boolean;
}

/** A person as lists show them. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly fullName: string;
}

export const personOf = (row: Row): Person => ({
  id: textOf(row, "id"),
  email: textOf(row, "email"),
  fullName: textOf(row, "fullName"),
});

export const defaultPassword = "password";

function decode(row: Row): User {
  return {
    id: textOf(row, "id"),
    email: textOf(row, "email"),
    fullName: textOf(row, "fullName"),
    password: textOf(row, "password"),
    authenticator: boolOf(row, "authenticator"),
  };
}

export function insertUser(store: Store, user: User): void {
  store.run(
    "INSERT INTO users (id, email, folded, fullName, password, authenticator) VALUES (?, ?, ?, ?, ?, ?)",
    user.id,
    user.email,
    fold(user.email),
    user.fullName,
    user.password,
    Number(user.authenticator),
  );
}

export function findUser(store: Store, id: string): User | undefined {
  return store.first("SELECT * FROM users WHERE id = ?", decode, id);
}

export function userByEmail(store: Store, email: string): User | undefined {
  return store.first("SELECT * FROM users WHERE folded = ?", decode, fold(email));
}

export function allUsers(store: Store): User[] {
  return store.all("SELECT * FROM users ORDER BY position", decode);
}
