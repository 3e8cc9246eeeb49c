import { type Address, homeOf, parentOf } from "./address.ts";
import type { Resource } from "./resource.ts";

/** A set of resources, looked at from every side that planning needs; each look is a map access. */
export interface StateView {
  get(address: Address): Resource | undefined;
  /** The resources of a collection (`acme/members`); of `""`: the organizations. */
  list(collection: Address): Iterable<Resource>;
  /** How many {@link StateView.list} gives. */
  count(collection: Address): number;
  /** The resource that the platform knows under this id; of that kind, where ids of different kinds may coincide. */
  withId(id: string, kind?: string): Resource | undefined;
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

/** An index of a state: resources by a name. Buckets are shared with the state underneath until they change. */
interface Index {
  readonly bucket: (name: string) => ReadonlyMap<Address, Resource> | undefined;
  readonly add: (resource: Resource) => void;
  readonly drop: (resource: Resource) => void;
}

/** Under which name an index keeps a resource; undefined: not at all. */
type Naming = (resource: Resource) => string | undefined;

function indexOn(base: Index | null, name: Naming): Index {
  const own = new Map<string, Bucket>();
  const writable = (of: string): Bucket => {
    let bucket = own.get(of);
    if (bucket === undefined) {
      bucket = new Map(base?.bucket(of) ?? []);
      own.set(of, bucket);
    }
    return bucket;
  };
  return {
    bucket: (of) => own.get(of) ?? base?.bucket(of),
    add: (resource) => {
      const of = name(resource);
      if (of !== undefined) writable(of).set(resource.address, resource);
    },
    drop: (resource) => {
      const of = name(resource);
      if (of !== undefined) writable(of).delete(resource.address);
    },
  };
}

const namings = {
  home: (resource) => homeOf(resource.address) ?? "",
  parent: (resource) => parentOf(resource.address) ?? undefined,
  name: (resource) => nameOf(resource.kind, resource.key),
  id: (resource) => resource.id,
} satisfies Record<string, Naming>;

/** The indexes of a state, each made when it is first looked into: most plans need one or two of them. */
type Indexes = { readonly [N in keyof typeof namings]: () => Index };

const indexesOf = new WeakMap<StateView, Indexes>();
const empty: ReadonlyMap<Address, Resource> = new Map();

/** A state that holds `resources`. */
export function createState(resources: Iterable<Resource> = []): State {
  const state = layer(null);
  for (const resource of resources) state.put(resource);
  return state;
}

/** A copy of `base` that can change on its own; costs only what changes. `base` must not change meanwhile. */
export function fork(base: StateView): State {
  return layer(base);
}

function layer(base: StateView | null): State {
  /** What is otherwise than in the base; null: gone. */
  const own = new Map<Address, Resource | null>();
  const made = new Set<Index>();
  const under = base === null ? null : (indexesOf.get(base) ?? null);

  const get = (address: Address): Resource | undefined => {
    const resource = own.get(address);
    return resource === undefined ? base?.get(address) : (resource ?? undefined);
  };
  const lazy = (which: keyof typeof namings): (() => Index) => {
    let index: Index | null = null;
    return () => {
      if (index !== null) return index;
      index = indexOn(under?.[which]() ?? null, namings[which]);
      made.add(index);
      for (const [address, resource] of own) {
        const former = base?.get(address);
        if (former !== undefined) index.drop(former);
        if (resource !== null) index.add(resource);
      }
      return index;
    };
  };
  const indexes: Indexes = { home: lazy("home"), parent: lazy("parent"), name: lazy("name"), id: lazy("id") };
  const change = (address: Address, resource: Resource | null): void => {
    if (made.size > 0) {
      const former = get(address);
      for (const index of made) {
        if (former !== undefined) index.drop(former);
        if (resource !== null) index.add(resource);
      }
    }
    own.set(address, resource);
  };

  const state: State = {
    get,
    list: (collection) => (indexes.home().bucket(collection) ?? empty).values(),
    count: (collection) => indexes.home().bucket(collection)?.size ?? 0,
    withId: (id, kind) => {
      for (const resource of indexes.id().bucket(id)?.values() ?? []) {
        if (kind === undefined || resource.kind === kind) return resource;
      }
      return undefined;
    },
    named: (kind, key) => (indexes.name().bucket(nameOf(kind, key)) ?? empty).values(),
    *all() {
      for (const resource of own.values()) if (resource !== null) yield resource;
      if (base !== null) for (const resource of base.all()) if (!own.has(resource.address)) yield resource;
    },
    within: (address) => {
      const found: Resource[] = [];
      const queue = [address];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const resource = get(next);
        if (resource !== undefined) found.push(resource);
        for (const child of indexes.parent().bucket(next)?.keys() ?? []) queue.push(child);
      }
      return found;
    },
    put: (resource) => change(resource.address, resource),
    remove: (address) => {
      const removed = state.within(address);
      for (const resource of removed) change(resource.address, null);
      return removed;
    },
  };
  indexesOf.set(state, indexes);
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
    else for (const gone of state.remove(delta.address)) removed.push(gone);
  }
  return removed;
}
