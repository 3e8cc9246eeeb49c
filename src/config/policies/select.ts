import type { Kind } from "../../model/kind.ts";
import type { Pattern } from "../../model/pattern.ts";
import type { Policy } from "../../model/policy.ts";
import type { Desired } from "../../model/resource.ts";
import { comparable, type Row, rowsOf, type Shape } from "./shapes.ts";
import { type Asked, askedOf, meets } from "./values.ts";
import type { Collection } from "./written.ts";

/** The selector of a policy, worked out for the collections of one shape. */
export interface Selector {
  /** For each pattern of `for` and of `except`, what it means here. */
  readonly patterns: readonly (readonly Row[])[];
  readonly exceptions: readonly (readonly Row[])[];
  readonly where: readonly Asked[];
}

/** What a policy selects in one collection. */
export interface Selection {
  readonly entries: readonly Desired[];
  /** The collection itself is excepted, so that nothing is asked of it. */
  readonly excepted: boolean;
}

/** Null where nothing of this shape can ever be selected. */
export function selectorOf(policy: Policy, shape: Shape): Selector | null {
  const rows = ({ value }: { readonly value: Pattern }) => rowsOf(value, shape);
  const patterns = policy.for.map(rows);
  const where = askedOf(policy.where, shape.kind);
  if (where === null || patterns.every((each) => each.length === 0)) return null;
  return { patterns, exceptions: policy.except.map(rows), where };
}

/**
 * What the policy selects in the collection; null where none of its patterns means it. `used` is told which exceptions
 * took something out.
 *
 * | entry | selected |
 * | --- | --- |
 * | absent, or expired | no |
 * | its address is none of `for` | no |
 * | lacks an attribute of `where`, or has another value | no |
 * | all of these fit, its address is one of `except` | no, and the exception is used |
 * | all of these fit | yes |
 */
export function select(
  { patterns, exceptions, where }: Selector,
  collection: Collection,
  used: (exception: number) => void,
): Selection | null {
  const { kind } = collection.shape;
  const wanted = patterns.flatMap((rows) => fitting(rows, collection));
  if (wanted.length === 0) return null;
  const taken = exceptions.map((rows) => fitting(rows, collection));
  const isWanted = keyTest(wanted, kind);
  const fits = (entry: Desired): boolean =>
    entry.state !== "absent" && where.every((asked) => meets(asked, entry.attributes)) && isWanted(entry.key);
  const selected = collection.entries.filter(fits);
  for (const [index, rows] of taken.entries()) {
    const isTaken = keyTest(rows, kind);
    if (rows.some(({ whole }) => whole) || selected.some(({ key }) => isTaken(key))) used(index);
  }
  const all = taken.flat();
  const isTaken = keyTest(all, kind);
  return {
    entries: all.length === 0 ? selected : selected.filter(({ key }) => !isTaken(key)),
    excepted: all.some(({ whole }) => whole),
  };
}

/**
 * The rows whose holders are those of the collection. What stands behind `**` is a key only where there is one: `**` and
 * `grants` mean the collections of that name, and no missing entry of that key.
 */
export function fitting(rows: readonly Row[], { holders, entries, shape }: Collection): readonly Row[] {
  return rows.filter(
    (row) =>
      row.holders.every((glob, level) => glob.matches(holders[level] ?? "")) &&
      (!row.open || !row.key.literal || entries.some(({ key }) => keyTest([row], shape.kind)(key))),
  );
}

/** Whether one of the rows means a key. */
export function keyTest(rows: readonly Row[], kind: Kind): (key: string) => boolean {
  if (rows.some(({ key }) => key.text === "*")) return () => true;
  return (key) => {
    const text = comparable(kind, key);
    return rows.some((row) => row.key.matches(text));
  };
}
