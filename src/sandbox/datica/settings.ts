import { boolOf } from "../row.ts";
import type { Store } from "../store.ts";

/** The two switches of datica.md §4; both on by default. */
export interface Settings {
  /** Whether a request without nonce or timestamp is refused. */
  readonly requireNonce: boolean;
  /** Whether a nonce that was seen before and a timestamp that is off are refused. */
  readonly checkNonce: boolean;
}

export function settingsOf(store: Store): Settings {
  const settings = store.first("SELECT * FROM settings", (row) => ({
    requireNonce: boolOf(row, "requireNonce"),
    checkNonce: boolOf(row, "checkNonce"),
  }));
  return settings ?? { requireNonce: true, checkNonce: true };
}

export function putSettings(store: Store, { requireNonce, checkNonce }: Settings): void {
  store.run(
    "INSERT INTO settings (requireNonce, checkNonce) VALUES (?, ?)",
    Number(requireNonce),
    Number(checkNonce),
  );
}
