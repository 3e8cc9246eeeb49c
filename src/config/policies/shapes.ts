import { decodePart, encodePart } from "../../model/address.ts";
import { foldKey, type Kind } from "../../model/kind.ts";
import type { Pattern } from "../../model/pattern.ts";
import type { Platform } from "../../model/platform.ts";
import { type Form, formOf } from "../form.ts";
import { expand, type Glob, globOf } from "./glob.ts";

/** A collection as a platform has it: the kinds from the organization down to that of its entries. */
export interface Shape {
  readonly platform: Platform;
  readonly kinds: readonly Kind[];
  /** The kind of its entries. */
  readonly kind: Kind;
  /** The names of the collections on the way to it, with a slash between; empty for the organizations. */
  readonly path: string;
}

/** What a pattern means in a shape. */
export interface Row {
  /** The keys of what holds the collection, from the organization down. */
  readonly holders: readonly Glob[];
  readonly key: Glob;
  /** The pattern means the collection itself, and so all its entries. */
  readonly whole: boolean;
  /** The pattern holds `**`, so that a name in it may be that of a collection as well as a key. */
  readonly open: boolean;
}

const shapes = new WeakMap<Platform, readonly Shape[]>();

/** All collections that a platform has. */
export function shapesOf(platform: Platform): readonly Shape[] {
  let found = shapes.get(platform);
  if (found === undefined) {
    found = below(formOf(platform), [], "", platform);
    shapes.set(platform, found);
  }
  return found;
}

function below(form: Form, above: readonly Kind[], path: string, platform: Platform): readonly Shape[] {
  const kinds = [...above, form.kind];
  const inner = form.collections.flatMap((child) => {
    const name = child.kind.collection;
    return below(child, kinds, path === "" ? name : `${path}/${name}`, platform);
  });
  return [{ platform, kinds, kind: form.kind, path }, ...inner];
}

/** Every way in which the pattern means entries of the shape. */
export function rowsOf(pattern: Pattern, shape: Shape): readonly Row[] {
  const length = 2 * shape.kinds.length - 1;
  const entries = expand(pattern, length).map((parts) => ({ parts, whole: false }));
  const wholes =
    length === 1 ? [] : expand(pattern, length - 1).map((parts) => ({ parts: [...parts, "*"], whole: true }));
  return [...entries, ...wholes].flatMap(
    ({ parts, whole }) => rowOf(parts, shape, { whole, open: pattern.includes("**") }) ?? [],
  );
}

function rowOf(parts: readonly string[], { kinds }: Shape, is: Pick<Row, "whole" | "open">): Row | null {
  const globs: Glob[] = [];
  for (const [level, kind] of kinds.entries()) {
    const name = parts[2 * level - 1];
    if (name !== undefined && !globOf(name).matches(kind.collection)) return null;
    globs.push(globOfKey(kind, parts[2 * level] ?? ""));
  }
  const key = globs.pop();
  return key === undefined ? null : { holders: globs, key, ...is };
}

/** The pattern of a key of this kind, to be compared with {@link comparable} keys. */
export function globOfKey(kind: Kind, pattern: Pattern): Glob {
  return globOf(encodePart(plain(kind, foldKey(kind, decodePart(pattern)))));
}

/** The key of a resource as patterns of its kind are compared with it: as it stands in its address. */
export function comparable(kind: Kind, key: string): string {
  return encodePart(plain(kind, key));
}

/** A pattern holds too little of a key for the kind to know its case by: where the kind folds, case does not count. */
function plain(kind: Kind, text: string): string {
  return kind.key.fold === undefined ? text : text.toLowerCase();
}
