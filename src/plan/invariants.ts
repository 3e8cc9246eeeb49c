/** Counts what must never run out (administrators), collection by collection, as the paper run goes on. */
import { type Address, homeOf, parentOf } from "../model/address.ts";
import type { Resource } from "../model/resource.ts";
import type { Invariant } from "../model/rules.ts";
import type { StateView } from "../model/state.ts";

/** What a call does to one resource. */
export interface Effect {
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
}

export interface Breach {
  readonly invariant: Invariant;
  readonly collection: Address;
  readonly left: number;
  readonly minimum: number;
}

interface Tally {
  readonly invariant: Invariant;
  readonly collection: Address;
  count: number;
  /** Live holders that no change of the plan takes away. */
  stable: number;
  /** Calls that made a new holder. */
  readonly raisedBy: string[];
  breached: boolean;
}

export interface Invariants {
  /** What a call with these effects would break. Changes nothing. */
  readonly breaches: (effects: readonly Effect[]) => readonly Breach[];
  /**
   * Records what a call did. Gives the calls that must have succeeded before it: it takes a holder away that only
   * they replace.
   */
  readonly record: (call: string, effects: readonly Effect[]) => readonly string[];
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
      tally = { invariant, collection, count: 0, stable: 0, raisedBy: [], breached: false };
      for (const resource of live.list(collection)) {
        if (resource.kind !== invariant.kind || !invariant.holds(resource)) continue;
        tally.count += 1;
        if (!losing.has(resource.address)) tally.stable += 1;
      }
      tallies.set(key, tally);
    }
    return tally;
  };

  /** How the number of holders moves, for every tally that it moves. What goes whole keeps nobody and needs nobody. */
  const moves = (effects: readonly Effect[]): ReadonlyMap<Tally, { gained: number; lost: number }> => {
    const found = new Map<Tally, { gained: number; lost: number }>();
    const gone = new Set(
      effects.flatMap(({ before, after }) => (after === undefined ? (before?.address ?? []) : [])),
    );
    for (const { before, after } of effects) {
      const resource = after ?? before;
      if (resource === undefined || gone.has(parentOf(resource.address) ?? "")) continue;
      for (const invariant of invariants) {
        if (invariant.kind !== resource.kind) continue;
        const held = before !== undefined && invariant.holds(before);
        const holds = after !== undefined && invariant.holds(after);
        if (held === holds) continue;
        const tally = tallyOf(invariant, homeOf(resource.address) ?? "");
        const move = found.get(tally) ?? { gained: 0, lost: 0 };
        found.set(tally, move);
        if (holds) move.gained += 1;
        else move.lost += 1;
      }
    }
    return found;
  };

  return {
    counted: () => counted,
    breaches: (effects) => {
      const breaches: Breach[] = [];
      for (const [{ invariant, collection, count, breached }, { gained, lost }] of moves(effects)) {
        const left = count + gained - lost;
        const minimum = minimumOf(invariant);
        if (lost > 0 && left < minimum && left < count && !breached) {
          breaches.push({ invariant, collection, left, minimum });
        }
      }
      return breaches;
    },
    record: (call, effects) => {
      const needs: string[] = [];
      for (const [tally, { gained, lost }] of moves(effects)) {
        tally.count += gained - lost;
        if (gained > 0) tally.raisedBy.push(call);
        if (lost === 0) continue;
        counted.add(tally.collection);
        const minimum = minimumOf(tally.invariant);
        if (tally.stable < minimum) for (const call of tally.raisedBy) needs.push(call);
        // Said once: what follows in the same collection is the same breach.
        if (tally.count < minimum) tally.breached = true;
      }
      return needs;
    },
  };
}

/** Those who would hold the invariant once they have done what is pending: the people whom a lowering waits for. */
export function holdersToBe(state: StateView, { invariant, collection }: Breach): readonly string[] {
  const waiting: string[] = [];
  for (const resource of state.list(collection)) {
    if (resource.pending === undefined || resource.kind !== invariant.kind) continue;
    const { pending, ...accepted } = resource;
    if (invariant.holds(accepted)) waiting.push(pending);
  }
  return waiting;
}
