import { type Row, textOf, textsOf } from "../row.ts";
import type { Store } from "../store.ts";

/** A person with an account of the portal. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** What they have granted to whoever acts for them. */
  readonly scopes: readonly string[];
}

/** E-mails are the same in any case and with blanks around them (marketplace.md §6.13). */
export function fold(email: string): string {
  return email.trim().toLowerCase();
}

const columns = "users.id, users.email, users.name, users.scopes";

export function userOf(row: Row): User {
  return {
    id: textOf(row, "id"),
    email: textOf(row, "email"),
    name: textOf(row, "name"),
    scopes: textsOf(row, "scopes"),
  };
}

export function insertUser(store: Store, { id, email, name, scopes }: User): void {
  store.run(
    "INSERT INTO users (id, email, folded, name, scopes) VALUES (?, ?, ?, ?, ?)",
    id,
    email,
    fold(email),
    name,
    JSON.stringify(scopes),
  );
}

export function findUser(store: Store, id: string): User | undefined {
  return store.first(`SELECT ${columns} FROM users WHERE id = ?`, userOf, id);
}

export function findUserByEmail(store: Store, email: string): User | undefined {
  return store.first(`SELECT ${columns} FROM users WHERE folded = ?`, userOf, fold(email));
}

/** In the order of the seed. */
export function allUsers(store: Store): User[] {
  return store.all(`SELECT ${columns} FROM users ORDER BY position`, userOf);
}
