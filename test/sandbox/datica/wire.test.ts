/** The decoder that stands in for Go's fails where Go's fails: else the exchanges in clients.test.ts prove little. */
import { describe, expect, test } from "vitest";
import { decode, type GoType, goError, types } from "./wire.ts";

describe("taken", () => {
  test.each<[GoType, unknown]>([
    ["string", ""],
    ["string", null],
    ["int", 5],
    ["bool", false],
    [{ slice: "string" }, []],
    [{ slice: "string" }, null],
    [{ map: "string" }, { orgID: "x" }],
    [{ struct: { id: "string" } }, {}],
    [{ struct: { id: "string" } }, { id: "x", more: 1 }],
    [types.groups, { groups: [{ name: "A", acls: null, members: [] }] }],
  ])("%j from %j", (type, value) => {
    expect(() => decode(type, value)).not.toThrow();
  });
});

describe("not taken", () => {
  test.each<[GoType, unknown]>([
    ["string", 1],
    ["int", "5"],
    ["int", 5.5],
    ["bool", 1],
    [{ slice: "string" }, {}],
    [{ slice: "string" }, [1]],
    [{ map: "string" }, { orgID: "x", roleID: 5 }],
    [{ struct: { id: "string" } }, []],
    [{ struct: { id: "int" } }, { id: "x" }],
    [types.groups, {}],
    [types.groups, { groups: [{ name: "A", acls: [], members: null }] }],
    [types.pods, []],
  ])("%j from %j", (type, value) => {
    expect(() => decode(type, value)).toThrow(/cannot unmarshal|nil pointer/);
  });
});

test("a refusal is printed by the first fields that are there", () => {
  const print = (error: object): string => goError({ status: 400, text: JSON.stringify(error) });
  expect(print({ code: 1, title: "T", description: "D", id: 2, message: "M" })).toBe("(1) T: D");
  expect(print({ id: 2, message: "M" })).toBe("(2) M");
  expect(print({})).toBe("(400) {}");
});
