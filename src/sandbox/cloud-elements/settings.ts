import { boolOf } from "../row.ts";
import type { Store } from "../store.ts";

/** How the platform as a whole behaves: settings of the sandbox, not of anybody's organization. */
export interface Settings {
  /** The rules for passwords of 2020 and 2021: a fixed one, and lock-outs (cloud-elements.md §5.10, §5.13). */
  readonly modernPasswords: boolean;
}

export function settingsOf(store: Store): Settings {
  const settings = store.first("SELECT * FROM settings", (row) => ({
    modernPasswords: boolOf(row, "modernPasswords"),
  }));
  return settings ?? { modernPasswords: false };
}

export function insertSettings(store: Store, { modernPasswords }: Settings): void {
  store.run("INSERT INTO settings (modernPasswords) VALUES (?)", Number(modernPasswords));
}
