import {
  type At,
  bool,
  entries,
  field,
  given,
  isRecord,
  items,
  number,
  optional,
  text,
  texts,
} from "../shape.ts";

/** Says of a value whether it passes. */
export type Filter<T> = (value: T) => boolean;

/** What passes everything: a filter that was not given. */
const all = (): boolean => true;

/** The filter under `key`, or one that passes everything. */
export function filterAt<T>(body: At, key: string, read: (at: At) => Filter<T>): Filter<T> {
  return optional(field(body, key), read) ?? all;
}

/** A name: the text itself, `{glob}` with `*` and `?` only, or `{regexp, flags?}` (dnanexus.md §4). */
export function byName(at: At): Filter<string> {
  if (typeof at.value === "string") {
    const name = at.value;
    return (value) => value === name;
  }
  const glob = field(at, "glob");
  if (given(glob)) {
    const source = text(glob)
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", "[^]*")
      .replaceAll("?", "[^]");
    const pattern = new RegExp(`^${source}$`, "u");
    return (value) => pattern.test(value);
  }
  const pattern = expression(field(at, "regexp"), optional(field(at, "flags"), text) ?? "");
  return (value) => pattern.test(value);
}

function expression(at: At, flags: string): RegExp {
  try {
    return new RegExp(text(at), flags.includes("i") ? "i" : "");
  } catch (error) {
    if (error instanceof SyntaxError) return at.fail(at.path, "must be a regular expression");
    throw error;
  }
}

/** Tags: one of them, or `$and`/`$or` of such conditions. */
export function byTags(at: At): Filter<readonly string[]> {
  return composed(at, (one) => {
    const tag = text(one);
    return (tags) => tags.includes(tag);
  });
}

/** Properties: a map that must match throughout, where true asks for the key only, or `$and`/`$or` of such maps. */
export function byProperties(at: At): Filter<Readonly<Record<string, string>>> {
  return composed(at, (one) => {
    const wanted = entries(one).map(([key, value]): [string, string | true] => [
      key,
      value.value === true ? true : text(value),
    ]);
    return (properties) =>
      wanted.every(([key, value]) =>
        value === true ? Object.hasOwn(properties, key) : properties[key] === value,
      );
  });
}

function composed<T>(at: At, read: (at: At) => Filter<T>): Filter<T> {
  const both = isRecord(at.value) ? field(at, "$and") : undefined;
  const either = isRecord(at.value) ? field(at, "$or") : undefined;
  if (both !== undefined && given(both)) {
    const parts = items(both).map((one) => composed(one, read));
    return (value) => parts.every((passes) => passes(value));
  }
  if (either !== undefined && given(either)) {
    const parts = items(either).map((one) => composed(one, read));
    return (value) => parts.some((passes) => passes(value));
  }
  return read(at);
}

/** A time between `after` and `before`, both included, in milliseconds. */
export function byTime(at: At): Filter<number> {
  const after = optional(field(at, "after"), number) ?? Number.NEGATIVE_INFINITY;
  const before = optional(field(at, "before"), number) ?? Number.POSITIVE_INFINITY;
  return (value) => value >= after && value <= before;
}

/** One of a list. */
export function among(at: At): Filter<string> {
  const wanted = new Set(texts(at));
  return (value) => wanted.has(value);
}

/** A text, or one of a list of texts. */
export function oneOrAmong(at: At): Filter<string> {
  return Array.isArray(at.value) ? among(at) : exactly(at);
}

export function exactly(at: At): Filter<string> {
  const wanted = text(at);
  return (value) => value === wanted;
}

export function whether(at: At): Filter<boolean> {
  const wanted = bool(at);
  return (value) => value === wanted;
}
