/**
 * What the guard on removals says, against a naive reading: the calls of a plan are carried out on a copy of what is
 * live, and what is not there any more is counted, whoever took it away and of whatever kind it is.
 */
import { expect } from "vitest";
import { type Address, homeOf, parentOf } from "../../../src/model/address.ts";
import { defaultGuards } from "../../../src/model/configuration.ts";
import type { PlanSection } from "../../../src/model/plan.ts";
import { type Actor, kindOf, type Platform } from "../../../src/model/platform.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { applyDeltas, fork, type StateView } from "../../../src/model/state.ts";

/** Throws where the collections that stop are not those that lose too much; gives how many did. */
export function expectGuarded(
  platform: Platform,
  section: PlanSection,
  live: StateView,
  actor: Actor,
): number {
  const after = fork(live);
  for (const call of section.calls) applyDeltas(after, platform.effects(after, call, actor));
  const isThere = (resource: Resource | undefined): boolean =>
    resource !== undefined && kindOf(platform, resource.kind).absent?.(resource.attributes) !== true;
  const expired = new Set(
    section.changes.flatMap(({ address, reason }) => (reason === "expired" ? [address] : [])),
  );
  const lost = new Map<Address, { before: number; gone: number; expired: number }>();
  for (const resource of live.all()) {
    const home = homeOf(resource.address);
    if (home === null || !isThere(resource)) continue;
    const tally = lost.get(home) ?? { before: 0, gone: 0, expired: 0 };
    lost.set(home, tally);
    tally.before += 1;
    // What lies in something that is destroyed goes with it: that has a guard of its own.
    const holder = parentOf(resource.address) ?? "";
    if (
      isThere(after.get(resource.address)) ||
      (live.get(holder) !== undefined && after.get(holder) === undefined)
    )
      continue;
    if (expired.has(resource.address)) tally.expired += 1;
    else tally.gone += 1;
  }
  const { ratio, from, count } = defaultGuards.removals;
  const expected = [...lost]
    .filter(
      ([, { before, gone, expired: over }]) =>
        (gone > 1 && gone + over === before) || (gone >= from && gone > ratio * before) || gone > count,
    )
    .map(([home]) => home);
  const stopped = section.stops
    .filter(({ guard, scope }) => guard === "removals" && scope.includes("/"))
    .map(({ scope }) => scope);
  expect(stopped.toSorted()).toEqual(expected.toSorted());
  return expected.length;
}
