/** What is kept with a resource beside its state: ids and accounts that the state has no place for. Never a secret. */
import type { Address } from "../../model/address.ts";
import { isRecord } from "../../model/value.ts";
import type { Private } from "../contract.ts";

export interface Kept {
  /** Ids of labelled objects that its address speaks of, by address. */
  readonly ids: ReadonlyMap<Address, string>;
  /** Accounts that its keys named, by address. */
  readonly accounts: ReadonlyMap<Address, string>;
}

export const nothingKept: Kept = { ids: new Map(), accounts: new Map() };

/** Anything that is not of ours counts for nothing. */
export function readKept(bytes: Private): Kept {
  if (bytes.length === 0) return nothingKept;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!isRecord(value)) return nothingKept;
    const { ids, accounts } = value;
    return { ids: texts(ids), accounts: texts(accounts) };
  } catch {
    return nothingKept;
  }
}

export function writeKept({ ids, accounts }: Kept): Private {
  const value = {
    ...(ids.size === 0 ? {} : { ids: Object.fromEntries(ids) }),
    ...(accounts.size === 0 ? {} : { accounts: Object.fromEntries(accounts) }),
  };
  return Object.keys(value).length === 0 ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(value));
}

function texts(value: unknown): ReadonlyMap<string, string> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return new Map(entries.filter((each): each is [string, string] => typeof each[1] === "string"));
}
