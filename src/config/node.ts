import type { Position, Source } from "../model/finding.ts";
import type { Value } from "../model/value.ts";

/**
 * What a document says, before anybody knows what it means: the same for YAML, JSON and values computed by
 * TypeScript. `at` is an offset that the document's {@link Origin} turns into a position when somebody asks.
 */
export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly type: "map";
  readonly at: number;
  /** No key twice. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly at: number;
  readonly value: Node;
}

interface ListNode {
  readonly type: "list";
  readonly at: number;
  readonly items: readonly Node[];
}

interface ScalarNode {
  readonly type: "scalar";
  readonly at: number;
  readonly value: string | number | boolean | null;
  /** How a value that is not text was spelled: `007` is the number 7. */
  readonly text: string;
}

/** Where a document comes from. */
export interface Origin {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  position(at: number): Position;
  /** The line that holds the position; undefined where it is too long to be of use or may hold a secret. */
  excerpt(at: number): string | undefined;
  /** The path inside a computed value (`members.user-x.level`); empty for text. */
  path(at: number): string;
}

/** One document. */
export interface Tree {
  readonly root: Node;
  readonly origin: Origin;
}

/** The entry of a map with this key. */
export function entryOf(node: Node, key: string): Entry | undefined {
  return node.type === "map" ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** The node as plain data; maps have no prototype. */
export function toValue(node: Node): Value {
  switch (node.type) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toValue);
    case "map": {
      const value: Record<string, Value> = Object.create(null);
      for (const entry of node.entries) value[entry.key] = toValue(entry.value);
      return value;
    }
  }
}

/** The text of a key that stands as a value: text, or a whole number as it was spelled. */
export function keyText(node: Node): string | null {
  if (node.type !== "scalar") return null;
  if (typeof node.value === "string") return node.value;
  return Number.isInteger(node.value) && Number(node.value) >= 0 ? node.text : null;
}

/** The offset of what a JSON pointer leads to, or of the key that names it. As far as the pointer can be followed. */
export function placeAt(node: Node, pointer: string, of: "key" | "value"): number {
  let found = node;
  let at = node.at;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    const entry = entryOf(found, name);
    const next = found.type === "list" ? found.items[Number(name)] : entry?.value;
    if (next === undefined) break;
    at = of === "key" ? (entry ?? next).at : next.at;
    found = next;
  }
  return at;
}

/** A resource's place, resolved when it is asked for. */
export interface PlacedSource extends Source {
  readonly origin: Origin;
  readonly at: number;
  /** The key as it is spelled there. */
  readonly written: string;
}

export function sourceOf(origin: Origin, at: number, written: string): PlacedSource {
  return { origin, at, written, position: () => origin.position(at), excerpt: () => origin.excerpt(at) };
}
