import { boolOf, jsonOf, numberOf, type Row, textOf, textOrNull } from "../row.ts";
import { isRecord } from "../shape.ts";
import type { Store } from "../store.ts";

/** What a setting of an account may be (cloud-elements.md §3c): flat. */
export type SettingValue = string | number | boolean;

/** One of an organization's customers, or its own default account (§1). */
export interface Account {
  readonly id: number;
  readonly organization: number;
  readonly externalId: string;
  readonly name: string;
  readonly description: string;
  readonly isDefault: boolean;
  readonly active: boolean;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly createdDate: string;
  /** Null before the first update. */
  readonly updatedDate: string | null;
}

export function decodeAccount(row: Row): Account {
  return {
    id: numberOf(row, "id"),
    organization: numberOf(row, "organization"),
    externalId: textOf(row, "externalId"),
    name: textOf(row, "name"),
    description: textOf(row, "description"),
    isDefault: boolOf(row, "isDefault"),
    active: boolOf(row, "active"),
    settings: settingsIn(jsonOf(row, "settings")),
    createdDate: textOf(row, "createdDate"),
    updatedDate: textOrNull(row, "updatedDate"),
  };
}

function settingsIn(value: unknown): Record<string, SettingValue> {
  const settings: Record<string, SettingValue> = Object.create(null);
  if (!isRecord(value)) return settings;
  for (const [key, one] of Object.entries(value)) if (isSetting(one)) settings[key] = one;
  return settings;
}

export function isSetting(value: unknown): value is SettingValue {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

export function findAccount(store: Store, id: number): Account | undefined {
  return store.first("SELECT * FROM accounts WHERE id = ?", decodeAccount, id);
}

export function defaultAccountOf(store: Store, organization: number): Account {
  const sql = "SELECT * FROM accounts WHERE organization = ? AND isDefault = 1";
  const found = store.first(sql, decodeAccount, organization);
  if (found === undefined) throw new TypeError(`Organization ${organization} has no default account`);
  return found;
}

/** All accounts of an organization, deleted ones too. */
export function accountsOf(store: Store, organization: number): Account[] {
  const sql = "SELECT * FROM accounts WHERE organization = ? ORDER BY id";
  return store.all(sql, decodeAccount, organization);
}

/** The active account of that external id. */
export function accountByExternalId(
  store: Store,
  organization: number,
  externalId: string,
): number | undefined {
  const sql = "SELECT id FROM accounts WHERE organization = ? AND externalId = ? AND active = 1";
  return store.first(sql, (row) => numberOf(row, "id"), organization, externalId);
}

const columns =
  "organization, externalId, name, description, isDefault, active, settings, createdDate, updatedDate";

function values(account: Omit<Account, "id">): (string | number | null)[] {
  return [
    account.organization,
    account.externalId,
    account.name,
    account.description,
    Number(account.isDefault),
    Number(account.active),
    JSON.stringify(account.settings),
    account.createdDate,
    account.updatedDate,
  ];
}

/** Stores an account, with the next id where it has none, and returns the id. */
export function insertAccount(store: Store, account: Omit<Account, "id">, id: number | null = null): number {
  const sql = `INSERT INTO accounts (id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;
  const made = store.first(sql, (row) => numberOf(row, "id"), id, ...values(account));
  if (made === undefined) throw new TypeError("The account was not stored");
  return made;
}

export function updateAccount(store: Store, account: Account): void {
  const sql = `UPDATE accounts SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`;
  store.run(sql, ...values(account), account.id);
}

/** The roles that were given to an account as such. */
export function rolesOfAccount(store: Store, account: number): string[] {
  const sql = "SELECT role FROM accountRoles WHERE account = ? ORDER BY role";
  return store.all(sql, (row) => textOf(row, "role"), account);
}

/** False where it had the role already. */
export function addAccountRole(store: Store, account: number, role: string): boolean {
  return store.run("INSERT OR IGNORE INTO accountRoles (account, role) VALUES (?, ?)", account, role) > 0;
}

/** False where it did not have the role. */
export function removeAccountRole(store: Store, account: number, role: string): boolean {
  return store.run("DELETE FROM accountRoles WHERE account = ? AND role = ?", account, role) > 0;
}
