import { isAttribute } from "../model/attribute.ts";
import { collectionNames, commonOf, type Form } from "./form.ts";

/** Names in the order in which they are kept in a file. */
export type Ranks = ReadonlyMap<string, number>;

export function ranksOf(names: readonly string[]): Ranks {
  return new Map(names.map((name, index) => [name, index]));
}

/** An organization's own lines: what it is, its attributes, how it is managed, its collections in the kinds' order. */
export function rootRanks(form: Form): Ranks {
  return ranksOf([
    "$schema",
    "platform",
    "organization",
    "connection",
    ...own(form),
    "manage",
    ...collections(form),
  ]);
}

/** A resource's lines: attributes, what every resource can have, collections. */
export function memberRanks(form: Form): Ranks {
  return ranksOf([...own(form), ...collections(form)]);
}

export function manageRanks(form: Form): Ranks {
  return ranksOf([...collectionNames(form).keys()]);
}

/** The attributes of a group (`overrides`), or null where the name is none. */
export function groupRanks(form: Form, name: string): Ranks | null {
  const node = form.kind.attributes[name];
  return node === undefined || isAttribute(node) ? null : ranksOf(Object.keys(node));
}

function own(form: Form): readonly string[] {
  return [...Object.keys(form.kind.attributes), ...commonOf(form.kind)];
}

function collections(form: Form): readonly string[] {
  return form.collections.map((child) => child.kind.collection);
}

/** Sorted by rank; what has none stays behind, in the order in which it was. */
export function byRank<T>(items: readonly T[], ranks: Ranks, nameOf: (item: T) => string): T[] {
  const rank = (item: T): number => ranks.get(nameOf(item)) ?? ranks.size;
  return [...items].sort((a, b) => rank(a) - rank(b));
}
