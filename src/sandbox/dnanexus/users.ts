import { boolOf, jsonOf, type Row, textOf, textOrNull } from "../row.ts";
import { type At, field, isRecord, oneOf, optional } from "../shape.ts";
import type { Store } from "../store.ts";

/** A person's account. */
export interface User {
  readonly id: string;
  /** As the person writes it; the id has it in lower case (dnanexus.md §1). */
  readonly handle: string;
  readonly first: string;
  readonly middle: string;
  readonly last: string;
  readonly email: string;
  /** Who pays by default: the user, or an org. */
  readonly billTo: string;
  readonly policies: Readonly<Record<string, unknown>>;
  readonly sshPublicKey: string | null;
  readonly defaultRegion: string;
  readonly token: string;
  /** Whether a seed named the token: a made-up one is nobody's wish and stays out of dumps. */
  readonly tokenGiven: boolean;
}

function decode(row: Row): User {
  const policies = jsonOf(row, "policies");
  return {
    id: textOf(row, "id"),
    handle: textOf(row, "handle"),
    first: textOf(row, "first"),
    middle: textOf(row, "middle"),
    last: textOf(row, "last"),
    email: textOf(row, "email"),
    billTo: textOf(row, "billTo"),
    policies: isRecord(policies) ? policies : {},
    sshPublicKey: textOrNull(row, "sshPublicKey"),
    defaultRegion: textOf(row, "defaultRegion"),
    token: textOf(row, "token"),
    tokenGiven: boolOf(row, "tokenGiven"),
  };
}

const columns =
  "handle, first, middle, last, email, billTo, policies, sshPublicKey, defaultRegion, token, tokenGiven";

function values(user: User): (string | number | null)[] {
  return [
    user.handle,
    user.first,
    user.middle,
    user.last,
    user.email,
    user.billTo,
    JSON.stringify(user.policies),
    user.sshPublicKey,
    user.defaultRegion,
    user.token,
    Number(user.tokenGiven),
  ];
}

export function findUser(store: Store, id: string): User | undefined {
  return store.first("SELECT * FROM users WHERE id = ?", decode, id);
}

export function allUsers(store: Store): User[] {
  return store.all("SELECT * FROM users ORDER BY id", decode);
}

export function userExists(store: Store, id: string): boolean {
  return store.has("SELECT 1 FROM users WHERE id = ?", id);
}

/** The account with an email address, whatever its case. */
export function userByEmail(store: Store, email: string): string | undefined {
  return store.first("SELECT id FROM users WHERE email = ?", (row) => textOf(row, "id"), email);
}

export function userByToken(store: Store, token: string): string | undefined {
  return store.first("SELECT id FROM users WHERE token = ?", (row) => textOf(row, "id"), token);
}

export function insertUser(store: Store, user: User, now: number): void {
  const sql = `INSERT INTO users (id, ${columns}, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  store.run(sql, user.id, ...values(user), now);
}

export function updateUser(store: Store, user: User): void {
  store.run(
    `UPDATE users SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`,
    ...values(user),
    user.id,
  );
}

/** What everybody may know of a user (§3.1); also the `describe` of a member record (§3.3). */
export function publicFields(row: Row): Record<string, () => unknown> {
  return {
    id: () => textOf(row, "id"),
    class: () => "user",
    first: () => textOf(row, "first"),
    middle: () => textOf(row, "middle"),
    last: () => textOf(row, "last"),
    handle: () => textOf(row, "handle"),
  };
}

/** A user's policies: so far only when to send mail about jobs (§3.1). */
export function readMailPolicies(at: At): Record<string, unknown> {
  const mail = optional(field(at, "emailWhenJobComplete"), (one) =>
    oneOf(one, ["never", "failuresOnly", "always"]),
  );
  return mail === undefined ? {} : { emailWhenJobComplete: mail };
}
