import { type Static, type TSchema, Type } from "typebox";
import type { Ref } from "./call.ts";
import { equal, isRecord, type Value } from "./value.ts";

/** One attribute of a kind. Made by {@link required} and {@link optional}. */
export interface Attribute<S extends TSchema = TSchema, Required extends boolean = boolean> {
  readonly schema: S;
  /** Must be written wherever the resource is written. */
  readonly required: Required;
  /** What the platform sets when it is omitted at creation, and what `null` in a file stands for. */
  readonly default?: Value;
  /** The platform itself can hold null here ("not set"). */
  readonly nullable: boolean;
  /** Cannot change after creation. */
  readonly immutable: boolean;
  /** Never shown, never compared, never stored. Files write where it comes from (see {@link secretSource}). */
  readonly secret: boolean;
  /** Must be written where the resource does not exist yet: the platform cannot create it without. */
  readonly needed: boolean;
  /** A list whose order means nothing. */
  readonly unordered: boolean;
  /** What a step from one value to another means to access. Absent: neutral to it. */
  readonly ranks?: Ranks;
  /** Once it has this value it cannot go back to another. */
  readonly oneWay?: Value;
}

/**
 * | ranks | raises | lowers |
 * | --- | --- | --- |
 * | values from least to most access | a step up | a step down |
 * | `elements`: a list each of whose elements is access | more elements | fewer, or others |
 * | what each value allows, where the values are no ladder | a value that allows more | one that allows less, or other things |
 */
export type Ranks = readonly Value[] | "elements" | { readonly [value: string]: readonly string[] };

export interface AttributeOptions {
  readonly default?: Value;
  readonly nullable?: boolean;
  readonly immutable?: boolean;
  readonly secret?: boolean;
  readonly needed?: boolean;
  readonly unordered?: boolean;
  readonly ranks?: Ranks;
  readonly oneWay?: Value;
}

/** Attributes of a kind by name; one level of grouping (`overrides: { copy: … }`) is allowed. */
export type AttributeTree = {
  readonly [name: string]: Attribute | { readonly [name: string]: Attribute };
};

function attribute<S extends TSchema, R extends boolean>(
  schema: S,
  isRequired: R,
  options: AttributeOptions,
): Attribute<S, R> {
  return {
    schema,
    required: isRequired,
    nullable: options.nullable ?? false,
    immutable: options.immutable ?? false,
    secret: options.secret ?? false,
    needed: options.needed ?? false,
    unordered: options.unordered ?? false,
    ...(options.default === undefined ? {} : { default: options.default }),
    ...(options.ranks === undefined ? {} : { ranks: options.ranks }),
    ...(options.oneWay === undefined ? {} : { oneWay: options.oneWay }),
  };
}

/** An attribute that must be written. */
export function required<S extends TSchema>(schema: S, options: AttributeOptions = {}): Attribute<S, true> {
  return attribute(schema, true, options);
}

/** An attribute that may be omitted: then it is not managed. */
export function optional<S extends TSchema>(schema: S, options: AttributeOptions = {}): Attribute<S, false> {
  return attribute(schema, false, options);
}

export function isAttribute(node: AttributeTree[string]): node is Attribute {
  return typeof node.required === "boolean";
}

/** The attributes of a tree under their dotted names: `overrides.copy`. */
export function flatten(tree: AttributeTree): ReadonlyMap<string, Attribute> {
  const flat = new Map<string, Attribute>();
  for (const [name, node] of Object.entries(tree)) {
    if (isAttribute(node)) flat.set(name, node);
    else for (const [inner, leaf] of Object.entries(node)) flat.set(`${name}.${inner}`, leaf);
  }
  return flat;
}

/** Whether two values of this attribute are the same thing to the platform. */
export function sameValue(of: Attribute | undefined, a: Value | undefined, b: Value | undefined): boolean {
  return equal(a, b, of?.unordered ?? false);
}

/** 1 where `after` gives more access than `before`, -1 where less, 0 where access does not depend on it. */
export function step(of: Attribute, before: Value | undefined, after: Value | undefined): -1 | 0 | 1 {
  const { ranks } = of;
  if (ranks === undefined) return 0;
  if (ranks === "elements") return stepOfElements(before, after);
  if (!isOrdered(ranks)) {
    const allowed = (value: Value | undefined) =>
      typeof value === "string" && Object.hasOwn(ranks, value) ? ranks[value] : undefined;
    const [had, has] = [allowed(before), allowed(after)];
    return had === undefined || has === undefined ? 0 : stepOfElements(had, has);
  }
  const rank = (value: Value | undefined) => ranks.findIndex((each) => equal(each, value));
  const [from, to] = [rank(before), rank(after)];
  if (from < 0 || to < 0 || from === to) return 0;
  return to > from ? 1 : -1;
}

/** The value that gives most access, where one does. */
export function most({ ranks }: Attribute): Value | undefined {
  if (ranks === undefined || ranks === "elements") return undefined;
  if (isOrdered(ranks)) return ranks.at(-1);
  return Object.keys(ranks).find((each) =>
    Object.values(ranks).every((others) => others.every((one) => ranks[each]?.includes(one))),
  );
}

function isOrdered(ranks: Exclude<Ranks, "elements">): ranks is readonly Value[] {
  return Array.isArray(ranks);
}

/** A list that loses an element lowers, whatever it gains. */
function stepOfElements(before: Value | undefined, after: Value | undefined): -1 | 0 | 1 {
  const [had, has] = [before, after].map((list) => new Set(Array.isArray(list) ? list.map(String) : []));
  if (had === undefined || has === undefined) return 0;
  if (![...had].every((each) => has.has(each))) return -1;
  return has.size > had.size ? 1 : 0;
}

/** How environment variables are called. What is called otherwise may be the secret itself, in the wrong place. */
export const variablePattern = "^[A-Za-z_][A-Za-z0-9_]*$";

/** What a file writes for a secret: the environment variable that holds it, never the secret itself. */
export function secretSource(description: string) {
  return Type.Object(
    {
      env: Type.String({
        pattern: variablePattern,
        description: "Environment variable that holds it when the plan is applied.",
      }),
    },
    { additionalProperties: false, description },
  );
}

/** The reference to a written secret, for the body of a call; null where none is written. */
export function secretRef(value: Value | undefined): Ref | null {
  return isRecord(value) && typeof value.env === "string" ? { $ref: "secret", name: value.env } : null;
}

/** What a person writes for a tree of attributes, as a TypeScript type. */
export type Written<T extends AttributeTree> = {
  readonly [N in keyof T as T[N] extends Attribute<TSchema, true> ? N : never]: WrittenNode<T[N]>;
} & {
  readonly [N in keyof T as T[N] extends Attribute<TSchema, true> ? never : N]?: WrittenNode<T[N]>;
};

type WrittenNode<N> =
  N extends Attribute<infer S, infer R>
    ? R extends true
      ? Static<S>
      : Static<S> | null
    : N extends AttributeTree
      ? Written<N>
      : never;
