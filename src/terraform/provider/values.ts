/** Values of Terraform as values of Charter's kinds, and back. */
import type { Attribute as Declared } from "../../model/attribute.ts";
import { isAttribute, sameValue } from "../../model/attribute.ts";
import { attributesOf, type Kind } from "../../model/kind.ts";
import { type Attributes, emptyAttributes } from "../../model/resource.ts";
import { canonical, type Value } from "../../model/value.ts";
import { type TfObject, type TfValue, unknown } from "../contract.ts";
import { shapeOf } from "../schema/attributes.ts";
import { snake } from "../schema/names.ts";
import { type Attribute, isNested, type Attributes as SchemaAttributes } from "../schema/types.ts";

export function isObject(value: TfValue | undefined): value is TfObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object without a prototype: its names come from files and servers. */
export function emptyObject(): Record<string, TfValue> {
  return Object.create(null) as Record<string, TfValue>;
}

export function textOf(value: TfValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** The texts of a list or set; what is not known is left out. */
export function textsOf(value: TfValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

/** Whether anything in it is not known yet. */
export function holdsUnknown(value: TfValue | undefined): boolean {
  if (value === unknown) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}

/** An object of the schema that has no values. */
export function nulls(attributes: SchemaAttributes): Record<string, TfValue> {
  const object = emptyObject();
  for (const name of attributes.keys()) object[name] = null;
  return object;
}

/** Equal to Terraform: order counts in lists, and nowhere else. */
export function same(of: Attribute, a: TfValue, b: TfValue): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    if (isNested(of)) return a.every((each, index) => sameObject(of.attributes, each, b[index] ?? null));
    const [left, right] = of.type[0] === "set" ? [a.map(String).sort(), b.map(String).sort()] : [a, b];
    return left.every((each, index) => each === right[index]);
  }
  if (!isObject(a) || !isObject(b)) return false;
  if (isNested(of) && of.nesting === "single") return sameObject(of.attributes, a, b);
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const left: TfValue | undefined = a[name];
      const right: TfValue | undefined = b[name];
      if (left === undefined || right === undefined) return false;
      return isNested(of) ? sameObject(of.attributes, left, right) : left === right;
    })
  );
}

export function sameObject(attributes: SchemaAttributes, a: TfValue, b: TfValue): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return false;
  return [...attributes].every(([name, of]) => same(of, a[name] ?? null, b[name] ?? null));
}

/** The value at a dotted name of a kind (`overrides.copy`). */
export function at(object: TfObject | null, dotted: string): TfValue {
  const [top = "", inner] = dotted.split(".");
  const value: TfValue = object?.[snake(top)] ?? null;
  if (inner === undefined || value === unknown) return value;
  return isObject(value) ? (value[snake(inner)] ?? null) : null;
}

/** Where a dotted name stands. */
export function pathAt(dotted: string): readonly { readonly attribute: string }[] {
  return dotted.split(".").map((name) => ({ attribute: snake(name) }));
}

/** One value for the core; undefined where there is none, where it is not known, or where it is no such value. */
export function toModel(attribute: Declared, value: TfValue): Value | undefined {
  if (value === null || holdsUnknown(value)) return undefined;
  const shape = shapeOf(attribute);
  if (shape === "secret") return undefined;
  if (shape === "json") {
    try {
      return typeof value === "string" ? (JSON.parse(value) as Value) : undefined;
    } catch {
      return undefined;
    }
  }
  return Array.isArray(value)
    ? textsOf(value)
    : isObject(value) || typeof value === "symbol"
      ? undefined
      : (value as Value);
}

/** What an object says of the kind's attributes, under dotted names; what is null or unknown is not in it. */
export function attributesIn(kind: Kind, object: TfObject | null): Attributes {
  const attributes = emptyAttributes();
  for (const [name, attribute] of attributesOf(kind)) {
    const value = toModel(attribute, at(object, name));
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

/**
 * What is live, as Terraform holds it. A value that means the same as the one that Terraform has keeps its spelling: a
 * difference that is none must not show.
 *
 * | attribute | value |
 * | --- | --- |
 * | secret | null: it is not read |
 * | implied by others | null: nobody may write it |
 * | the same as in `prior` | as in `prior` |
 * | else | what is live |
 */
export function fromLive(kind: Kind, live: Attributes, prior: TfObject | null): Record<string, TfValue> {
  const object = emptyObject();
  const one = (dotted: string, attribute: Declared): TfValue => {
    const value = live[dotted];
    if (attribute.secret || value === undefined || value === null || kind.implied?.(live, dotted))
      return null;
    const former = at(prior, dotted);
    const known = toModel(attribute, former);
    if (known !== undefined && sameValue(attribute, known, value)) return former;
    return toTerraform(attribute, value);
  };
  for (const [name, node] of Object.entries(kind.attributes)) {
    if (isAttribute(node)) {
      object[snake(name)] = one(name, node);
      continue;
    }
    const group = emptyObject();
    for (const [inner, attribute] of Object.entries(node))
      group[snake(inner)] = one(`${name}.${inner}`, attribute);
    object[snake(name)] = group;
  }
  return object;
}

function toTerraform(attribute: Declared, value: Value): TfValue {
  const shape = shapeOf(attribute);
  if (shape === "json") return canonical(value);
  if (shape === "string") return typeof value === "string" ? value : canonical(value);
  if (shape === "number") return typeof value === "number" ? value : null;
  if (shape === "bool") return typeof value === "boolean" ? value : null;
  return Array.isArray(value)
    ? value.map((each: Value) => (typeof each === "string" ? each : canonical(each)))
    : null;
}

/** Whether what is live has all that an object says. */
export function isAs(kind: Kind, object: TfObject, live: Attributes): boolean {
  const wanted = attributesIn(kind, object);
  return [...attributesOf(kind)].every(
    ([name, of]) => wanted[name] === undefined || of.secret || sameValue(of, wanted[name], live[name]),
  );
}
