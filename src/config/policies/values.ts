import { attributesOf, type Kind } from "../../model/kind.ts";
import type { Condition } from "../../model/policy.ts";
import type { Attributes } from "../../model/resource.ts";
import type { Value } from "../../model/value.ts";

/** A condition as it is asked of the entries of one kind. */
export interface Asked {
  readonly name: string;
  readonly allowed: ReadonlySet<Value>;
  /** What counts where nothing is written; undefined: nothing does. */
  readonly omitted: Value | undefined;
}

/** The conditions, as they are asked of this kind; null where it lacks one of the attributes. */
export function askedOf(conditions: readonly Condition[], kind: Kind): readonly Asked[] | null {
  const attributes = attributesOf(kind);
  const asked = conditions.flatMap(({ attribute, values }) => {
    const of = attributes.get(attribute.value);
    if (of === undefined) return [];
    return { name: attribute.value, allowed: new Set(values.map(({ value }) => value)), omitted: of.default };
  });
  return asked.length === conditions.length ? asked : null;
}

/** What the attribute is by what is written: its value, its default, or undefined. */
export function written({ name, omitted }: Asked, attributes: Attributes): Value | undefined {
  const value = attributes[name];
  return value === undefined ? omitted : value;
}

/** Whether the attribute has one of the values: of a list, whether one of its elements has. */
export function meets(asked: Asked, attributes: Attributes): boolean {
  const value = written(asked, attributes);
  if (value === undefined) return false;
  return Array.isArray(value) ? value.some((each) => asked.allowed.has(each)) : asked.allowed.has(value);
}

/** Whether the attribute has no other than the values: of a list, whether no element has. */
export function keepsTo(asked: Asked, attributes: Attributes): boolean {
  const value = written(asked, attributes);
  if (value === undefined) return false;
  return Array.isArray(value) ? value.every((each) => asked.allowed.has(each)) : asked.allowed.has(value);
}
