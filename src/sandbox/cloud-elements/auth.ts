import { numberOf, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { makeToken } from "../token.ts";
import { rolesHeldBy } from "./roles.ts";
import { decodeUser, findUser, type User } from "./users.ts";

/** Who asks, with what their roles let them do. */
export interface Caller {
  readonly user: User;
  readonly roles: ReadonlySet<string>;
  readonly privileges: ReadonlySet<string>;
}

/** How long a token of POST /authentication lasts, in milliseconds. Not public; ours. */
const lifetime = 12 * 60 * 60 * 1000;

/**
 * Whom an Authorization header speaks for: `User <secret>, Organization <secret>`, with what it likes behind it, or
 * `Bearer <token>` (cloud-elements.md §4). Nobody inactive, and nobody of an inactive account.
 */
export function authenticate(store: Store, authorization: string | undefined, now: number): User | null {
  if (authorization === undefined) return null;
  const parts = partsOf(authorization);
  const user = byToken(store, parts.get("bearer"), now) ?? bySecrets(store, parts);
  return user?.active === true && accountIsActive(store, user) ? user : null;
}

/** Secrets hold `+`, `/` and `=`: only commas and the first blank separate. */
function partsOf(authorization: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of authorization.split(",")) {
    const trimmed = part.trim();
    const blank = trimmed.indexOf(" ");
    if (blank > 0) parts.set(trimmed.slice(0, blank).toLowerCase(), trimmed.slice(blank + 1).trim());
  }
  return parts;
}

function bySecrets(store: Store, parts: ReadonlyMap<string, string>): User | undefined {
  const [user, organization] = [parts.get("user"), parts.get("organization")];
  if (user === undefined || organization === undefined) return undefined;
  const sql = `SELECT u.* FROM users u JOIN organizations o ON o.id = u.organization
    WHERE u.secret = ? AND o.secret = ?`;
  return store.first(sql, decodeUser, user, organization);
}

function byToken(store: Store, token: string | undefined, now: number): User | undefined {
  if (token === undefined) return undefined;
  const own = store.first("SELECT * FROM users WHERE token = ?", decodeUser, token);
  if (own !== undefined) return own;
  const sql = "SELECT user FROM sessions WHERE token = ? AND expires > ?";
  const user = store.first(sql, (row) => numberOf(row, "user"), token, now);
  return user === undefined ? undefined : findUser(store, user);
}

export function accountIsActive(store: Store, user: User): boolean {
  return store.has("SELECT 1 FROM accounts WHERE id = ? AND active = 1", user.account);
}

export function callerOf(store: Store, user: User): Caller {
  const held = rolesHeldBy(store, user.organization, user.id);
  return {
    user,
    roles: new Set(held.map(({ key }) => key)),
    privileges: new Set(held.flatMap(({ privileges }) => privileges)),
  };
}

/** A token as POST /authentication gives it. */
export function openSession(store: Store, user: number, now: number): string {
  const token = makeToken();
  store.run("INSERT INTO sessions (token, user, expires) VALUES (?, ?, ?)", token, user, now + lifetime);
  return token;
}

/** Ends every token that was given out, those of the profile page too, which are made anew. */
export function expireTokens(store: Store): void {
  store.transaction(() => {
    store.run("DELETE FROM sessions");
    const ids = store.all("SELECT id FROM users", (row) => numberOf(row, "id"));
    for (const id of ids) store.run("UPDATE users SET token = ? WHERE id = ?", makeToken(), id);
  });
}

const ofAll = "users u JOIN organizations o ON o.id = u.organization";

/** Mail → bearer token: those of the first organization first. */
export function tokensOf(store: Store): ReadonlyMap<string, string> {
  const sql = `SELECT u.email, u.token FROM ${ofAll} ORDER BY o.position, u.id`;
  return new Map(store.all(sql, (row): [string, string] => [textOf(row, "email"), textOf(row, "token")]));
}

/** The two secrets that go into every request (§4), whose they are (no route tells), and the password of the console. */
export function credentialsOf(store: Store, email: string): Readonly<Record<string, string>> {
  const sql = `SELECT u.secret AS own, u.password AS password, o.secret AS shared FROM ${ofAll} WHERE u.email = ?`;
  const secrets = store.first(
    sql,
    (row) => ({
      userSecret: textOf(row, "own"),
      organizationSecret: textOf(row, "shared"),
      password: textOf(row, "password"),
    }),
    email,
  );
  return { email, ...(secrets ?? { userSecret: "", organizationSecret: "", password: "" }) };
}
