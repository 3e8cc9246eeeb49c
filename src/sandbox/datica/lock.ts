import { numberOf } from "../row.ts";
import type { Store } from "../store.ts";

/**
 * So many wrong passwords or codes within so many milliseconds lock an account. Datica says only that too many do
 * (datica.md §4); the numbers are ours. A link in a mail would unlock it: here only another seed does.
 */
const most = 5;
const within = 15 * 60 * 1000;

/** Counts a wrong password or code, and locks the account at the last one. */
export function countAttempt(store: Store, user: string, now: number): void {
  store.run("DELETE FROM attempts WHERE user = ? AND at < ?", user, now - within);
  store.run("INSERT INTO attempts (user, at) VALUES (?, ?)", user, now);
  const sql = "SELECT count(*) AS count FROM attempts WHERE user = ?";
  const count = store.first(sql, (row) => numberOf(row, "count"), user) ?? 0;
  if (count < most) return;
  store.run("UPDATE users SET locked = 1 WHERE id = ?", user);
  forgetAttempts(store, user);
}

export function forgetAttempts(store: Store, user: string): void {
  store.run("DELETE FROM attempts WHERE user = ?", user);
}
