/** Whatever is encoded comes back as it was, for any schema; and no bytes at all break the decoder. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type TfObject, type TfValue, unknown } from "../../../src/terraform/contract.ts";
import { decodeObject } from "../../../src/terraform/cty/decode.ts";
import { encodeObject } from "../../../src/terraform/cty/encode.ts";
import { CodecError } from "../../../src/terraform/cty/error.ts";
import { type Attribute, type Attributes, isNested, type Type } from "../../../src/terraform/schema/types.ts";

const types: readonly Type[] = [
  "string",
  "number",
  "bool",
  ["list", "string"],
  ["set", "string"],
  ["map", "string"],
];
const text = fc.string({ unit: "binary", maxLength: 8 }).map((each) => each.toWellFormed());
const key = fc.oneof({ weight: 5, arbitrary: text }, fc.constantFrom("__proto__", "constructor", ""));

const { attributes: schemas } = fc.letrec<{ attribute: Attribute; attributes: Attributes }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3 },
    fc.record({
      type: fc.constantFrom(...types),
      mode: fc.constant("both" as const),
      description: fc.constant(""),
    }),
    fc.record({
      nesting: fc.constantFrom("single" as const, "map" as const, "list" as const),
      attributes: tie("attributes"),
      mode: fc.constant("both" as const),
      description: fc.constant(""),
    }),
  ),
  attributes: fc.array(fc.tuple(key, tie("attribute")), { maxLength: 4 }).map((all) => new Map(all)),
}));

const missing = fc.constantFrom<TfValue>(null, unknown);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (each === 0 ? 0 : each)),
  fc.integer(),
  fc.maxSafeInteger(),
);

function valueFor(attribute: Attribute): fc.Arbitrary<TfValue> {
  if (!isNested(attribute)) return fc.oneof({ weight: 3, arbitrary: plain(attribute.type) }, missing);
  const one = objectOf(attribute.attributes);
  const given: Record<typeof attribute.nesting, fc.Arbitrary<TfValue>> = {
    single: one,
    list: fc.array(one, { maxLength: 3 }),
    map: fc.array(fc.tuple(key, one), { maxLength: 3 }).map(bare),
  };
  return fc.oneof({ weight: 3, arbitrary: given[attribute.nesting] }, missing);
}

function plain(type: Type): fc.Arbitrary<TfValue> {
  if (type === "string") return text;
  if (type === "number") return number;
  if (type === "bool") return fc.boolean();
  const element = fc.oneof({ weight: 4, arbitrary: text }, missing);
  return type[0] === "map"
    ? fc.array(fc.tuple(key, element), { maxLength: 4 }).map(bare)
    : fc.array(element, { maxLength: 4 });
}

function objectOf(attributes: Attributes): fc.Arbitrary<TfObject> {
  const names = [...attributes.keys()];
  return fc
    .tuple(...[...attributes.values()].map(valueFor))
    .map((values) => bare(names.map((name, index) => [name, values[index] ?? null])));
}

function bare(entries: readonly (readonly [string, TfValue])[]): TfObject {
  const made: Record<string, TfValue> = Object.create(null);
  for (const [name, value] of entries) made[name] = value;
  return made;
}

/** With the order of keys, which the decoder takes from the schema. */
const shown = (value: TfValue): unknown => {
  if (value === unknown) return "unknown";
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return [value];
  return Object.entries(value).map(([name, each]) => [name, shown(each)]);
};

test("decode ∘ encode is nothing at all", () => {
  fc.assert(
    fc.property(
      schemas.chain((attributes) => objectOf(attributes).map((value) => ({ attributes, value }))),
      ({ attributes, value }) => {
        const bytes = encodeObject(attributes, value);
        const read = decodeObject(attributes, { msgpack: bytes, json: new Uint8Array() });
        expect(shown(read)).toEqual(shown(value));
      },
    ),
    { numRuns: 500 },
  );
});

test("any bytes give a value or a CodecError", () => {
  const attributes: Attributes = new Map<string, Attribute>([
    ["a", { type: "string", mode: "both", description: "" }],
  ]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (msgpack) => {
      try {
        decodeObject(attributes, { msgpack, json: new Uint8Array() });
      } catch (error) {
        expect(error).toBeInstanceOf(CodecError);
      }
    }),
    { numRuns: 2_000 },
  );
});
