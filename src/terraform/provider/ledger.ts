/** Ids and accounts that Terraform's states tell: what a baseline is for the command, they are here. */
import type { Address } from "../../model/address.ts";
import type { Kept } from "./kept.ts";

export interface Ledger {
  readonly ids: ReadonlyMap<Address, string>;
  readonly accounts: ReadonlyMap<Address, string>;
  /** Addresses that a plan of this process creates. */
  readonly planned: ReadonlySet<Address>;
  /** Counts up with every new id. */
  readonly version: () => number;
  readonly learn: (kept: Pick<Kept, "ids" | "accounts">) => void;
  /** What was made or found now counts more than what any state says. */
  readonly know: (address: Address, id: string) => void;
  readonly plan: (address: Address) => void;
  readonly forget: (address: Address) => void;
}

export function createLedger(): Ledger {
  const ids = new Map<Address, string>();
  const accounts = new Map<Address, string>();
  const planned = new Set<Address>();
  let version = 0;
  const know = (address: Address, id: string): void => {
    if (ids.get(address) === id) return;
    ids.set(address, id);
    version += 1;
  };
  return {
    ids,
    accounts,
    planned,
    version: () => version,
    know,
    learn: (kept) => {
      for (const [address, id] of kept.ids) if (!ids.has(address)) know(address, id);
      for (const [address, account] of kept.accounts)
        if (!accounts.has(address)) accounts.set(address, account);
    },
    plan: (address) => {
      planned.add(address);
    },
    forget: (address) => {
      if (ids.delete(address)) version += 1;
      accounts.delete(address);
    },
  };
}
