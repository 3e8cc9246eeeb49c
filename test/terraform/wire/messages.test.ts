import { describe, expect, test } from "vitest";
import type { Schema } from "../../../src/terraform/schema/types.ts";
import { diagnosticMessage, pathMessage } from "../../../src/terraform/wire/diagnostics.ts";
import { decodeMessage, encodeMessage } from "../../../src/terraform/wire/messages.ts";
import { functionMessage, schemaMessage } from "../../../src/terraform/wire/schema.ts";
import { messages } from "../../../src/terraform/wire/table.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

describe("bytes, by hand from the rules of protobuf", () => {
  test("a dynamic value", () => {
    expect(hex(encodeMessage("DynamicValue", { msgpack: bytes("c0") }))).toBe("0a01c0");
  });

  test("an index of 0 stands there, and nothing else in its step", () => {
    const message = pathMessage([{ attribute: "a" }, { key: "" }, { index: 0 }]);
    expect(hex(encodeMessage("AttributePath", message))).toBe("0a030a0161" + "0a021200" + "0a021800");
  });

  test("a diagnostic", () => {
    const message = diagnosticMessage({
      severity: "warning",
      summary: "S",
      detail: "D",
      path: [{ attribute: "x" }],
    });
    expect(hex(encodeMessage("Diagnostic", message))).toBe("0802" + "120153" + "1a0144" + "22050a030a0178");
  });

  test("a diagnostic about nothing in particular has no path", () => {
    const message = diagnosticMessage({ severity: "error", summary: "S", detail: "D", path: [] });
    expect(hex(encodeMessage("Diagnostic", message))).toBe("0801" + "120153" + "1a0144");
  });

  test("a function's error about its first argument", () => {
    expect(hex(encodeMessage("FunctionError", { text: "x", function_argument: 0 }))).toBe("0a0178" + "1000");
  });

  test("a map by name", () => {
    const message = { functions: { f: { summary: "s" } } };
    expect(hex(encodeMessage("Functions", message))).toBe("0a08" + "0a0166" + "1203220173");
  });

  test("a request is whole, whatever was left out", () => {
    expect(decodeMessage("PlanRequest", bytes("0a0178"))).toEqual({
      type_name: "x",
      prior_state: null,
      proposed_new_state: null,
      config: null,
      prior_private: Buffer.alloc(0),
    });
    const { prior_private: kept } = decodeMessage("PlanRequest", bytes(""));
    expect(kept).toBeInstanceOf(Uint8Array);
  });

  test("fields that came later are skipped", () => {
    // 7: a message, 99: a number, 100: of 64 bits.
    const later = "3a020801" + "98060f" + "a106ffffffffffffffff";
    expect(decodeMessage("StopResponse", bytes(`0a0178${later}`))).toEqual({ Error: "x" });
  });

  test("a version of 64 bits is a number", () => {
    expect(decodeMessage("UpgradeRequest", bytes("10ac02")).version).toBe(300);
    expect(decodeMessage("UpgradeRequest", bytes("")).version).toBe(0);
  });

  test.each(["0a", "0aff", "0b", "ffffffffffffffffffffff"])("what is no message is refused: %s", (text) => {
    expect(() => decodeMessage("PlanRequest", bytes(text))).toThrow();
  });
});

describe("the table", () => {
  test.each(Object.entries(messages))("%s: no number twice", (_name, fields) => {
    const numbers = Object.values(fields).map(([number]) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

const schema: Schema = {
  description: "All.",
  attributes: new Map([
    ["must", { type: "string", mode: "required", description: "M." }],
    ["may", { type: ["set", "string"], mode: "optional", description: "O." }],
    ["told", { type: "number", mode: "computed", description: "C." }],
    ["both", { type: "bool", mode: "both", description: "B." }],
    ["secret", { type: "string", mode: "optional", description: "S.", sensitive: true, writeOnly: true }],
    [
      "people",
      {
        nesting: "map",
        mode: "required",
        description: "P.",
        attributes: new Map([["level", { type: "string", mode: "optional", description: "L." }]]),
      },
    ],
  ]),
};

describe("schemas", () => {
  test("as messages", () => {
    const read = decodeMessage("Schema", encodeMessage("Schema", schemaMessage(schema)));
    const shown = read.block?.attributes.map((each) => ({
      name: each.name,
      type: Buffer.from(each.type).toString(),
      flags: (["required", "optional", "computed", "sensitive", "write_only"] as const).filter(
        (flag) => each[flag],
      ),
      nested: each.nested_type?.nesting ?? null,
    }));
    expect(shown).toEqual([
      { name: "must", type: '"string"', flags: ["required"], nested: null },
      { name: "may", type: '["set","string"]', flags: ["optional"], nested: null },
      { name: "told", type: '"number"', flags: ["computed"], nested: null },
      { name: "both", type: '"bool"', flags: ["optional", "computed"], nested: null },
      { name: "secret", type: '"string"', flags: ["optional", "sensitive", "write_only"], nested: null },
      { name: "people", type: "", flags: ["required"], nested: 4 },
    ]);
    expect(read.block?.attributes[5]?.nested_type?.attributes.map(({ name }) => name)).toEqual(["level"]);
    expect([read.block?.description, read.block?.description_kind]).toEqual(["All.", 1]);
  });

  test("functions", () => {
    const read = decodeMessage(
      "Function",
      encodeMessage(
        "Function",
        functionMessage({
          summary: "S",
          description: "D",
          parameters: [{ name: "a", type: "string", description: "A" }],
          variadic: { name: "more", type: "number", description: "M" },
          returns: { object: { key: "string", parts: ["list", "string"] } },
        }),
      ),
    );
    expect(Buffer.from(read.return?.type ?? []).toString()).toBe(
      '["object",{"key":"string","parts":["list","string"]}]',
    );
    expect(read.parameters.map(({ name }) => name)).toEqual(["a"]);
    expect(read.variadic_parameter?.name).toBe("more");
  });
});
