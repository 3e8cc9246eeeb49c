/** What binds a plan to the live state that it was made from, so that a stale plan is refused. */
import type { Address } from "../model/address.ts";
import { digestOf } from "../model/digest.ts";
import type { PlanSection } from "../model/plan.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";

/** Stands in a basis for "there is nothing at this address". */
export const nothing = "-";

/**
 * @param touched addresses that the plan creates, changes or removes
 * @param counted collections whose size or holders a guard counted: they count whole
 */
export function basisOf(
  live: StateView,
  touched: Iterable<Address>,
  counted: Iterable<Address>,
): Pick<PlanSection, "basis" | "covers"> {
  const digests = new Map<Address, string>();
  const note = (address: Address): void => {
    const resource = live.get(address);
    digests.set(address, resource === undefined ? nothing : digestOf(resource));
  };
  const covers = [...new Set(counted)].sort(order);
  for (const address of touched) note(address);
  for (const collection of covers) for (const resource of live.list(collection)) note(resource.address);
  const basis: Record<Address, string> = Object.create(null);
  for (const [address, digest] of [...digests].sort(([a], [b]) => order(a, b))) basis[address] = digest;
  return { basis, covers };
}

/** Something that is not as it was when the plan was made. */
export interface Stale {
  readonly address: Address;
  readonly message: string;
}

/** How live state has moved away from what the plan was made from; empty: the plan is fresh. */
export function staleness(section: Pick<PlanSection, "basis" | "covers">, live: StateView): readonly Stale[] {
  const stale: Stale[] = [];
  for (const [address, digest] of Object.entries(section.basis)) {
    const resource = live.get(address);
    const now = resource === undefined ? nothing : digestOf(resource);
    if (now === digest) continue;
    const what = digest === nothing ? "has appeared" : now === nothing ? "has gone" : "has changed";
    stale.push({ address, message: `${address} ${what} since the plan was made.` });
  }
  for (const collection of section.covers) {
    for (const { address } of live.list(collection)) {
      if (section.basis[address] === undefined) {
        stale.push({ address, message: `${address} has appeared since the plan was made.` });
      }
    }
  }
  return stale.sort((a, b) => order(a.address, b.address));
}
