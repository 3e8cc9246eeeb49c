/**
 * Reading data from outside (request bodies, seed documents) without trusting it. A value is read together with
 * its path, so that every complaint names the place; what a complaint becomes is up to the caller's `fail`.
 */

/** Throws; `problem` continues a sentence that starts with the path: `must be a string`. */
export type Fail = (path: string, problem: string) => never;

/** A value and where it stands. `value` is undefined where there is none. */
export interface At {
  readonly value: unknown;
  readonly path: string;
  readonly fail: Fail;
}

/** The value that everything else is read from. */
export function root(value: unknown, fail: Fail, path = ""): At {
  return { value, path, fail };
}

/** True for a JSON object: not null, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function record(at: At): Record<string, unknown> {
  return isRecord(at.value) ? at.value : at.fail(at.path, "must be a map");
}

/** The value under `key`; inherited properties do not count (`__proto__` is data like any other). */
export function field(at: At, key: string): At {
  const owner = record(at);
  const value = Object.hasOwn(owner, key) ? owner[key] : undefined;
  return { value, path: at.path === "" ? key : `${at.path}.${key}`, fail: at.fail };
}

/** True where something was written, be it null. */
export function given(at: At): boolean {
  return at.value !== undefined;
}

/** Every key of a map with its value. */
export function entries(at: At): [string, At][] {
  return Object.keys(record(at)).map((key) => [key, field(at, key)]);
}

/** Every element of a list. */
export function items(at: At): At[] {
  if (!Array.isArray(at.value)) return at.fail(at.path, "must be a list");
  return at.value.map((value: unknown, index) => ({ value, path: `${at.path}[${index}]`, fail: at.fail }));
}

/** Refuses keys other than `known`. */
export function only(at: At, known: readonly string[]): void {
  for (const [key, child] of entries(at)) {
    if (!known.includes(key)) child.fail(child.path, `is not known here; known are ${known.join(", ")}`);
  }
}

export function text(at: At): string {
  return typeof at.value === "string" ? at.value : at.fail(at.path, "must be a string");
}

export function filled(at: At): string {
  return text(at) || at.fail(at.path, "must not be empty");
}

export function bool(at: At): boolean {
  return typeof at.value === "boolean" ? at.value : at.fail(at.path, "must be true or false");
}

export function number(at: At): number {
  return typeof at.value === "number" && Number.isFinite(at.value)
    ? at.value
    : at.fail(at.path, "must be a number");
}

/** A whole number within bounds, both included. */
export function whole(at: At, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = at.value;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return at.fail(at.path, `must be a whole number ${bounds}`);
}

export function oneOf<const T extends string>(at: At, values: readonly T[]): T {
  return (
    values.find((value) => value === at.value) ?? at.fail(at.path, `must be one of ${values.join(", ")}`)
  );
}

export function texts(at: At): string[] {
  return items(at).map(text);
}

/** What `read` makes of it, or undefined where nothing was written. */
export function optional<T>(at: At, read: (at: At) => T): T | undefined {
  return at.value === undefined ? undefined : read(at);
}

/** What `read` makes of it, or null where null was written. */
export function nullable<T>(at: At, read: (at: At) => T): T | null {
  return at.value === null ? null : read(at);
}
