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

  test("one of several", () => {
    expect([member, grant].map(anyOf(["*/members/*", "x"]))).toEqual([true, false]);
    expect(anyOf([])(member)).toBe(false);
  });
});
