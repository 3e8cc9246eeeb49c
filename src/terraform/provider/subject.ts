/** What a resource in Terraform's state is about, as far as reading it, matching it and removing it needs. */
import { type Address, addressOf, collectionOf, keyOf, rootOf } from "../../model/address.ts";
import type { Manage } from "../../model/kind.ts";
import { foldKey, type Kind } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import type { TfObject } from "../contract.ts";
import { mapAttribute, parentAttribute } from "../schema/names.ts";
import type { ResourceType } from "../schema/resources.ts";
import type { Ledger } from "./ledger.ts";
import { desiredOfSteps, isKey, managedOfSteps, type Step, stepsOf } from "./place.ts";
import { attributesIn, isObject, textOf } from "./values.ts";
import { type Interest, tellingOf } from "./view.ts";

export interface Subject {
  readonly type: ResourceType;
  /** Of the resource, or of the collection. */
  readonly address: Address;
  readonly holders: readonly Step[];
  /** Its key as the platform spells it; of a whole collection: none. */
  readonly key: string;
  /** Its entries by address, with the keys as they are written: one, or those of the collection. */
  readonly entries: ReadonlyMap<Address, string>;
  readonly interest: Interest;
}

/** Ids of labelled objects, by address. */
export type Ids = ReadonlyMap<Address, string>;

/**
 * Where keys name other objects (`key.of`), an id means the object that is known by it, whatever its label.
 *
 * @returns the key under which the object stands here
 */
export function keysBy(platform: Platform, kind: Kind, root: Address, ids: Ids): (written: string) => string {
  if (kind.key.of === undefined) return (written) => written;
  const home = `${collectionOf(root, kindOf(platform, kind.key.of).collection)}/`;
  const labels = new Map(
    [...ids].flatMap(([address, id]) => (address.startsWith(home) ? [[id, keyOf(address)]] : [])),
  );
  return (written) => labels.get(written) ?? written;
}

/** Null where the parts that say where it stands are missing or no address. */
export function subjectOf(type: ResourceType, object: TfObject, ids: Ids): Subject | null {
  const { platform, kind, form } = type;
  const name = parentAttribute(kind);
  let holders: readonly Step[] = [];
  if (name !== null && kind.parent !== null) {
    const text = textOf(object[name] ?? null);
    const steps = text === null ? null : stepsOf(platform, kindOf(platform, kind.parent), text);
    if (steps === null) return null;
    holders = steps;
  }
  const parent = holders.at(-1)?.address ?? null;
  const home = parent === null ? null : collectionOf(parent, kind.collection);
  const meant = keysBy(platform, kind, holders[0]?.address ?? "", ids);
  const entryAt = (key: string): Address => addressOf(parent, kind.collection, foldKey(kind, meant(key)));
  const resources = new Map<Address, Desired>(desiredOfSteps(holders).map((each) => [each.address, each]));
  const managed = new Map<Address, Manage>(managedOfSteps(holders));
  if (home !== null) managed.set(home, "additive");
  if (form === "all") {
    const map = object[mapAttribute(kind)] ?? null;
    const keys = isObject(map) ? Object.keys(map) : [];
    const entries = new Map(keys.map((key) => [entryAt(key), key]));
    const others = named(platform, kind, holders[0]?.address ?? "", keys.map(meant));
    for (const each of others.resources.values()) resources.set(each.address, each);
    for (const [at, mode] of others.managed) managed.set(at, mode);
    return { type, address: home ?? "", holders, key: "", entries, interest: { resources, managed } };
  }
  const written = textOf(object["key"] ?? null);
  if (written === null || !isKey(kind, written)) return null;
  const address = entryAt(written);
  const key = foldKey(kind, written);
  const attributes = { ...attributesIn(kind, object) };
  if (kind.labelled !== undefined) attributes[kind.labelled.nameAttribute] ??= written;
  const others = named(platform, kind, rootOf(address), [meant(written)]);
  for (const each of others.resources.values()) resources.set(each.address, each);
  for (const [at, mode] of others.managed) managed.set(at, mode);
  resources.set(address, { address, kind: kind.name, key, attributes: tellingOf(kind, attributes) });
  return {
    type,
    address,
    holders,
    key,
    entries: new Map([[address, written]]),
    interest: { resources, managed },
  };
}

/** Addresses of labelled objects that a resource speaks of: what holds it, itself, and what its key names. */
function labelledIn(platform: Platform, { type, holders, address, entries }: Subject): readonly Address[] {
  const { kind } = type;
  return [
    ...holders.filter(({ kind: each }) => each.labelled !== undefined).map((each) => each.address),
    ...(kind.labelled === undefined ? [] : [...entries.keys()]),
    ...named(platform, kind, rootOf(address), entries.values()).resources.keys(),
  ];
}

/** Objects that keys name (`key.of`), which matching must know by their labels. */
export function named(platform: Platform, kind: Kind, root: Address, keys: Iterable<string>): Interest {
  const resources = new Map<Address, Desired>();
  if (kind.key.of === undefined) return { resources, managed: new Map() };
  const of = kindOf(platform, kind.key.of);
  for (const written of keys) {
    const key = foldKey(of, written);
    const address = addressOf(root, of.collection, key);
    const attributes = of.labelled === undefined ? {} : { [of.labelled.nameAttribute]: written };
    resources.set(address, { address, kind: of.name, key, attributes });
  }
  return { resources, managed: new Map([[collectionOf(root, of.collection), "additive"]]) };
}

/** The ids and accounts to keep with a resource, as they are live; what is not live is as it was known. */
export function keptOf(
  platform: Platform,
  subject: Subject,
  live: StateView,
  ledger: Ledger,
): { readonly ids: ReadonlyMap<Address, string>; readonly accounts: ReadonlyMap<Address, string> } {
  const ids = new Map<Address, string>();
  for (const address of labelledIn(platform, subject)) {
    const id = live.get(address)?.id ?? ledger.ids.get(address);
    if (id !== undefined) ids.set(address, id);
  }
  const accounts = new Map<Address, string>();
  for (const address of subject.entries.keys()) {
    const resource = live.get(address);
    const account = resource === undefined ? undefined : subject.type.kind.account?.(resource);
    if (account !== undefined) accounts.set(address, account);
  }
  return { ids, accounts };
}

/** The subject of a state: one that does not say where it stands is a bug. */
export function subjectOfState(type: ResourceType, state: TfObject, ids: Ids): Subject {
  const subject = subjectOf(type, state, ids);
  if (subject === null) throw new Error(`${type.name}: a state that does not say where it stands`);
  return subject;
}

/** Whether two subjects stand in the same object, be it under another label. */
export function sameHolder(a: Subject, b: Subject | null, ids: Ids): boolean {
  const [was, is] = [a.holders.at(-1), b?.holders.at(-1)];
  if (was === undefined || is === undefined) return was === is;
  const idOf = ({ kind, parameters, address }: Step): string | undefined =>
    kind.labelled === undefined ? undefined : (parameters.get("id") ?? ids.get(address));
  const [before, now] = [idOf(was), idOf(is)];
  return before !== undefined && now !== undefined ? before === now : was.address === is.address;
}
