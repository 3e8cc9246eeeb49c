import type { Attribute } from "../model/attribute.ts";
import { isRecord } from "../model/value.ts";

/** A JSON Schema (draft-07), as plain data. */
export type Schema = { readonly [keyword: string]: unknown };

/** An object that has these members and no others. */
export function object(properties: Schema, more: Schema = {}): Schema {
  return { type: "object", additionalProperties: false, properties, ...more };
}

const plainSchemas = new WeakMap<object, Schema>();

/** The attribute's schema as plain JSON, without what TypeBox keeps in it for itself. */
export function plainSchema(attribute: Attribute): Schema {
  let plain = plainSchemas.get(attribute.schema);
  if (plain === undefined) {
    const copy: unknown = JSON.parse(JSON.stringify(attribute.schema));
    plain = isRecord(copy) ? copy : {};
    plainSchemas.set(attribute.schema, plain);
  }
  return plain;
}

/** Whether a file may write null for it: it stands for the default, or for "not set". */
function takesNull(attribute: Attribute): boolean {
  return attribute.nullable || attribute.default !== undefined;
}

/** What a file may hold for the attribute: its schema, and null where that means something. */
export function writtenSchema(attribute: Attribute): Schema {
  const schema = plainSchema(attribute);
  const base = takesNull(attribute) ? withNull(schema) : schema;
  return attribute.default === undefined ? base : { ...base, default: attribute.default };
}

function withNull(schema: Schema): Schema {
  const { anyOf, type } = schema;
  const values = schema["enum"];
  if (Array.isArray(values)) {
    const rest = typeof type === "string" && type !== "null" ? { ...schema, type: [type, "null"] } : schema;
    return { ...rest, enum: values.includes(null) ? values : [...values, null] };
  }
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...anyOf, { type: "null" }] };
  if (typeof type === "string" && !("const" in schema)) {
    return type === "null" ? schema : { ...schema, type: [type, "null"] };
  }
  const { title, description, ...rest } = schema;
  const words = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
  return { ...words, anyOf: [rest, { type: "null" }] };
}

/** The values that a schema lists, or null where it allows more than a list. */
export function listedValues(schema: Schema): readonly unknown[] | null {
  const { anyOf } = schema;
  const values = schema["enum"];
  if ("const" in schema) return [schema["const"]];
  if (Array.isArray(values)) return values;
  if (!Array.isArray(anyOf)) return null;
  const lists = anyOf.map((each) => (isRecord(each) ? listedValues(each) : null));
  return lists.every((list) => list !== null) ? lists.flat() : null;
}

/** "one of ADMIN, MEMBER", "true or false", "text": what a person may write. */
export function describeSchema(schema: Schema): string {
  const values = listedValues(schema);
  if (values !== null) {
    const words = values.filter((each) => each !== null).map((each) => String(each));
    return words.length === 1 ? words.join("") : `one of ${words.join(", ")}`;
  }
  if (Array.isArray(schema["anyOf"]) && schema["type"] === undefined) {
    const words = schema["anyOf"].map((each) => (isRecord(each) ? describeSchema(each) : ""));
    return [...new Set(words)].join(" or ");
  }
  const { type } = schema;
  const types = (Array.isArray(type) ? type : [type]).filter((each) => each !== "null");
  return types.map((each) => typeWords.get(String(each)) ?? "a value").join(" or ");
}

export const typeWords: ReadonlyMap<string, string> = new Map([
  ["string", "text"],
  ["number", "a number"],
  ["integer", "a whole number"],
  ["boolean", "true or false"],
  ["array", "a list"],
  ["object", "a map"],
  ["null", "null"],
]);
