import fc from "fast-check";
import { expect, test } from "vitest";
import { expand, globOf } from "../../../src/config/policies/glob.ts";
import { matcher } from "../../../src/model/pattern.ts";

test.each([
  ["a/b/*", 3, ["a/b/*"]],
  ["a/**", 3, ["a/*/*"]],
  ["**a", 3, ["*/*/*a"]],
  ["**a**", 2, ["*a*/*", "*/*a*"]],
  ["a**b/c", 3, ["a*/*b/c"]],
  ["a/b", 3, []],
  ["a/**/b", 2, []],
  ["**", 1, ["*"]],
])("%s as %i parts", (pattern, parts, expected) => {
  expect(expand(pattern, parts).map((each) => each.join("/"))).toEqual(expected);
});

const text = fc.array(fc.constantFrom("a", "b", "ab"), { maxLength: 5 }).map((parts) => parts.join(""));

test("a part means what its pattern means", () => {
  const pattern = fc
    .array(fc.constantFrom("a", "b", "*", "ab"), { maxLength: 6 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(pattern, text, (pattern, part) => {
      expect(globOf(pattern).matches(part)).toBe(matcher(pattern)(part));
    }),
    { numRuns: 2000 },
  );
});

test("the parts together mean what the pattern means", () => {
  const pattern = fc
    .array(fc.constantFrom("a", "b", "/", "*", "**"), { minLength: 1, maxLength: 7 })
    .map((parts) => parts.join(""));
  const address = fc.array(text, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(pattern, address, (pattern, parts) => {
      const ways = expand(pattern, parts.length);
      const met = ways.some((way) => way.every((each, index) => globOf(each).matches(parts[index] ?? "")));
      expect(met).toBe(matcher(pattern)(parts.join("/")));
    }),
    { numRuns: 3000 },
  );
});
