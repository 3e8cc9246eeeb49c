import type { Address } from "../model/address.ts";
import { digestOf } from "../model/digest.ts";
import type { PlanSection } from "../model/plan.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";

/** Something live that is no longer as the plan saw it. */
export interface Stale {
  readonly address: Address;
  readonly message: string;
}

/**
 * What changed since a section was planned, sorted by address; empty where it may be applied.
 *
 * | basis | live | |
 * | --- | --- | --- |
 * | has it | as it was | fresh |
 * | has it | otherwise | stale: changed |
 * | has it | not there | stale: gone |
 * | has it not, in what the basis covers | there | stale: new |
 * | has it not, elsewhere | there | fresh: no decision of the plan rests on it |
 */
export function staleness(section: Pick<PlanSection, "basis" | "covers">, live: StateView): readonly Stale[] {
  const stale = new Map<Address, string>();
  for (const [address, digest] of Object.entries(section.basis)) {
    const resource = live.get(address);
    if (resource === undefined) stale.set(address, "is gone since the plan was made");
    else if (digestOf(resource) !== digest) stale.set(address, "has changed since the plan was made");
  }
  const checkNew = (address: Address): void => {
    if (!Object.hasOwn(section.basis, address)) stale.set(address, "is new since the plan was made");
  };
  for (const covered of section.covers) {
    if (live.get(covered) !== undefined) checkNew(covered);
    for (const resource of live.list(covered)) checkNew(resource.address);
  }
  return [...stale]
    .map(([address, message]) => ({ address, message: `${address} ${message}` }))
    .sort((a, b) => order(a.address, b.address));
}
