/** Counts what must never run out (administrators), collection by collection, as the paper run goes on. */
import { type Address, homeOf } from "../model/address.ts";
import type { Resource } from "../model/resource.ts";
import type { Invariant } from "../model/rules.ts";
import type { StateView } from "../model/state.ts";

export interface Breach {
  readonly invariant: Invariant;
  readonly collection: Address;
  readonly left: number;
  readonly minimum: number;
}

interface Tally {
  readonly invariant: Invariant;
  count: number;
  /** Live holders that no change of the plan takes away. */
  stable: number;
  /** Calls that made a new holder. */
  readonly raisedBy: string[];
  breached: boolean;
}

export interface Invariants {
  /**
   * Records what a call did to one resource. Gives the calls that must have succeeded before it (it takes a holder
   * away that only they replace), and what it breaks.
   */
  readonly record: (
    call: string,
    before: Resource | undefined,
    after: Resource | undefined,
  ) => { readonly needs: readonly string[]; readonly breaches: readonly Breach[] };
  /** The collections whose holders were counted because one was taken away. */
  readonly counted: () => Iterable<Address>;
}

/**
 * @param live the state before the plan
 * @param losing the addresses that the plan lowers or deletes
 * @param minimumOf how many must stay
 */
export function trackInvariants(
  invariants: readonly Invariant[],
  live: StateView,
  losing: ReadonlySet<Address>,
  minimumOf: (invariant: Invariant) => number,
): Invariants {
  const tallies = new Map<string, Tally>();
  const counted = new Set<Address>();

  const tallyOf = (invariant: Invariant, collection: Address): Tally => {
    const key = `${invariant.name}\n${collection}`;
    let tally = tallies.get(key);
    if (tally === undefined) {
      tally = { invariant, count: 0, stable: 0, raisedBy: [], breached: false };
      for (const resource of live.list(collection)) {
        if (resource.kind !== invariant.kind || !invariant.holds(resource)) continue;
        tally.count += 1;
        if (!losing.has(resource.address)) tally.stable += 1;
      }
      tallies.set(key, tally);
    }
    return tally;
  };

  return {
    counted: () => counted,
    record: (call, before, after) => {
      const resource = after ?? before;
      if (resource === undefined) return { needs: [], breaches: [] };
      const collection = homeOf(resource.address) ?? "";
      const needs: string[] = [];
      const breaches: Breach[] = [];
      for (const invariant of invariants) {
        if (invariant.kind !== resource.kind) continue;
        const held = before !== undefined && invariant.holds(before);
        const holds = after !== undefined && invariant.holds(after);
        if (held === holds) continue;
        const tally = tallyOf(invariant, collection);
        tally.count += holds ? 1 : -1;
        if (holds) {
          tally.raisedBy.push(call);
          continue;
        }
        counted.add(collection);
        const minimum = minimumOf(invariant);
        if (tally.stable < minimum) needs.push(...tally.raisedBy);
        if (tally.count < minimum && !tally.breached) {
          tally.breached = true;
          breaches.push({ invariant, collection, left: tally.count, minimum });
        }
      }
      return { needs, breaches };
    },
  };
}
