/**
 * Live objects and labels. A labelled kind (a project, say) has a key that people made up; the platform knows it by
 * an id. Here every live object gets the address under which the configuration speaks of it.
 *
 * | the file or the baseline pins an id | live object with that id | natural name | result |
 * | --- | --- | --- | --- |
 * | yes | yes | any | that object |
 * | by the file | no | any | stop: the id is not there |
 * | by the baseline | no | as below | the object is gone; the natural name decides |
 * | by the baseline, an organization | no | none | stop: gone, or no longer to be seen |
 * | no | – | one object | that object |
 * | no | – | several | stop: ambiguous |
 * | no | the label itself is a live id | none | that object |
 * | no | – | none | not live |
 */
import {
  type Address,
  addressOf,
  collectionOf,
  coveredBy,
  encodePart,
  holderOf,
  homeOf,
  keyOf,
  parentOf,
  rootOf,
} from "../model/address.ts";
import { sameValue } from "../model/attribute.ts";
import type { DesiredState } from "../model/configuration.ts";
import { attributesOf, foldKey, type Kind } from "../model/kind.ts";
import type { Stop } from "../model/plan.ts";
import {
  childKinds,
  kindOf,
  type Observation,
  type Platform,
  rootKind,
  type Sought,
} from "../model/platform.ts";
import { type Desired, placeOf, type Resource, type Unreadable } from "../model/resource.ts";
import { createState, type State } from "../model/state.ts";
import { order } from "../model/value.ts";
import { goneOf, kindsWithPeople } from "./people.ts";

/** Ids that an earlier apply knew, by configured address. */
export type KnownIds = ReadonlyMap<Address, string>;

export interface Matched {
  readonly live: State;
  readonly unknown: readonly Unreadable[];
  readonly stops: readonly Stop[];
  /** Addresses whose live object was found under a former label. */
  readonly renamed: ReadonlySet<Address>;
}

/** The names under which a desired resource may be found, most telling first. */
function naturalNames(kind: Kind, desired: Desired): readonly string[] {
  const attribute = kind.labelled === undefined ? undefined : desired.attributes[kind.labelled.nameAttribute];
  const name = typeof attribute === "string" ? attribute : desired.key;
  return [name, ...(desired.previously ?? [])];
}

/** Every id that the file or the baseline gives a desired resource. */
function pinnedIds(desired: Desired, known: KnownIds): readonly string[] {
  const home = homeOf(desired.address);
  const former = (desired.previously ?? []).map((label) =>
    known.get(home === null ? encodePart(label) : `${home}/${encodePart(label)}`),
  );
  return [desired.id, known.get(desired.address), ...former].filter((id) => id !== undefined);
}

/** Gives live observations the addresses of the configuration. Linear in both. */
export function match(
  platform: Platform,
  observations: Iterable<Observation>,
  desired: DesiredState,
  known: KnownIds,
): Matched {
  const stops: Stop[] = [];
  const renamed = new Set<Address>();
  const unreadable: Unreadable[] = [];
  const found: Resource[] = [];
  for (const observation of observations) {
    if (observation.type === "resource") found.push(observation.resource);
    else {
      const { address, collection, why } = observation;
      unreadable.push({ address, collection, why });
    }
  }
  const kinds = new Map(platform.kinds.map((kind) => [kind.name, kind]));
  const ranks = new Map(platform.kinds.map((kind, rank) => [kind.name, rank]));
  const wanted = labelledByHome(platform, desired);
  /** Where a live address is not the one of the configuration. */
  const moved = new Map<Address, Address>();
  const live = createState();
  const place = (resource: Resource, kind: Kind, parent: Address | null, key: string): void => {
    if (key === resource.key && parent === parentOf(resource.address)) {
      live.put(resource);
      return;
    }
    const address = addressOf(parent, kind.collection, key);
    moved.set(resource.address, address);
    live.put({ ...resource, address, key });
  };

  // Kinds in order of creation, so that parents, and what keys speak of, have their addresses before it is asked.
  const levels = Map.groupBy(found, (resource) => ranks.get(resource.kind) ?? -1);
  for (const [, level] of [...levels].sort(([a], [b]) => a - b)) {
    const labelled = new Map<Address, Resource[]>();
    for (const resource of level) {
      const kind = kinds.get(resource.kind);
      if (kind === undefined) throw new Error(`${platform.name} has no kind ${resource.kind}`);
      const parent = moved.size === 0 ? parentOf(resource.address) : parentNow(resource.address, moved);
      if (kind.labelled === undefined) {
        place(resource, kind, parent, foldKey(kind, keyNow(platform, kind, resource, moved)));
        continue;
      }
      const home = parent === null ? "" : collectionOf(parent, kind.collection);
      const siblings = labelled.get(home);
      if (siblings === undefined) labelled.set(home, [resource]);
      else siblings.push(resource);
    }
    for (const [home, siblings] of labelled) {
      const configured = wanted.get(home) ?? [];
      const labels = claim(platform, siblings, configured, known, stops, renamed);
      const taken = new Set(configured.map(({ key }) => key));
      const parent = holderOf(home);
      for (const resource of siblings) {
        const kind = kindOf(platform, resource.kind);
        const key = foldKey(kind, resource.key);
        // An id that happens to be the label of another object must not take its place.
        place(resource, kind, parent, labels.get(resource) ?? (taken.has(key) ? `id:${key}` : key));
      }
    }
  }
  // Where nothing at all is live, what is pinned is missing too.
  for (const [home, configured] of wanted) {
    const holder = holderOf(home);
    const isRead =
      desired.managed.get(home) !== "ignore" && (holder === null || live.get(holder) !== undefined);
    if (isRead && live.count(home) === 0) claim(platform, [], configured, known, stops, renamed);
  }
  const unknown = unreadable.map((each) => ({ ...each, address: addressNow(each.address, moved) }));
  unknown.sort((a, b) => order(a.address, b.address) || order(a.collection ?? "", b.collection ?? ""));
  // What cannot be read is neither there nor missing.
  const blind = new Set(unknown.map(placeOf));
  return { live, unknown, stops: stops.filter(({ scope }) => coveredBy(scope, blind) === null), renamed };
}

function parentNow(address: Address, moved: ReadonlyMap<Address, Address>): Address | null {
  const parent = parentOf(address);
  return parent === null ? null : addressNow(parent, moved);
}

/** Where an address lies now that it, or what holds it, has moved. */
function addressNow(address: Address, moved: ReadonlyMap<Address, Address>): Address {
  for (let at: Address | null = address; at !== null; at = parentOf(at)) {
    const now = moved.get(at);
    if (now !== undefined) return now + address.slice(at.length);
  }
  return address;
}

/** The key of a resource; where it is that of another (`key.of`), as that one is called now. */
function keyNow(
  platform: Platform,
  kind: Kind,
  resource: Resource,
  moved: ReadonlyMap<Address, Address>,
): string {
  if (kind.key.of === undefined) return resource.key;
  const { collection } = kindOf(platform, kind.key.of);
  const now = moved.get(addressOf(rootOf(resource.address), collection, resource.key));
  return now === undefined ? resource.key : keyOf(now);
}

function labelledByHome(platform: Platform, desired: DesiredState): ReadonlyMap<Address, readonly Desired[]> {
  const labelled = new Set(platform.kinds.filter((kind) => kind.labelled).map((kind) => kind.name));
  const resources = [...desired.resources.values()].filter((resource) => labelled.has(resource.kind));
  return Map.groupBy(resources, (resource) => homeOf(resource.address) ?? "");
}

/** The label of each live object of one collection that some desired resource claims. */
function claim(
  platform: Platform,
  live: readonly Resource[],
  desired: readonly Desired[],
  known: KnownIds,
  stops: Stop[],
  renamed: Set<Address>,
): ReadonlyMap<Resource, string> {
  const labels = new Map<Resource, string>();
  if (desired.length === 0) return labels;
  const byId = new Map(live.map((resource) => [resource.id, resource]));
  const byName = Map.groupBy(live, (resource) =>
    kindOf(platform, resource.kind).labelled?.natural(resource.attributes),
  );

  const open: Desired[] = [];
  for (const each of desired) {
    const pinned = pinnedIds(each, known)
      .map((id) => byId.get(id))
      .find((resource) => resource !== undefined && !labels.has(resource));
    if (pinned !== undefined) {
      labels.set(pinned, each.key);
      const name = kindOf(platform, pinned.kind).labelled?.natural(pinned.attributes);
      if (name !== undefined && each.previously?.includes(name)) renamed.add(each.address);
    } else if (each.id !== undefined && each.state !== "absent") stops.push(idNotFound(each, each.id));
    else open.push(each);
  }
  for (const each of open) {
    const names = naturalNames(kindOf(platform, each.kind), each);
    let settled = false;
    for (const [index, name] of names.entries()) {
      const free = (byName.get(name) ?? []).filter(
        (resource) => !labels.has(resource) && mayBe(kindOf(platform, each.kind), each, resource),
      );
      const [only, second] = free;
      if (only === undefined) continue;
      if (second !== undefined) {
        stops.push(ambiguous(each, name, free));
        settled = true;
        break;
      }
      labels.set(only, each.key);
      if (index > 0) renamed.add(each.address);
      settled = true;
      break;
    }
    const same = byId.get(each.key);
    if (settled) continue;
    if (same !== undefined && !labels.has(same)) labels.set(same, each.key);
    else if (homeOf(each.address) === null && each.state !== "absent") {
      const [id] = pinnedIds(each, known);
      if (id !== undefined) stops.push(vanished(each, id));
    }
  }
  return labels;
}

/** Whether what tells objects of one name apart speaks against it. */
function mayBe(kind: Kind, desired: Desired, live: Resource): boolean {
  const known = attributesOf(kind);
  return (kind.labelled?.distinguishedBy ?? []).every((name) => {
    const wanted = desired.attributes[name];
    return wanted === undefined || sameValue(known.get(name), wanted, live.attributes[name]);
  });
}

function idNotFound(desired: Desired, id: string): Stop {
  return {
    guard: "identity",
    scope: desired.address,
    message: `No live object has the id ${id} that the configuration gives ${desired.address}. Correct the id, or take it out to have a new one made.`,
    allow: null,
    setting: null,
  };
}

/**
 * An account that has lost its access sees what it would see had the organization been deleted: to make another one,
 * with everything that is written, is seldom what is meant.
 */
function vanished(desired: Desired, id: string): Stop {
  return {
    guard: "gone",
    scope: desired.address,
    message:
      `The last apply knew ${desired.address} under the id ${id}, and it is not to be seen any more: it was deleted, or ` +
      "this account has lost its access. Give the access back, or take the organization out; or let a new one be made.",
    allow: `gone:${desired.address}`,
    setting: null,
  };
}

function ambiguous(desired: Desired, name: string, live: readonly Resource[]): Stop {
  const ids = live.map((resource) => resource.id ?? resource.key).sort(order);
  return {
    guard: "identity",
    scope: desired.address,
    message: `${live.length} live objects are named "${name}": ${ids.join(", ")}. Write the \`id\` of the one that ${desired.address} means.`,
    allow: null,
    setting: null,
  };
}

/** Organizations of the configuration, by all that they may be known by on the platform. */
export function soughtBy(
  organizations: readonly Address[],
  platform: Platform,
  desired: DesiredState,
  known: KnownIds,
): readonly Sought[] {
  const kind = rootKind(platform);
  return organizations.map((address): Sought => {
    const written = desired.resources.get(address);
    const key = keyOf(address);
    if (kind.labelled === undefined || written === undefined) return { key, ids: [], names: [key] };
    return { key, ids: pinnedIds(written, known), names: naturalNames(kind, written) };
  });
}

/**
 * Whether the children of a live object are worth reading, before all of its siblings are known: true where any
 * desired resource that could turn out to be this object manages that collection, or where somebody is gone who may
 * stand there.
 */
export function wantsFor(
  platform: Platform,
  desired: DesiredState,
  known: KnownIds,
): (parent: Resource, kind: string) => boolean {
  const byHome = labelledByHome(platform, desired);
  const indexes = new Map<Address, ReadonlyMap<string, readonly Address[]>>();
  const indexOf = (home: Address): ReadonlyMap<string, readonly Address[]> => {
    let index = indexes.get(home);
    if (index === undefined) {
      const fresh = new Map<string, Address[]>();
      const add = (name: string, address: Address) => {
        const group = fresh.get(name);
        if (group === undefined) fresh.set(name, [address]);
        else group.push(address);
      };
      for (const each of byHome.get(home) ?? []) {
        for (const id of [...pinnedIds(each, known), each.key]) add(`id ${id}`, each.address);
        for (const name of naturalNames(kindOf(platform, each.kind), each)) add(`name ${name}`, each.address);
      }
      index = fresh;
      indexes.set(home, index);
    }
    return index;
  };

  /** Under which addresses the configuration may speak of a live address, once that was asked about. */
  const asked = new Map<Address, readonly Address[]>();
  const candidates = (resource: Resource): readonly Address[] => {
    let found = asked.get(resource.address);
    if (found === undefined) {
      const parent = parentOf(resource.address);
      const parents = parent === null ? [null] : (asked.get(parent) ?? [parent]);
      found = [...new Set(parents.flatMap((each) => candidatesUnder(each, resource)))];
      asked.set(resource.address, found);
    }
    return found;
  };
  const candidatesUnder = (parent: Address | null, resource: Resource): readonly Address[] => {
    const kind = kindOf(platform, resource.kind);
    if (kind.labelled === undefined) return [addressOf(parent, kind.collection, foldKey(kind, resource.key))];
    const index = indexOf(parent === null ? "" : collectionOf(parent, kind.collection));
    const name = kind.labelled.natural(resource.attributes);
    return [
      ...(resource.id === undefined ? [] : (index.get(`id ${resource.id}`) ?? [])),
      ...(name === undefined ? [] : (index.get(`name ${name}`) ?? [])),
    ];
  };

  // Where those may stand who are gone is looked at, whether files speak of it or not.
  const everywhere: ReadonlySet<string> =
    goneOf(desired).length === 0 ? new Set() : kindsWithPeople(platform);
  return (parent, kindName) => {
    const { collection } = kindOf(platform, kindName);
    const known = candidates(parent);
    if (everywhere.has(kindName)) return true;
    return known.some((address) => {
      const mode = desired.managed.get(collectionOf(address, collection));
      return mode !== undefined && mode !== "ignore";
    });
  };
}

/** The kind of the resources in a collection, by the collection's address and the kind of what holds it. */
export function kindOfCollection(platform: Platform, parentKind: string | null, collection: string): Kind {
  if (parentKind === null) return rootKind(platform);
  const kind = childKinds(platform, parentKind).find((each) => each.collection === collection);
  if (kind === undefined) throw new Error(`${platform.name}: ${parentKind} has no collection ${collection}`);
  return kind;
}
