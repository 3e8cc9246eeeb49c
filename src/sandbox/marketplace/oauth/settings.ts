import { numberOf } from "../../row.ts";
import type { Store } from "../../store.ts";

/** As documented: thirty minutes (marketplace.md §4). */
export const usualTokenSeconds = 1800;

export function insertSettings(store: Store, seconds: number): void {
  store.run("INSERT INTO settings (tokenSeconds) VALUES (?)", seconds);
}

/** How long an access token lasts. */
export function tokenSeconds(store: Store): number {
  const read = store.first("SELECT tokenSeconds FROM settings", (row) => numberOf(row, "tokenSeconds"));
  return read ?? usualTokenSeconds;
}
