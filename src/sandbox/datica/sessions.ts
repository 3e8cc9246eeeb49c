import { textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { makeToken } from "../token.ts";
import { decodeUser, type User } from "./users.ts";

/** A session lasts 24 hours from its sign-in (datica.md §4). */
const life = 24 * 60 * 60 * 1000;

export interface Session {
  readonly token: string;
  readonly user: User;
}

/** The session whose token an `Authorization` header carries; undefined where it carries none that is valid. */
export function sessionOf(store: Store, authorization: string | undefined, now: number): Session | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return undefined;
  const user = store.first(
    "SELECT users.* FROM sessions JOIN users ON users.id = sessions.user WHERE token = ? AND ends > ?",
    decodeUser,
    token,
    now,
  );
  return user && { token, user };
}

/** Begins a session; returns its token. */
export function startSession(store: Store, user: string, now: number, handed = false): string {
  const token = makeToken();
  store.run("DELETE FROM sessions WHERE user = ? AND ends <= ?", user, now);
  store.run(
    "INSERT INTO sessions (token, user, handed, ends) VALUES (?, ?, ?, ?)",
    token,
    user,
    Number(handed),
    now + life,
  );
  return token;
}

export function endSession(store: Store, token: string): void {
  store.run("DELETE FROM sessions WHERE token = ?", token);
}

/** Ends all sessions and all half-done sign-ins. */
export function endAllSessions(store: Store): void {
  store.transaction(() => {
    store.run("DELETE FROM sessions");
    store.run("DELETE FROM challenges");
  });
}

/**
 * Mail address → the token of a session, to be sent as `Authorization: Bearer …`. Whoever has none that is valid,
 * be it that time ended it, gets a new one.
 */
export function tokensOf(store: Store, now: number): ReadonlyMap<string, string> {
  const without = store.all(
    `SELECT id FROM users WHERE NOT EXISTS (
       SELECT 1 FROM sessions WHERE user = users.id AND handed = 1 AND ends > ?)`,
    (row) => textOf(row, "id"),
    now,
  );
  if (without.length > 0) {
    store.transaction(() => {
      for (const user of without) startSession(store, user, now, true);
    });
  }
  return new Map(
    store.all(
      `SELECT users.email, token FROM users JOIN sessions ON user = users.id AND handed = 1 AND ends > ?
       ORDER BY position`,
      (row): [string, string] => [textOf(row, "email"), textOf(row, "token")],
      now,
    ),
  );
}
