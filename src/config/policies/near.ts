import type { Pattern } from "../../model/pattern.ts";
import { meant } from "../words.ts";
import { type Glob, globOf } from "./glob.ts";
import { fitting, keyTest } from "./select.ts";
import { type Row, rowsOf, type Shape } from "./shapes.ts";
import type { Collection } from "./written.ts";

/** The rest of a sentence about a pattern that means nothing in these shapes: which collection it may have meant. */
export function unknownCollection(pattern: Pattern, shapes: readonly Shape[]): string {
  const all = [...new Set(shapes.map(({ path }) => path))].filter((path) => path !== "");
  const known = `Known: ${all.map((path) => path.replaceAll("/", ".")).join(", ")}.`;
  const parts = pattern.split("/");
  let paths = all.map((path) => path.split("/"));
  for (let level = 0; 2 * level + 1 < parts.length; level += 1) {
    const part = parts[2 * level + 1] ?? "";
    if (parts.slice(0, 2 * level + 2).some((each) => each.includes("**"))) break;
    const names = new Set(paths.flatMap((path) => path[level] ?? []));
    if (names.size === 0) return `: nothing stands below ${parts[2 * level - 1] ?? "it"}. ${known}`;
    const { matches } = globOf(part);
    const next = paths.filter((path) => matches(path[level] ?? "/"));
    if (next.length === 0) return `${meant(part, names) || "."} ${known}`;
    paths = next;
  }
  return `${nearestCollection(pattern, shapes) || "."} ${known}`;
}

/** The collection that one of the names in a pattern may have meant, wherever it stands. */
export function nearestCollection(pattern: Pattern, shapes: readonly Shape[]): string {
  const names = new Set(shapes.flatMap(({ path }) => path.split("/")).filter((name) => name !== ""));
  const near = pattern
    .split("/")
    .map((part) => (names.has(part) || part.includes("*") ? "" : meant(part, names)));
  return near.find((each) => each !== "") ?? "";
}

/** What a pattern may have meant that names something which the files do not write: the nearest key, if any. */
export function nearestWritten(
  pattern: Pattern,
  shapes: readonly Shape[],
  collections: readonly Collection[],
): string {
  for (const shape of shapes) {
    for (const { holders, key } of rowsOf(pattern, shape)) {
      const near = nearestKey([...holders, key], shape, collections);
      if (near !== "") return near;
    }
  }
  return "";
}

/** Goes down from the organization to the first key that is named and not there. */
function nearestKey(globs: readonly Glob[], shape: Shape, collections: readonly Collection[]): string {
  for (const [level, glob] of globs.entries()) {
    if (!glob.literal) continue;
    const path = shape.path.split("/").slice(0, level).join("/");
    const row: Row = { holders: globs.slice(0, level), key: glob, whole: false, open: false };
    const siblings = collections.filter(
      (each) =>
        each.shape.platform === shape.platform && each.shape.path === path && fitting([row], each).length > 0,
    );
    const keys = siblings.flatMap(({ entries }) => entries.map((entry) => entry.key));
    if (!keys.some(keyTest([row], shape.kinds[level] ?? shape.kind))) return meant(glob.text, keys);
  }
  return "";
}
