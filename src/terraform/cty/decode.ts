/** Values of the wire, read by the schema that they are meant to follow. */
import { type Path, type PathStep, type TfObject, type TfValue, unknown } from "../contract.ts";
import { type Attribute, type Attributes, isNested, type Type } from "../schema/types.ts";
import { CodecError } from "./error.ts";
import { membersOf, unpack } from "./msgpack.ts";
import { fromDecimal, fromDouble } from "./number.ts";

/** As it arrives: JSON only where there is no MessagePack. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
  readonly json: Uint8Array;
}

/** What one encoding makes of maps and numbers. */
interface Reader {
  readonly members: (map: object) => readonly (readonly [string, unknown])[];
  readonly number: (raw: unknown) => number | null;
}

const packed: Reader = {
  members: membersOf,
  number: (raw) => {
    if (typeof raw === "number") return fromDouble(raw);
    if (typeof raw === "bigint") return fromDecimal(String(raw));
    return typeof raw === "string" ? fromDecimal(raw) : null;
  },
};

const json: Reader = {
  members: (map) => Object.entries(map),
  // Its text was decimal.
  number: (raw) => (typeof raw === "number" && Number.isFinite(raw) ? raw : null),
};

/** An object of a schema; null where there is none. Throws a {@link CodecError}. */
export function decodeObject(attributes: Attributes, value: DynamicValue | null): TfObject | null {
  const { reader, raw } = parse(value);
  const read = objectOf(reader, attributes, raw, []);
  if (read === unknown) throw new CodecError([], "It is wholly unknown.");
  return read;
}

/** A value of a plain type. Throws a {@link CodecError}. */
export function decodeValue(type: Type, value: DynamicValue | null): TfValue {
  const { reader, raw } = parse(value);
  return plainOf(reader, type, raw, []);
}

function parse(value: DynamicValue | null): { readonly reader: Reader; readonly raw: unknown } {
  const { msgpack = new Uint8Array(), json: text = new Uint8Array() } = value ?? {};
  try {
    if (msgpack.byteLength > 0) return { reader: packed, raw: unpack(msgpack) };
    if (text.byteLength > 0) return { reader: json, raw: JSON.parse(new TextDecoder().decode(text)) };
  } catch {
    // The message of the parser may quote the value.
    throw new CodecError([], "It cannot be read: it is cut short or damaged.");
  }
  return { reader: packed, raw: null };
}

function attributeOf(reader: Reader, attribute: Attribute, raw: unknown, path: Path): TfValue {
  if (!isNested(attribute)) return plainOf(reader, attribute.type, raw, path);
  const { attributes, nesting } = attribute;
  const inner = (each: unknown, step: PathStep) => objectOf(reader, attributes, each, [...path, step]);
  switch (nesting) {
    case "single":
      return objectOf(reader, attributes, raw, path);
    case "list":
      return listOf(raw, path, inner);
    case "map":
      return mapOf(reader, raw, path, inner);
  }
}

function plainOf(reader: Reader, type: Type, raw: unknown, path: Path): TfValue {
  if (isAbsent(raw)) return null;
  if (raw === unknown) return unknown;
  if (typeof type === "object") {
    const [collection, element] = type;
    // Elements of a set have no path of their own.
    const inner = (each: unknown, step: PathStep) =>
      plainOf(reader, element, each, collection === "set" ? path : [...path, step]);
    return collection === "map" ? mapOf(reader, raw, path, inner) : listOf(raw, path, inner);
  }
  switch (type) {
    case "string":
      if (typeof raw === "string") return raw;
      throw mismatch(path, "a string", raw);
    case "bool":
      if (typeof raw === "boolean") return raw;
      throw mismatch(path, "a bool", raw);
    case "number": {
      const value = reader.number(raw);
      if (value !== null) return value;
      if (!/^(?:number|bigint|string)$/.test(typeof raw)) throw mismatch(path, "a number", raw);
      throw new CodecError(path, "It is no number that can be held exactly: about 15 digits are.");
    }
  }
}

function objectOf(
  reader: Reader,
  attributes: Attributes,
  raw: unknown,
  path: Path,
): TfObject | typeof unknown | null {
  if (isAbsent(raw)) return null;
  if (raw === unknown) return unknown;
  if (!isMap(raw)) throw mismatch(path, "an object", raw);
  const members = new Map(reader.members(raw));
  const made = bare();
  for (const [name, attribute] of attributes) {
    const at = [...path, { attribute: name }];
    if (!members.has(name)) throw new CodecError(at, "It is missing.");
    made[name] = attributeOf(reader, attribute, members.get(name), at);
  }
  for (const name of members.keys()) {
    if (!attributes.has(name))
      throw new CodecError([...path, { attribute: name }], "There is no such attribute.");
  }
  return made;
}

type Inner = (raw: unknown, step: PathStep) => TfValue;

function listOf(raw: unknown, path: Path, inner: Inner): TfValue {
  if (isAbsent(raw)) return null;
  if (raw === unknown) return unknown;
  if (!Array.isArray(raw)) throw mismatch(path, "a list", raw);
  return raw.map((each: unknown, index) => inner(each, { index }));
}

function mapOf(reader: Reader, raw: unknown, path: Path, inner: Inner): TfValue {
  if (isAbsent(raw)) return null;
  if (raw === unknown) return unknown;
  if (!isMap(raw)) throw mismatch(path, "a map", raw);
  const made = bare();
  for (const [key, each] of reader.members(raw)) made[key] = inner(each, { key });
  return made;
}

/** Without a prototype, so that every key is only a key. */
function bare(): Record<string, TfValue> {
  return Object.create(null);
}

function isAbsent(raw: unknown): raw is null | undefined {
  return raw === null || raw === undefined;
}

function isMap(raw: unknown): raw is object {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw) && !ArrayBuffer.isView(raw);
}

function mismatch(path: Path, wanted: string, raw: unknown): CodecError {
  const found = Array.isArray(raw)
    ? "a list"
    : ArrayBuffer.isView(raw)
      ? "bytes"
      : typeof raw === "object"
        ? "a map"
        : `a ${typeof raw}`;
  return new CodecError(path, `It is ${found} where ${wanted} is required.`);
}
