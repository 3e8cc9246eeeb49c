/** Who must always be there: `guards.admins.required`. */
import {
  type Address,
  addressOf,
  collectionOf,
  decodePart,
  holderOf,
  homeOf,
  keyOf,
} from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import { foldKey, isThere, type Kind } from "../../model/kind.ts";
import { matcher, type Pattern } from "../../model/pattern.ts";
import type { NextStep, Stop } from "../../model/plan.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Resource } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import type { PaperRun } from "../paper.ts";

/** Somebody who must be there, at one place. */
export interface Needed {
  readonly address: Address;
  readonly kind: Kind;
}

/** What a connection has, and what is written of it. */
interface Surroundings {
  readonly platform: Platform;
  readonly live: StateView;
  readonly desired: DesiredState;
  /** Collections that could not be read. */
  readonly unreadable: ReadonlySet<Address>;
}

/** The places of one connection that the patterns mean: where their collections are, whether anybody stands there or not. */
export function neededIn(
  platform: Platform,
  organizations: readonly Address[],
  state: StateView,
  patterns: readonly Pattern[],
): readonly Needed[] {
  if (patterns.length === 0) return [];
  const wanted = patterns.map((pattern) => {
    const end = pattern.lastIndexOf("/");
    return { means: matcher(pattern.slice(0, end)), key: decodePart(pattern.slice(end + 1)) };
  });
  const needed: Needed[] = [];
  for (const kind of platform.kinds) {
    if (!kind.principal || kind.parent === null) continue;
    for (const holder of holdersOf(platform, kind.parent, organizations, state)) {
      const home = collectionOf(holder, kind.collection);
      for (const { means, key } of wanted) {
        if (means(home))
          needed.push({ address: addressOf(holder, kind.collection, foldKey(kind, key)), kind });
      }
    }
  }
  return needed;
}

function* holdersOf(
  platform: Platform,
  parent: string,
  organizations: readonly Address[],
  state: StateView,
): Iterable<Address> {
  if (kindOf(platform, parent).parent === null) yield* organizations;
  else for (const { kind, address } of state.all()) if (kind === parent) yield address;
}

/**
 * Whether the resource is what must be there: it holds every invariant of its kind (an administrator, an owner).
 * `ever`: it is enough that it will, once somebody has accepted.
 */
function stands(platform: Platform, kind: Kind, resource: Resource | undefined, ever: boolean): boolean {
  if (resource === undefined || !isThere(kind, resource)) return false;
  if (resource.pending !== undefined && !ever) return false;
  const { pending: _pending, ...accepted } = resource;
  return platform.rules.invariants.every((each) => each.kind !== kind.name || each.holds(accepted));
}

/**
 * | required | in the result | in between | result |
 * | --- | --- | --- | --- |
 * | stood before | stands | stood all the time | nothing |
 * | stood before | stands | a call takes it, another gives it back | stop |
 * | stood before | does not stand, or only once accepted | | stop |
 * | did not stand | stands, or will once accepted | | nothing |
 * | did not stand | does not stand | | stop |
 * | its collection is not managed or cannot be read | | | a step to look at |
 * | what holds it goes as a whole, or is not there | | | nothing |
 */
export function requiredGuard(
  needed: readonly Needed[],
  { platform, live, desired, unreadable }: Surroundings,
  { final: after, happened }: Pick<PaperRun, "final" | "happened">,
): { readonly stops: readonly Stop[]; readonly next: readonly NextStep[] } {
  const stops: Stop[] = [];
  const next: NextStep[] = [];
  const lost = lostBy(platform, needed, happened);
  for (const { address, kind } of needed) {
    const home = homeOf(address) ?? "";
    const stood = stands(platform, kind, live.get(address), false);
    if (after.get(holderOf(home) ?? "") === undefined) continue;
    const mode = desired.managed.get(home);
    if (!stood && (mode === undefined || mode === "ignore" || unreadable.has(home))) {
      next.push({
        address,
        step: `must be there (guards.admins.required), which nobody has looked at: ${home} is ${unreadable.has(home) ? "not readable" : "not managed"}.`,
      });
      continue;
    }
    const call = lost.get(address);
    if (stands(platform, kind, after.get(address), !stood)) {
      if (call === undefined) continue;
      stops.push(
        stop(
          address,
          `${call} takes the place ${address} from ${keyOf(address)}, and a later call gives it back`,
        ),
      );
    } else if (stood) {
      stops.push(stop(address, `The plan takes the place ${address} from ${keyOf(address)}`));
    } else stops.push(stop(address, `${keyOf(address)} is not at ${address}, or not with what it takes`));
  }
  return { stops, next };
}

/** The first call that takes from each. */
function lostBy(
  platform: Platform,
  needed: readonly Needed[],
  happened: PaperRun["happened"],
): ReadonlyMap<Address, string> {
  const kinds = new Map(needed.map(({ address, kind }) => [address, kind]));
  const lost = new Map<Address, string>();
  if (kinds.size === 0) return lost;
  for (const { call, effects } of happened) {
    for (const { before, after } of effects) {
      const address = (before ?? after)?.address ?? "";
      const kind = kinds.get(address);
      if (kind === undefined || lost.has(address)) continue;
      if (stands(platform, kind, before, false) && !stands(platform, kind, after, false))
        lost.set(address, call);
    }
  }
  return lost;
}

function stop(address: Address, what: string): Stop {
  return {
    guard: "admins",
    scope: address,
    message: `${what}, and guards.admins.required says that it must always be there. Write it into the configuration.`,
    allow: null,
    setting: "guards.admins.required",
  };
}
