/** Values as core holds them: of a schema's type, texts normalized, sets sorted and without doubles. */
import { type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import { type Attribute, type Attributes, isNested, type Type } from "../../../src/terraform/schema/types.ts";

export function isObject(value: TfValue | undefined): value is TfObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: TfValue | undefined): value is readonly TfValue[] {
  return Array.isArray(value);
}

export function objectOf(entries: Iterable<readonly [string, TfValue]>): TfObject {
  const made: Record<string, TfValue> = Object.create(null);
  for (const [name, value] of entries) made[name] = value;
  return made;
}

export function own(value: TfValue | undefined, name: string): TfValue {
  return isObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null;
}

/** Two values without doubt the same: unknown is unknown. Both must have been conformed. */
export function same(a: TfValue, b: TfValue): boolean {
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((each, index) => same(each, b[index] ?? null));
  }
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && same(own(a, name), own(b, name)))
    );
  }
  return a === b;
}

export function isWhollyKnown(value: TfValue): boolean {
  if (value === unknown) return false;
  if (isList(value)) return value.every(isWhollyKnown);
  return !isObject(value) || Object.values(value).every(isWhollyKnown);
}

/** Freezes it all, so that nobody changes what is not theirs. */
export function frozen<V extends TfValue>(value: V): V {
  if (isList(value)) for (const each of value) frozen(each);
  else if (isObject(value)) for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}

/** What is wrong with the type of a value. */
export class TypeProblem extends Error {}

/** The object as core decodes it; throws a {@link TypeProblem}, in the words of cty, where the type is another. */
export function conform(attributes: Attributes, value: TfValue, where = ""): TfObject {
  if (!isObject(value)) throw new TypeProblem(`${where}an object is required`);
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  if (names.length !== attributes.size) {
    throw new TypeProblem(
      `${where}an object with ${attributes.size} attributes is required (${names.length} given)`,
    );
  }
  return objectOf(
    [...attributes].map(([name, attribute]) => {
      if (!Object.hasOwn(value, name)) throw new TypeProblem(`${where}attribute "${name}" is required`);
      return [name, conformOne(attribute, own(value, name), `["${name}"]: `)];
    }),
  );
}

function conformOne(attribute: Attribute, value: TfValue, where: string): TfValue {
  if (value === null || value === unknown) return value;
  if (!isNested(attribute)) return conformPlain(attribute.type, value, where);
  if (attribute.nesting === "single") return conform(attribute.attributes, value, where);
  if (attribute.nesting === "list") {
    if (!isList(value)) throw new TypeProblem(`${where}a list is required`);
    return value.map((each) => conformElement(attribute.attributes, each, where));
  }
  if (!isObject(value)) throw new TypeProblem(`${where}a map is required`);
  return objectOf(
    sorted(Object.entries(value), ([key]) => key).map(([key, each]) => [
      key.normalize("NFC"),
      conformElement(attribute.attributes, each, where),
    ]),
  );
}

function conformElement(attributes: Attributes, value: TfValue, where: string): TfValue {
  return value === null || value === unknown ? value : conform(attributes, value, where);
}

function conformPlain(type: Type, value: TfValue, where: string): TfValue {
  switch (type) {
    case "string":
      if (typeof value !== "string") throw new TypeProblem(`${where}string is required`);
      return value.normalize("NFC");
    case "number":
      if (typeof value !== "number" || !Number.isFinite(value)) {
        throw new TypeProblem(`${where}number is required`);
      }
      return value;
    case "bool":
      if (typeof value !== "boolean") throw new TypeProblem(`${where}bool is required`);
      return value;
  }
  const [collection, of] = type;
  const element = (each: TfValue): TfValue =>
    each === null || each === unknown ? each : conformPlain(of, each, where);
  if (collection === "map") {
    if (!isObject(value)) throw new TypeProblem(`${where}map of ${of} is required`);
    return objectOf(
      sorted(Object.entries(value), ([key]) => key).map(([key, each]) => [
        key.normalize("NFC"),
        element(each),
      ]),
    );
  }
  if (!isList(value)) throw new TypeProblem(`${where}${collection} of ${of} is required`);
  const elements = value.map(element);
  // Unknown elements are not the same as each other: each counts.
  if (collection === "list") return elements;
  const known = new Set(elements.filter((each) => each !== unknown));
  return [...sorted([...known], String), ...elements.filter((each) => each === unknown)];
}

function sorted<T>(list: readonly T[], by: (each: T) => string): readonly T[] {
  return [...list].sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0));
}
