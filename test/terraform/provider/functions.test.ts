import { describe, expect, test } from "vitest";
import { callFunction } from "../../../src/terraform/provider/functions.ts";

describe("address", () => {
  test.each([
    [["acme"], { result: "acme" }],
    [["acme", "members", "alice@acme.io"], { result: "acme/members/alice@acme.io" }],
    [["acme", "projects", "a/b", "grants", "100%"], { result: "acme/projects/a%2Fb/grants/100%25" }],
    [[""], { error: "The organization has no key.", argument: 0 }],
    [
      ["acme", "members"],
      { error: "After the organization come pairs: a collection and a key.", argument: 1 },
    ],
    [["acme", "members", ""], { error: "A key is empty.", argument: 2 }],
  ])("%j", (parts, result) => {
    expect(callFunction("address", parts)).toEqual(result);
  });

  test("a collection is a name", () => {
    expect(callFunction("address", ["acme", "a/b", "c"])).toMatchObject({ argument: 1 });
  });
});

describe("parse_address", () => {
  test.each([
    ["acme", { organization: "acme", parent: "", collection: "", key: "acme" }],
    [
      "acme/projects/a%2Fb/grants/bob",
      { organization: "acme", parent: "acme/projects/a%2Fb", collection: "grants", key: "bob" },
    ],
    [
      "acme?id=O-7/projects/raw?id=P-1",
      { organization: "acme", parent: "acme?id=O-7", collection: "projects", key: "raw" },
    ],
  ])("%s", (address, result) => {
    expect(callFunction("parse_address", [address])).toEqual({ result });
  });

  test.each(["", "acme/members", "acme//x"])("%j is none", (address) => {
    expect(callFunction("parse_address", [address])).toMatchObject({ argument: 0 });
  });
});

test("there are no others", () => {
  expect(callFunction("file", ["/etc/passwd"])).toEqual({ error: "There is no function file." });
});
