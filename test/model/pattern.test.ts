import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyOf, matcher } from "../../src/model/pattern.ts";

const member = "acme/members/ann";
const grant = "acme/projects/raw/grants/ann";

describe("a pattern", () => {
  test.each([
    [member, true, false],
    ["acme/members/*", true, false],
    ["*/members/a*n", true, false],
    ["acme/*", false, false],
    ["acme/**", true, true],
    ["**/ann", true, true],
    ["**", true, true],
    ["acme/members", false, false],
    ["*/projects/*/grants/*", false, true],
    ["acme/members/an", false, false],
    ["ACME/members/ann", false, false],
  ])("%s", (pattern, first, second) => {
    expect([member, grant].map(matcher(pattern))).toEqual([first, second]);
  });

  test("means every other character as it stands", () => {
    const hostile = "a.c(m)e+[x]/members/^ann$|b\\d?{2}";
    expect(matcher(hostile)(hostile)).toBe(true);
    expect(matcher(`${hostile}*`)(hostile)).toBe(true);
    expect(matcher("a.me/members/*")(member)).toBe(false);
    expect(matcher("acme/members/*")("acme/members/two\nlines")).toBe(true);
  });

  const pieces = fc.array(fc.constantFrom("a", "b", "/", "*", "**", "ab", "\u{1f600}"), { maxLength: 9 });
  const texts = fc.array(fc.constantFrom("a", "b", "/", "\u{1f600}"), { maxLength: 9 });

  test("means what the regular expression of the same form means", () => {
    fc.assert(
      fc.property(pieces, texts, (pattern, text) => {
        const source = pattern
          .join("")
          .split(/(\*\*|\*)/)
          .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part))
          .join("");
        const expected = new RegExp(`^${source}$`, "su");
        expect(matcher(pattern.join(""))(text.join(""))).toBe(expected.test(text.join("")));
      }),
      { numRuns: 3000 },
    );
  });

  test("takes no more time for one that is made to take long", () => {
    // Backtracking would try the ways to choose 40 of 5,000 letters.
    expect(matcher(`${"*a".repeat(40)}*b`)("a".repeat(5_000))).toBe(false);
    expect(matcher(`${"**a".repeat(40)}**b`)("a".repeat(5_000))).toBe(false);
  });

  test("one of several", () => {
    expect([member, grant].map(anyOf(["*/members/*", "x"]))).toEqual([true, false]);
    expect(anyOf([])(member)).toBe(false);
  });
});
