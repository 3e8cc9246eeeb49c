/**
 * The difference between configuration and live state, as changes. Linear: one map access a resource on each side.
 *
 * | written | live | collection | result |
 * | --- | --- | --- | --- |
 * | present | no | any | create |
 * | present | yes | any | update of what is written and differs, or nothing |
 * | absent | yes | any | delete |
 * | absent | no | any | nothing |
 * | not written | yes | authoritative, omission removes | delete |
 * | not written | yes | authoritative, omission keeps | unmanaged |
 * | not written | yes | additive or ignored | nothing |
 * | any | unreadable | any | unknown: nothing is planned there |
 * | any | yes, of somebody who is gone | any, ignored ones too | delete (plan/leavers.ts) |
 */
import { type Address, coveredBy, holderOf, homeOf, keyOf, parentOf } from "../model/address.ts";
import { type Attribute, sameValue } from "../model/attribute.ts";
import type { AttributeChange, Change } from "../model/change.ts";
import type { DesiredState } from "../model/configuration.ts";
import { attributesOf, type Direction, direction, isContainer, isThere, type Kind } from "../model/kind.ts";
import type { NextStep, Unmanaged } from "../model/plan.ts";
import type { Platform } from "../model/platform.ts";
import {
  type Attributes,
  type Desired,
  emptyAttributes,
  placeOf,
  type Resource,
  type Unreadable,
} from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";
import { departures, unsure } from "./leavers.ts";
import { kindOfCollection } from "./match.ts";
import { goneOf, holders } from "./people.ts";
import { positionOf, removal } from "./removal.ts";

/** An attribute that cannot change, cannot change back, or must be there for a creation and is not. */
export interface Impossible {
  readonly address: Address;
  readonly attribute: string;
  readonly why: "immutable" | "one-way" | "needed";
}

export interface Diff {
  /** Sorted by address. */
  readonly changes: readonly Change[];
  readonly unmanaged: readonly Unmanaged[];
  readonly pending: readonly { readonly address: Address; readonly for: string }[];
  /** Changes that no platform call can make. */
  readonly impossible: readonly Impossible[];
  /** Managed collections (or resources) that could not be read. */
  readonly unknown: readonly Unreadable[];
  /** Places where those who are gone may still stand, which could not be read, whether they are managed or not. */
  readonly unsure: readonly NextStep[];
  /** Resources that are configured and already so. */
  readonly inSync: number;
}

export interface DiffInput {
  readonly platform: Platform;
  readonly actor: string;
  readonly desired: DesiredState;
  readonly live: StateView;
  readonly unknown: readonly Unreadable[];
  readonly renamed?: ReadonlySet<Address>;
}

interface KindFacts {
  readonly kind: Kind;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly container: boolean;
}

/** Compares what is written with what is live. */
export function diff(input: DiffInput): Diff {
  const { platform, desired, live } = input;
  const facts = new Map<string, KindFacts>(
    platform.kinds.map((kind) => [
      kind.name,
      { kind, attributes: attributesOf(kind), container: isContainer(kind, platform.kinds) },
    ]),
  );
  const blind = blindSpots(input);
  const ignores = [...desired.managed.values()].includes("ignore");
  const changes: Change[] = [];
  const impossible: Impossible[] = [];
  const unmanaged: Unmanaged[] = [];
  const pending: { address: Address; for: string }[] = [];
  const gone = new Set<Address>();
  const leavers = goneOf(desired);
  const leaver = holders(platform, leavers);
  let inSync = 0;

  for (const resource of desired.resources.values()) {
    const of = facts.get(resource.kind);
    if (of === undefined) throw new Error(`${platform.name} has no kind ${resource.kind}`);
    if (gone.size > 0 && gone.has(parentOf(resource.address) ?? "")) {
      gone.add(resource.address);
      continue;
    }
    const found = live.get(resource.address);
    const there = found !== undefined && isThere(of.kind, found);
    const ignored = ignores && desired.managed.get(homeOf(resource.address) ?? "") === "ignore";
    // An ignored list may have been read all the same, for those who are gone: their removals follow below.
    if (ignored) continue;
    if (resource.state === "absent") {
      gone.add(resource.address);
      if (there) changes.push(removal(of.kind, found, resource.absentBecause ?? "configured", resource));
      else inSync += 1;
      continue;
    }
    if (!there && blind.covers(resource.address) && !blind.unlocks(of.kind, resource)) continue;
    if (there && found.pending !== undefined) pending.push({ address: found.address, for: found.pending });
    const change = there
      ? alteration(of, resource, found, input.renamed?.has(resource.address) ?? false, impossible)
      : creation(of, resource, found, impossible);
    if (change === null) inSync += 1;
    else changes.push(change);
  }

  for (const [home, mode] of desired.managed) {
    if (mode !== "authoritative" || gone.has(holderOf(home) ?? "")) continue;
    const parent = holderOf(home);
    const parentKind = parent === null ? null : (desired.resources.get(parent)?.kind ?? null);
    const kind = kindOfCollection(platform, parentKind, keyOf(home));
    for (const resource of live.list(home)) {
      if (desired.resources.has(resource.address) || !isThere(kind, resource)) continue;
      if (leaver(resource) !== undefined) continue;
      if (kind.omission === "remove") changes.push(removal(kind, resource, "removed"));
      else unmanaged.push(describeUnmanaged(kind, resource));
    }
  }

  if (leavers.length > 0) {
    const planned = new Set(changes.map(({ address }) => address));
    changes.push(...departures(platform, desired, live, leaver, planned, gone));
  }
  changes.sort(byAddress);
  unmanaged.sort(byAddress);
  pending.sort(byAddress);
  return {
    changes,
    unmanaged,
    pending,
    impossible,
    unknown: blind.managed,
    unsure: unsure(platform, desired, input.unknown),
    inSync,
  };
}

/** The same less what lies at these addresses: nobody knows whom it would concern. */
export function without(found: Diff, held: ReadonlySet<Address>): Diff {
  if (held.size === 0) return found;
  const free = ({ address }: { readonly address: Address }): boolean => !held.has(address);
  return {
    ...found,
    changes: found.changes.filter(free),
    pending: found.pending.filter(free),
    impossible: found.impossible.filter(free),
  };
}

function byAddress(a: { address: Address }, b: { address: Address }): number {
  return order(a.address, b.address);
}

function describeUnmanaged(kind: Kind, resource: Resource): Unmanaged {
  return {
    address: resource.address,
    kind: kind.name,
    name: kind.labelled?.natural(resource.attributes) ?? null,
  };
}

/** What cannot be read, as far as it is managed. */
function blindSpots(input: DiffInput): {
  covers: (address: Address) => boolean;
  unlocks: (kind: Kind, resource: Resource) => boolean;
  managed: readonly Unreadable[];
} {
  const { desired, actor } = input;
  const spots = new Set<Address>();
  const managed: Unreadable[] = [];
  for (const each of input.unknown) {
    const place = placeOf(each);
    spots.add(place);
    const mode = desired.managed.get(place);
    const speaksOf =
      each.collection === null ? desired.resources.has(place) : mode !== undefined && mode !== "ignore";
    if (speaksOf) managed.push(each);
  }
  return {
    covers: (address) => spots.size > 0 && coveredBy(address, spots) !== null,
    unlocks: (kind, resource) => kind.unlocks === true && resource.key === actor,
    managed,
  };
}

function creation(
  { kind, attributes }: KindFacts,
  desired: Desired,
  inactive: Resource | undefined,
  impossible: Impossible[],
): Change {
  for (const [name, { needed }] of attributes) {
    if (!needed || inactive !== undefined || desired.attributes[name] !== undefined) continue;
    impossible.push({ address: desired.address, attribute: name, why: "needed" });
  }
  return {
    address: desired.address,
    kind: desired.kind,
    key: desired.key,
    action: "create",
    reason: "configured",
    direction: direction(kind, null, desired.attributes),
    id: inactive?.id ?? null,
    before: null,
    after: desired.attributes,
    attributes: Object.keys(desired.attributes)
      .sort(order)
      .map((name) => ({ name, before: null, after: desired.attributes[name] ?? null })),
    ...positionOf(desired),
  };
}

/** The written attributes that differ from live ones. Implied ones and secrets cannot be compared. */
export function differences(
  kind: Kind,
  attributes: ReadonlyMap<string, Attribute>,
  desired: Attributes,
  live: Attributes,
): readonly AttributeChange[] {
  let found: AttributeChange[] | null = null;
  for (const name in desired) {
    const after = desired[name];
    const before = live[name];
    if (after === undefined || after === before) continue;
    const of = attributes.get(name);
    if (of?.secret || sameValue(of, before, after) || kind.implied?.(desired, name)) continue;
    found ??= [];
    found.push({ name, before: before ?? null, after });
  }
  return found?.sort((a, b) => order(a.name, b.name)) ?? [];
}

function alteration(
  of: KindFacts,
  desired: Desired,
  live: Resource,
  renamed: boolean,
  impossible: Impossible[],
): Change | null {
  const changed = differences(of.kind, of.attributes, desired.attributes, live.attributes);
  if (changed.length === 0) return null;
  const renewed = of.kind.replaced?.(live) ?? false;
  let replace = renewed;
  for (const { name, before } of changed) {
    const attribute = of.attributes.get(name);
    if (attribute?.oneWay !== undefined && sameValue(attribute, attribute.oneWay, before)) {
      impossible.push({ address: desired.address, attribute: name, why: "one-way" });
    }
    if (!attribute?.immutable) continue;
    // What holds other things is never replaced: that would destroy them.
    if (of.container) impossible.push({ address: desired.address, attribute: name, why: "immutable" });
    else replace = true;
  }
  const after = overlay(live.attributes, desired.attributes);
  const meaning: Direction = replace && !renewed ? "lowering" : direction(of.kind, live.attributes, after);
  return {
    address: desired.address,
    kind: desired.kind,
    key: desired.key,
    action: replace ? "replace" : "update",
    reason: renamed ? "renamed" : "configured",
    direction: meaning,
    id: live.id ?? null,
    before: live.attributes,
    after,
    attributes: changed,
    ...positionOf(desired),
  };
}

/** `base` with every value of `top` in its place. */
export function overlay(base: Attributes, top: Attributes): Attributes {
  return Object.assign(emptyAttributes(), base, top);
}
