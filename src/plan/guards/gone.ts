/**
 * What goes with a plan, on every edge: by what is live before and after, whatever takes it away. So a removal counts
 * the same as a change of its own, as a part of a list that is written whole, as a cascade, or as a deactivation.
 *
 * | before | after | it goes |
 * | --- | --- | --- |
 * | there | not there, or there and counting as absent | yes |
 * | there | there | no |
 * | there and accepted | an invitation again | yes: nobody has it until it is accepted |
 * | counting as absent | any | no |
 *
 * What lies in a container that is destroyed is not counted beside it: the container has a guard of its own.
 */
import { type Address, coveredBy, parentOf } from "../../model/address.ts";
import { isContainer, isThere, type Kind } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Resource } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import type { PaperRun } from "../paper.ts";

export interface Gone {
  readonly address: Address;
  readonly kind: string;
  /** Its time is over, or that of what takes it along. */
  readonly expired: boolean;
}

export function goneIn(platform: Platform, live: StateView, run: PaperRun): readonly Gone[] {
  const planned = new Map(run.changes.map((change) => [change.address, change]));
  const destroyed = destroyedBy(platform, run);
  const expires = (address: Address): boolean => planned.get(address)?.reason === "expired";
  const causes = new Map(run.calls.map(({ id, changes }) => [id, changes.every(expires)]));
  const along = new Map(
    run.effects.map(({ address, call, effect }) => [address, effect === "goes" && causes.get(call) === true]),
  );
  const gone: Gone[] = [];
  for (const address of run.touched) {
    const before = live.get(address);
    if (before === undefined) continue;
    const kind = kindOf(platform, before.kind);
    if (!isThere(kind, before) || holds(kind, before, run.final.get(address))) continue;
    if (coveredBy(parentOf(address) ?? "", destroyed) !== null) continue;
    gone.push({ address, kind: kind.name, expired: expires(address) || along.get(address) === true });
  }
  return gone;
}

/** The containers that go with this plan, by changes of their own or along with something else. */
export function destroyedBy(platform: Platform, { changes, effects }: PaperRun): ReadonlySet<Address> {
  const gone = [
    ...changes.filter(
      ({ action, calls, by }) => action === "delete" && (calls.length > 0 || by !== undefined),
    ),
    ...effects.filter(({ effect }) => effect === "goes"),
  ];
  return new Set(
    gone
      .filter(({ kind }) => isContainer(kindOf(platform, kind), platform.kinds))
      .map(({ address }) => address),
  );
}

function holds(kind: Kind, before: Resource, after: Resource | undefined): boolean {
  return isThere(kind, after) && (after?.pending === undefined || before.pending !== undefined);
}
