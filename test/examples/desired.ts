/** What reading the generated files gives: the same as printing and loading them, without the detour. */
import { type Example, wholeOf } from "../../examples/kubernetes/example.ts";
import type { GitHub, Organization } from "../../examples/kubernetes/github.ts";
import { addressOf, collectionOf } from "../../src/model/address.ts";
import type { DesiredState } from "../../src/model/configuration.ts";
import { foldKey, type Kind, type Manage } from "../../src/model/kind.ts";
import { childKinds, type Platform, rootKind } from "../../src/model/platform.ts";
import { type Desired, emptyAttributes } from "../../src/model/resource.ts";
import { isRecord, type Value } from "../../src/model/value.ts";

/** Gives what a state asks for; states and organizations that it has seen are not read again. */
export function desiring(example: Example, platform: Platform): (github: GitHub) => DesiredState {
  const of = remembering((organization: Organization) =>
    readAll(platform, example.write(wholeOf(organization))),
  );
  return remembering((github: GitHub) => {
    const parts = [...github.values()].map(of);
    return {
      resources: new Map(parts.flatMap(({ resources }) => [...resources])),
      managed: new Map(parts.flatMap(({ managed }) => [...managed])),
    };
  });
}

function remembering<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

function readAll(platform: Platform, documents: Iterable<{ readonly organization: string }>): DesiredState {
  const resources = new Map<string, Desired>();
  const managed = new Map<string, Manage>();
  const read = (kind: Kind, parent: string | null, written: string, content: unknown): void => {
    const key = foldKey(kind, written);
    const address = addressOf(parent, kind.collection, key);
    const rest = new Map(entriesOf(kind, content));
    const children = childKinds(platform, kind.name).flatMap((child): [Kind, unknown][] => {
      const collection = rest.get(child.collection);
      return rest.delete(child.collection) ? [[child, collection]] : [];
    });
    const absent = rest.delete("state");
    const attributes = emptyAttributes();
    for (const [name, value] of rest) attributes[name] = textOf(value);
    if (kind.labelled !== undefined) attributes[kind.labelled.nameAttribute] ??= written;
    resources.set(address, {
      address,
      kind: kind.name,
      key,
      attributes,
      ...(absent ? { state: "absent", absentBecause: "configured" } : {}),
    });
    for (const [child, collection] of children) {
      managed.set(collectionOf(address, child.collection), child.manage);
      for (const [name, entry] of entriesIn(collection)) read(child, address, name, entry);
    }
  };
  const root = rootKind(platform);
  for (const { organization, ...content } of documents) read(root, null, organization, content);
  return { resources, managed };
}

/** A map, or the bare value of its shorthand. */
function entriesOf(kind: Kind, content: unknown): Iterable<readonly [string, unknown]> {
  if (isRecord(content)) return Object.entries(content);
  if (kind.shorthand === undefined) throw new Error(`${kind.name}: ${JSON.stringify(content)}`);
  return [[kind.shorthand, content]];
}

/** A collection is a map, or a list of keys. */
function* entriesIn(collection: unknown): Iterable<readonly [string, unknown]> {
  if (collection instanceof Map) yield* collection;
  else if (Array.isArray(collection)) for (const key of collection) yield [key, {}];
  else throw new Error(`Neither map nor list: ${JSON.stringify(collection)}`);
}

function textOf(value: unknown): Value {
  if (typeof value === "string") return value;
  throw new Error(`Not a text: ${JSON.stringify(value)}`);
}
