import { type Address, homeOf, parentOf } from "./address.ts";
import type { Resource } from "./resource.ts";

/** A set of resources, looked at from every side that planning needs; each look is a map access. */
export interface StateView {
  get(address: Address): Resource | undefined;
  /** The resources of a collection (`acme/members`); of `""`: the organizations. */
  list(collection: Address): Iterable<Resource>;
  /** How many {@link StateView.list} gives. */
  count(collection: Address): number;
  /** The resource that the platform knows under this id. */
  withId(id: string): Resource | undefined;
  /** All resources of a kind with a key: every grant to one principal, say. */
  named(kind: string, key: string): Iterable<Resource>;
  /** The resource itself and everything that lies below it. */
  within(address: Address): readonly Resource[];
  all(): Iterable<Resource>;
}

/** A {@link StateView} that can change. */
export interface State extends StateView {
  put(resource: Resource): void;
  /** Removes the resource and all below it; returns what was there. */
  remove(address: Address): readonly Resource[];
}

/** A change to a state, as data: what an effect of a call is made of. */
export type Delta =
  | { readonly type: "put"; readonly resource: Resource }
  | { readonly type: "remove"; readonly address: Address };

type Bucket = Map<Address, Resource>;

/** An index whose buckets are shared with a base until they change. */
interface Index {
  bucket(name: string): ReadonlyMap<Address, Resource> | undefined;
  set(name: string, resource: Resource): void;
  delete(name: string, address: Address): void;
}

function indexOn(base: Index | null): Index {
  const own = new Map<string, Bucket>();
  const writable = (name: string): Bucket => {
    let bucket = own.get(name);
    if (bucket === undefined) {
      bucket = new Map(base?.bucket(name) ?? []);
      own.set(name, bucket);
    }
    return bucket;
  };
  return {
    bucket: (name) => own.get(name) ?? base?.bucket(name),
    set: (name, resource) => {
      writable(name).set(resource.address, resource);
    },
    delete: (name, address) => {
      if (own.has(name) || base?.bucket(name)?.has(address)) writable(name).delete(address);
    },
  };
}

interface Indexes {
  readonly homes: Index;
  readonly ids: Index;
  readonly names: Index;
  /** Parent address → its collections that ever held something. */
  readonly below: Index;
}

const bases = new WeakMap<StateView, Indexes>();
const empty: ReadonlyMap<Address, Resource> = new Map();

/** A state that holds `resources`. */
export function createState(resources: Iterable<Resource> = []): State {
  const state = layer(null, null);
  for (const resource of resources) state.put(resource);
  return state;
}

/** A copy of `base` that can change on its own; costs only what changes. `base` must not change meanwhile. */
export function fork(base: StateView): State {
  return layer(base, bases.get(base) ?? null);
}

function layer(base: StateView | null, under: Indexes | null): State {
  const own = new Map<Address, Resource | null>();
  const indexes: Indexes = {
    homes: indexOn(under?.homes ?? null),
    ids: indexOn(under?.ids ?? null),
    names: indexOn(under?.names ?? null),
    below: indexOn(under?.below ?? null),
  };

  const get = (address: Address): Resource | undefined => {
    const resource = own.get(address);
    return resource === undefined ? base?.get(address) : (resource ?? undefined);
  };

  const forget = (resource: Resource): void => {
    own.set(resource.address, null);
    indexes.homes.delete(homeOf(resource.address) ?? "", resource.address);
    indexes.names.delete(nameOf(resource.kind, resource.key), resource.address);
    if (resource.id !== undefined) indexes.ids.delete(resource.id, resource.address);
  };

  const state: State = {
    get,
    list: (collection) => (indexes.homes.bucket(collection) ?? empty).values(),
    count: (collection) => indexes.homes.bucket(collection)?.size ?? 0,
    withId: (id) => indexes.ids.bucket(id)?.values().next().value,
    named: (kind, key) => (indexes.names.bucket(nameOf(kind, key)) ?? empty).values(),
    *all() {
      for (const resource of own.values()) if (resource !== null) yield resource;
      if (base !== null) for (const resource of base.all()) if (!own.has(resource.address)) yield resource;
    },
    put: (resource) => {
      const former = get(resource.address);
      if (former !== undefined && (former.id !== resource.id || former.kind !== resource.kind))
        forget(former);
      own.set(resource.address, resource);
      const home = homeOf(resource.address) ?? "";
      indexes.homes.set(home, resource);
      indexes.names.set(nameOf(resource.kind, resource.key), resource);
      if (resource.id !== undefined) indexes.ids.set(resource.id, resource);
      const parent = parentOf(resource.address);
      if (parent !== null && !indexes.below.bucket(parent)?.has(home)) {
        indexes.below.set(parent, { ...resource, address: home });
      }
    },
    within: (address) => {
      const found: Resource[] = [];
      const queue = [address];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const resource = get(next);
        if (resource === undefined) continue;
        found.push(resource);
        for (const home of indexes.below.bucket(next)?.keys() ?? []) {
          for (const child of indexes.homes.bucket(home)?.keys() ?? []) queue.push(child);
        }
      }
      return found;
    },
    remove: (address) => {
      const removed = state.within(address);
      for (const resource of removed) forget(resource);
      return removed;
    },
  };
  bases.set(state, indexes);
  return state;
}

function nameOf(kind: string, key: string): string {
  return `${kind}\u0000${key}`;
}

/** Carries out deltas; returns the resources that went. */
export function applyDeltas(state: State, deltas: readonly Delta[]): readonly Resource[] {
  const removed: Resource[] = [];
  for (const delta of deltas) {
    if (delta.type === "put") state.put(delta.resource);
    else removed.push(...state.remove(delta.address));
  }
  return removed;
}
