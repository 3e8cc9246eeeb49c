/** Values for the wire. What does not follow the schema is a mistake of ours, which is thrown with its path. */
import { type Path, type TfObject, type TfValue, unknown } from "../contract.ts";
import {
  type Attribute,
  type Attributes,
  type FunctionSchema,
  isNested,
  type Type,
} from "../schema/types.ts";
import { pathText } from "./error.ts";
import { pack } from "./msgpack.ts";
import { plainText } from "./number.ts";

export function encodeObject(attributes: Attributes, value: TfObject | null): Uint8Array {
  return pack(object(attributes, value, []));
}

/** The result of a function. */
export function encodeValue(type: FunctionSchema["returns"], value: TfValue): Uint8Array {
  if (typeof type !== "object" || !("object" in type)) return pack(plain(type, value, []));
  const attributes = new Map(
    Object.entries(type.object).map(([name, each]) => [
      name,
      { type: each, mode: "computed", description: "" } satisfies Attribute,
    ]),
  );
  return pack(object(attributes, value, []));
}

function attribute(schema: Attribute, value: TfValue, path: Path): unknown {
  if (!isNested(schema)) return plain(schema.type, value, path);
  const { attributes, nesting } = schema;
  const inner = (each: TfValue, at: Path) => object(attributes, each, at);
  switch (nesting) {
    case "single":
      return object(attributes, value, path);
    case "list":
      return list(value, path, inner);
    case "map":
      return map(value, path, inner);
  }
}

function plain(type: Type, value: TfValue, path: Path): unknown {
  if (value === null || value === unknown) return value;
  if (typeof type === "object") {
    const [collection, element] = type;
    const inner = (each: TfValue, at: Path) => plain(element, each, at);
    return collection === "map" ? map(value, path, inner) : list(value, path, inner);
  }
  switch (type) {
    case "string":
      if (typeof value === "string") return value;
      break;
    case "bool":
      if (typeof value === "boolean") return value;
      break;
    case "number":
      // A double of the wire would stand for its binary value: only texts say 0.1.
      if (typeof value === "number" && Number.isFinite(value)) {
        return Number.isSafeInteger(value) ? value + 0 : plainText(value);
      }
      break;
  }
  throw mistake(path, `no ${type}`);
}

function object(attributes: Attributes, value: TfValue, path: Path): unknown {
  if (value === null || value === unknown) return value;
  if (!isObject(value)) throw mistake(path, "no object");
  const made: Record<string, unknown> = Object.create(null);
  for (const [name, schema] of attributes) {
    const at = [...path, { attribute: name }];
    const member = value[name];
    if (member === undefined) throw mistake(at, "missing");
    made[name] = attribute(schema, member, at);
  }
  for (const name of Object.keys(value)) {
    if (!attributes.has(name)) throw mistake([...path, { attribute: name }], "no attribute of the schema");
  }
  return made;
}

type Inner = (value: TfValue, path: Path) => unknown;

function list(value: TfValue, path: Path, inner: Inner): unknown {
  if (value === null || value === unknown) return value;
  if (!isList(value)) throw mistake(path, "no list");
  return value.map((each, index) => inner(each, [...path, { index }]));
}

function map(value: TfValue, path: Path, inner: Inner): unknown {
  if (value === null || value === unknown) return value;
  if (!isObject(value)) throw mistake(path, "no map");
  const made: Record<string, unknown> = Object.create(null);
  for (const [key, each] of Object.entries(value)) made[key] = inner(each, [...path, { key }]);
  return made;
}

function isList(value: TfValue): value is readonly TfValue[] {
  return Array.isArray(value);
}

function isObject(value: TfValue): value is TfObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mistake(path: Path, what: string): TypeError {
  return new TypeError(`the provider gave ${pathText(path) || "a value"}, which is ${what}`);
}
