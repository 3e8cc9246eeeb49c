/**
 * Removals by share and by number: in every collection, in every organization, and in the whole run. Cascades count;
 * what has expired was announced in the configuration and has a limit of its own.
 *
 * | place | counts | stops where |
 * | --- | --- | --- |
 * | a collection | its removals | its limit is exceeded, or more than one goes and nothing is left |
 * | a collection | what expires in it | more than `guards.expiries.count` end at once |
 * | an organization | removals in collections that did not stop | its limit is exceeded |
 * | the run | removals in organizations that did not stop | its limit is exceeded |
 *
 * So one intent is one stop and one flag: what a narrower limit has stopped, a person has looked at already.
 */
import { type Address, homeOf, rootOf } from "../../model/address.ts";
import type { GuardSettings, RemovalLimit } from "../../model/configuration.ts";
import { isThere } from "../../model/kind.ts";
import { matcher } from "../../model/pattern.ts";
import type { Stop } from "../../model/plan.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { StateView } from "../../model/state.ts";
import { order } from "../../model/value.ts";
import type { Gone } from "./gone.ts";
import { exceeds, limitText, percent, shareOf, type Tally } from "./limits.ts";

/** What the limits of one connection say. */
export interface RemovalGuards {
  readonly stops: readonly Stop[];
  /** The collections that stopped. */
  readonly stopped: ReadonlySet<Address>;
  /** How many are left for the limit of the whole run. */
  readonly rest: number;
}

/** The text that stands for the whole run in a flag: the place above all organizations. */
export const wholeRun = "/";

export function removalGuards(
  removed: readonly Gone[],
  live: StateView,
  guards: GuardSettings,
  platform: Platform,
): RemovalGuards {
  const stops: Stop[] = [];
  const stopped = new Set<Address>();
  const limitOf = collectionLimits(guards);
  const left = new Map<Address, number>();
  for (const [home, group] of Map.groupBy(removed, ({ address }) => homeOf(address) ?? "")) {
    const expired = group.filter((each) => each.expired).length;
    const size = sizeOf(platform, live, home);
    if (expired > guards.expiries.count) stops.push(expiryStop(home, expired, size, guards.expiries.count));
    const stop = collectionStop(home, { removed: group.length - expired, size }, expired, limitOf(home));
    if (stop !== null) {
      stops.push(stop);
      stopped.add(home);
      continue;
    }
    // What holds others is destroyed only where a person names it.
    const counted = group.filter((each) => !each.expired && mayBeLeftOut(platform, each.kind)).length;
    if (counted > 0) left.set(rootOf(home), (left.get(rootOf(home)) ?? 0) + counted);
  }
  const sizes = left.size === 0 ? new Map<Address, number>() : sizesByRoot(platform, live);
  let rest = 0;
  for (const [root, count] of left) {
    const tally = { removed: count, size: sizes.get(root) ?? count };
    if (exceeds(guards.removals.organization, tally)) {
      stops.push(
        totalStop(root, `all collections of ${root}`, tally, guards.removals.organization, "organization"),
      );
    } else rest += count;
  }
  return { stops: stops.sort((a, b) => order(a.scope, b.scope)), stopped, rest };
}

/** The limit of the whole run, over all connections. */
export function runStops(
  sections: readonly { readonly platform: Platform; readonly live: StateView; readonly rest: number }[],
  guards: GuardSettings,
): readonly Stop[] {
  const limit = guards.removals.run;
  const removed = sections.reduce((sum, each) => sum + each.rest, 0);
  if (removed < Math.min(limit.from, limit.count)) return [];
  const sizes = sections.flatMap(({ platform, live }) => [...sizesByRoot(platform, live).values()]);
  const tally = { removed, size: sizes.reduce((sum, each) => sum + each, 0) };
  return exceeds(limit, tally)
    ? [totalStop(wholeRun, "all organizations of this run", tally, limit, "run")]
    : [];
}

function collectionStop(
  home: Address,
  tally: Tally,
  expired: number,
  { limit, setting }: { readonly limit: RemovalLimit; readonly setting: string },
): Stop | null {
  const empties = tally.removed > 1 && tally.removed + expired >= tally.size;
  if (!empties && !exceeds(limit, tally)) return null;
  return {
    guard: "removals",
    scope: home,
    message:
      `${tally.removed} of ${tally.size} in ${home} would be removed (${percent(tally.removed / tally.size)}${empties ? ": all of them" : ""}); ` +
      `the limit is ${limitText(limit)}.`,
    allow: `removals:${home}`,
    setting,
  };
}

function expiryStop(home: Address, expired: number, size: number, count: number): Stop {
  return {
    guard: "expiries",
    scope: home,
    message: `${expired} of ${size} in ${home} have expired and would be removed at once; the limit is ${count}. Look whether the dates are right.`,
    allow: `expiries:${home}`,
    setting: "guards.expiries.count",
  };
}

function totalStop(
  scope: Address,
  where: string,
  tally: Tally,
  limit: RemovalLimit,
  setting: "organization" | "run",
): Stop {
  return {
    guard: "removals",
    scope,
    message: `${shareOf(tally)} of what may be left out in ${where} would be removed, beside what other limits have stopped; the limit is ${limitText(limit)}.`,
    allow: `removals:${scope}`,
    setting: `guards.removals.${setting}`,
  };
}

/** The limit of a collection: of the first pattern that means it, else the usual one. */
function collectionLimits({
  removals,
  collections,
}: GuardSettings): (home: Address) => { readonly limit: RemovalLimit; readonly setting: string } {
  const own = collections.map(({ pattern, limit }) => ({ means: matcher(pattern), limit }));
  return (home) => {
    const found = own.find(({ means }) => means(home));
    return found === undefined
      ? { limit: removals, setting: "guards.removals" }
      : { limit: found.limit, setting: "guards.collections" };
  };
}

function mayBeLeftOut(platform: Platform, kind: string): boolean {
  return kindOf(platform, kind).omission === "remove";
}

/** How many of a collection are there: what counts as absent (deactivated) cannot be removed any more. */
function sizeOf(platform: Platform, live: StateView, home: Address): number {
  if (platform.kinds.every((kind) => kind.absent === undefined)) return live.count(home);
  let size = 0;
  for (const each of live.list(home)) if (isThere(kindOf(platform, each.kind), each)) size += 1;
  return size;
}

/** How many there are in each organization of what leaving out may remove. */
function sizesByRoot(platform: Platform, live: StateView): ReadonlyMap<Address, number> {
  const kinds = new Map(
    platform.kinds.filter(({ omission }) => omission === "remove").map((kind) => [kind.name, kind]),
  );
  const sizes = new Map<Address, number>();
  for (const each of live.all()) {
    const kind = kinds.get(each.kind);
    if (kind === undefined || !isThere(kind, each)) continue;
    const root = rootOf(each.address);
    sizes.set(root, (sizes.get(root) ?? 0) + 1);
  }
  return sizes;
}
