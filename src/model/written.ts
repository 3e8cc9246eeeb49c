import type { Address } from "./address.ts";

/** How many entries the files wrote in each collection of an organization, when it was applied last. */
export interface Written {
  readonly connection: string;
  readonly organization: Address;
  /** By the address of the collection; those without any are left out. */
  readonly counts: ReadonlyMap<Address, number>;
}
