import { type Row, textOf, textsOf } from "../../row.ts";
import type { Store } from "../../store.ts";
import { makeToken } from "../../token.ts";
import type { User } from "../users.ts";
import { firstClient } from "./clients.ts";

/** What a refresh token stands for. */
export interface RefreshToken {
  readonly token: string;
  readonly client: string;
  /** The id of the person. */
  readonly user: string;
  readonly scopes: readonly string[];
}

const columns = "token, client, user, scopes";

function refreshTokenOf(row: Row): RefreshToken {
  return {
    token: textOf(row, "token"),
    client: textOf(row, "client"),
    user: textOf(row, "user"),
    scopes: textsOf(row, "scopes"),
  };
}

/** About six months (marketplace.md §4), in milliseconds. */
const lifetime = 182 * 24 * 60 * 60 * 1000;

/** Stores one; `given` where its text comes from a seed. */
export function insertRefreshToken(store: Store, one: RefreshToken, given: boolean, now: number): void {
  store.run(
    "INSERT INTO refreshTokens (token, client, user, scopes, given, expires) VALUES (?, ?, ?, ?, ?, ?)",
    one.token,
    one.client,
    one.user,
    JSON.stringify(one.scopes),
    given ? 1 : 0,
    now + lifetime,
  );
}

export function mintRefreshToken(store: Store, one: Omit<RefreshToken, "token">, now: number): string {
  const token = makeToken();
  insertRefreshToken(store, { ...one, token }, false, now);
  return token;
}

/** The token, if it is good for this client. */
export function findRefreshToken(
  store: Store,
  token: string,
  client: string,
  now: number,
): RefreshToken | undefined {
  return store.first(
    `SELECT ${columns} FROM refreshTokens WHERE token = ? AND client = ? AND expires > ?`,
    refreshTokenOf,
    token,
    client,
    now,
  );
}

/** Each works once (§4). Others of the same person live on. */
export function spendRefreshToken(store: Store, token: string): void {
  store.run("DELETE FROM refreshTokens WHERE token = ?", token);
}

/** The person's newest one in the hands of the first client; a new one where the last has run out. */
export function currentRefreshToken(store: Store, user: User): string {
  const client = firstClient(store).id;
  const now = Date.now();
  const token = store.first(
    "SELECT token FROM refreshTokens WHERE user = ? AND client = ? AND expires > ? ORDER BY position DESC LIMIT 1",
    (row) => textOf(row, "token"),
    user.id,
    client,
    now,
  );
  return token ?? mintRefreshToken(store, { client, user: user.id, scopes: user.scopes }, now);
}

/** The person's unspent one that a seed gave, if any. */
export function givenRefreshToken(store: Store, user: string): string | undefined {
  return store.first(
    "SELECT token FROM refreshTokens WHERE user = ? AND given = 1",
    (row) => textOf(row, "token"),
    user,
  );
}
