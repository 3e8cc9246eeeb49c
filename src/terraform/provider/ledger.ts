/** Ids and accounts that Terraform's states tell: what a baseline is for the command, they are here. */
import type { Address } from "../../model/address.ts";
import type { Kept } from "./kept.ts";

export interface Ledger {
  readonly ids: ReadonlyMap<Address, string>;
  readonly accounts: ReadonlyMap<Address, string>;
  /** Addresses that a plan of this process creates. */
  readonly planned: ReadonlySet<Address>;
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
  const know = (address: Address, id: string): void => {
    ids.set(address, id);
  };
  return {
    ids,
    accounts,
    planned,
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
      ids.delete(address);
      accounts.delete(address);
    },
  };
}
