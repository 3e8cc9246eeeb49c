/** Places that exclude each other: what must be given up before another can be taken. */
import type { Address } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { PlannedChange } from "../model/plan.ts";
import { kindOf, type Platform } from "../model/platform.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";

export interface Gap {
  readonly address: Address;
  /** The places that are given up first. */
  readonly given: readonly Address[];
}

/** What must be gone before each create, by address; only where there is such a thing. */
export function exclusions(
  platform: Platform,
  changes: readonly Change[],
  live: StateView,
): ReadonlyMap<Address, readonly Address[]> {
  const found = new Map<Address, readonly Address[]>();
  for (const change of changes) {
    if (change.action !== "create") continue;
    const others = [...(kindOf(platform, change.kind).excludes?.(change, live) ?? [])];
    if (others.length > 0) found.set(change.address, others);
  }
  return found;
}

export function gapsOf(
  planned: readonly PlannedChange[],
  excluded: ReadonlyMap<Address, readonly Address[]>,
  platform: Platform,
): readonly Gap[] {
  return planned.flatMap(({ address, kind, calls }): readonly Gap[] => {
    const given = excluded.get(address);
    if (given === undefined || calls.length === 0 || !kindOf(platform, kind).invitation) return [];
    return [{ address, given: [...given].sort(order) }];
  });
}
