/** Plain data, as it stands in files, in answers and in plans. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** True where `value` is an object that holds members (no array, no null). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value, where it is a text. */
export function text(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list; none where there is no list. */
export function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** Deep equality. Order of members never counts; order of elements counts unless `unordered`. */
export function equal(a: Value | undefined, b: Value | undefined, unordered = false): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) return false;
    const [left, right] = unordered ? [sorted(a), sorted(b)] : [a, b];
    return left.every((item, index) => equal(item, right[index]));
  }
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]))
  );
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function sorted(list: readonly Value[]): readonly Value[] {
  return [...list].sort((a, b) => order(canonical(a), canonical(b)));
}

/** JSON with members in a fixed order: equal values give equal text, whatever order they were written in. */
export function canonical(value: Value | undefined): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  const members = Object.keys(value)
    .sort(order)
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(",")}}`;
}

/** Whether the value is nested deeper than so many levels. Looks level by level, so that no depth can hurt it. */
export function isDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each !== "object" || each === null) continue;
      for (const inner of Object.values(each)) {
        if (typeof inner === "object" && inner !== null) next.push(inner);
      }
    }
    level = next;
  }
  return false;
}

/** Order by code units: the same on every machine and in every locale, and much faster than localeCompare. */
export function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
