import { textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { userByToken } from "./users.ts";

/** Whose token an `Authorization` header carries. Only the word Bearer works (dnanexus.md §4 Auth). */
export function tokenOf(store: Store, authorization: string | undefined): string | null {
  const match = /^Bearer +(\S+)$/i.exec(authorization ?? "");
  return match?.[1] === undefined ? null : (userByToken(store, match[1]) ?? null);
}

/** Every user with their token. */
export function tokensOf(store: Store): ReadonlyMap<string, string> {
  const pair = (row: Parameters<typeof textOf>[0]): [string, string] => [
    textOf(row, "id"),
    textOf(row, "token"),
  ];
  return new Map(store.all("SELECT id, token FROM users ORDER BY id", pair));
}
