import { type Row, textOf, textOrNull, textsOf } from "../../row.ts";
import type { Store } from "../../store.ts";
import { makeToken } from "../../token.ts";
import { findUser, type User, userOf } from "../users.ts";
import { firstClient } from "./clients.ts";
import { tokenSeconds } from "./settings.ts";

/** Whom an access token lets act, and how far. */
export interface Grant {
  /** The id of the client that acts. */
  readonly client: string;
  /** In whose name; null for the client's own. */
  readonly user: User | null;
  readonly scopes: readonly string[];
}

/** The token in an `Authorization` header; null where it holds none. */
export function bearer(authorization: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? null;
}

export function findSession(store: Store, token: string, now: number): Grant | undefined {
  return store.first(
    "SELECT client, user, scopes FROM accessTokens WHERE token = ? AND expires > ?",
    (row) => grantOf(store, row),
    token,
    now,
  );
}

function grantOf(store: Store, row: Row): Grant {
  const user = textOrNull(row, "user");
  return {
    client: textOf(row, "client"),
    user: user === null ? null : (findUser(store, user) ?? null),
    scopes: textsOf(row, "scopes"),
  };
}

/** Whose token a header carries: the e-mail of a person or the id of a client; null for an unknown or expired one. */
export function accountOf(store: Store, authorization: string | undefined): string | null {
  const token = bearer(authorization);
  const session = token === null ? undefined : findSession(store, token, Date.now());
  return session === undefined ? null : (session.user?.email ?? session.client);
}

/** A new access token; those that have run out go. */
export function mintAccess(store: Store, grant: Grant, now: number, standing = false): string {
  store.run("DELETE FROM accessTokens WHERE expires <= ?", now);
  const token = makeToken();
  store.run(
    "INSERT INTO accessTokens (token, client, user, scopes, standing, expires) VALUES (?, ?, ?, ?, ?, ?)",
    token,
    grant.client,
    grant.user?.id ?? null,
    JSON.stringify(grant.scopes),
    standing ? 1 : 0,
    now + tokenSeconds(store) * 1000,
  );
  return token;
}

/** Every account with an access token that is good now; the same one until it runs out. */
export function standingTokens(store: Store): ReadonlyMap<string, string> {
  const now = Date.now();
  const client = firstClient(store).id;
  const found = store.all(
    `SELECT users.*, accessTokens.token FROM users
     LEFT JOIN accessTokens ON accessTokens.user = users.id AND standing = 1 AND expires > ?
     ORDER BY users.position`,
    (row): [User, string | null] => [userOf(row), textOrNull(row, "token")],
    now,
  );
  const complete = (): ReadonlyMap<string, string> =>
    new Map(
      found.map(([user, token]) => [
        user.email,
        token ?? mintAccess(store, { client, user, scopes: user.scopes }, now, true),
      ]),
    );
  return found.some(([, token]) => token === null) ? store.transaction(complete) : complete();
}

/** Ends all access tokens, as time would; refresh tokens live on (marketplace.md §4). */
export function expireAccess(store: Store): void {
  store.run("DELETE FROM accessTokens");
}
