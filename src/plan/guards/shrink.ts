/**
 * The configuration that suddenly became smaller. Where a list lost its source, what is no longer written is no longer
 * looked at: nothing is removed, and nobody notices. So what files write is counted at every apply and compared.
 *
 * | written at the last apply | now | stops |
 * | --- | --- | --- |
 * | an organization | in no file, nor under another label | yes |
 * | entries of a collection | at least `from` and more than `ratio` of them are gone | yes |
 * | the same | and `removals` stops there already | no, it is said |
 * | entries of a collection whose holder is not written any more, or shall be absent | | no: that is for the holder's own collection, or for `destroy` |
 *
 * What is written with `state: absent`, or has expired, is written.
 */
import { type Address, holderOf, homeOf } from "../../model/address.ts";
import type { DesiredState, GuardSettings } from "../../model/configuration.ts";
import type { Stop } from "../../model/plan.ts";
import { order } from "../../model/value.ts";
import type { Written } from "../../model/written.ts";
import { renames } from "../renames.ts";
import { percent } from "./limits.ts";

/** How many entries each collection has in the files. */
export function writtenCounts(desired: Iterable<DesiredState>): ReadonlyMap<Address, number> {
  const counts = new Map<Address, number>();
  for (const { resources } of desired) {
    for (const address of resources.keys()) {
      const home = homeOf(address);
      if (home !== null) counts.set(home, (counts.get(home) ?? 0) + 1);
    }
  }
  return counts;
}

/** @param stopped collections where removals stop */
export function shrinkStops(
  former: readonly Written[],
  desired: readonly DesiredState[],
  settings: GuardSettings["shrink"],
  stopped: ReadonlySet<Address>,
): readonly Stop[] {
  if (former.length === 0) return [];
  const now = placesOf(desired);
  const stops = new Map<Address, Stop>();
  for (const { organization, counts } of former) {
    if (!now.isSpokenOf(now.called(organization))) {
      stops.set(organization, goneStop(organization));
      continue;
    }
    for (const [collection, before] of counts) {
      const home = calledNow(now.called, collection);
      if (!now.isMeant(holderOf(home) ?? "") || stopped.has(home)) continue;
      const left = now.counts.get(home) ?? 0;
      const lost = before - left;
      if (lost < settings.from || lost <= settings.ratio * before) continue;
      stops.set(home, shrinkStop(home, before, left, settings));
    }
  }
  return [...stops.values()].sort((a, b) => order(a.scope, b.scope));
}

/** Organizations of former applies that no file speaks of any more, by whatever label. */
export function goneOrganizations(
  former: readonly Address[],
  desired: readonly DesiredState[],
): readonly Address[] {
  const now = placesOf(desired);
  return former.filter((organization) => !now.isSpokenOf(now.called(organization)));
}

function placesOf(desired: readonly DesiredState[]): {
  readonly called: (address: Address) => Address;
  readonly isSpokenOf: (address: Address) => boolean;
  readonly isMeant: (address: Address) => boolean;
  readonly counts: ReadonlyMap<Address, number>;
} {
  const callers = desired.map(renames);
  return {
    counts: writtenCounts(desired),
    called: (address) => callers.map((call) => call(address)).find((each) => each !== address) ?? address,
    isSpokenOf: (address) => desired.some(({ resources }) => resources.has(address)),
    isMeant: (address) =>
      desired.some(({ resources }) => {
        const written = resources.get(address);
        return written !== undefined && written.state !== "absent";
      }),
  };
}

/** A collection where what holds it is called otherwise by now. */
function calledNow(called: (address: Address) => Address, collection: Address): Address {
  const holder = holderOf(collection) ?? "";
  return `${called(holder)}${collection.slice(holder.length)}`;
}

function goneStop(organization: Address): Stop {
  return {
    guard: "shrink",
    scope: organization,
    message:
      `${organization} was configured at the last apply, and no file speaks of it any more: nobody would look after it. ` +
      "Put its file back, or let it go for good.",
    allow: `shrink:${organization}`,
    setting: null,
  };
}

function shrinkStop(
  home: Address,
  before: number,
  left: number,
  { ratio, from }: GuardSettings["shrink"],
): Stop {
  return {
    guard: "shrink",
    scope: home,
    message:
      `${before - left} of the ${before} entries that files wrote in ${home} at the last apply are written no more (${percent((before - left) / before)}); ` +
      `the limit is ${percent(ratio)} from ${from} on. Look whether the source of the list is whole.`,
    allow: `shrink:${home}`,
    setting: "guards.shrink",
  };
}
