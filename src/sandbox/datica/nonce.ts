import type { Store } from "../store.ts";
import { ApiError, invalid } from "./errors.ts";
import { settingsOf } from "./settings.ts";

type Header = (name: string) => string | undefined;

/** How far a clock may be off: five minutes (datica.md §4). */
const tolerance = 5 * 60 * 1000;

/** What a request says of its own freshness; null where it says nothing. */
export interface Freshness {
  readonly nonce: string | null;
  /** Unix seconds, as they were written. */
  readonly timestamp: string | null;
}

export function freshnessOf(header: Header): Freshness {
  return { nonce: header("x-request-nonce") || null, timestamp: header("x-request-timestamp") || null };
}

/** Refuses what is not fresh, and remembers the nonce of what is (§4). */
export function requireFresh(store: Store, { nonce, timestamp }: Freshness, now: number): void {
  const { requireNonce, checkNonce } = settingsOf(store);
  if (requireNonce && (nonce === null || timestamp === null)) {
    const missing = nonce === null ? "X-Request-Nonce" : "X-Request-Timestamp";
    throw new ApiError("NonceRequired", `The header ${missing} is missing.`);
  }
  if (!checkNonce) return;
  if (timestamp !== null) requireNear(timestamp, now);
  if (nonce !== null) useUp(store, nonce, now);
}

function requireNear(timestamp: string, now: number): void {
  if (!/^\d+$/.test(timestamp)) throw invalid("The header X-Request-Timestamp must be in Unix seconds.");
  if (Math.abs(Number(timestamp) * 1000 - now) <= tolerance) return;
  throw new ApiError("StaleTimestamp", "The timestamp is more than five minutes off.");
}

function useUp(store: Store, nonce: string, now: number): void {
  // A timestamp that is ahead keeps its request acceptable for up to twice the tolerance.
  store.run("DELETE FROM nonces WHERE seen < ?", now - 2 * tolerance);
  const added = store.run("INSERT OR IGNORE INTO nonces (nonce, seen) VALUES (?, ?)", nonce, now);
  if (added === 0) throw new ApiError("NonceReplayed", "The nonce was used before.");
}
