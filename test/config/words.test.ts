import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, either, nearest, quote } from "../../src/config/words.ts";

test("distances", () => {
  const cases = [
    ["", "", 0],
    ["a", "", 1],
    ["level", "levle", 1],
    ["ADMN", "ADMIN", 1],
    ["abc", "cba", 2],
    ["kitten", "sitting", 3],
    ["ca", "abc", 3],
  ] as const;
  for (const [a, b, distance] of cases) expect(editDistance(a, b)).toBe(distance);
});

test("a distance is symmetric, zero only for the same, and at most the longer length", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }), (a, b) => {
      const distance = editDistance(a, b);
      expect(editDistance(b, a)).toBe(distance);
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test("the nearest name", () => {
  const known = ["members", "projects", "labels", "id"];
  expect(nearest("memebrs", known)).toBe("members");
  expect(nearest("Members", known)).toBe("members");
  expect(nearest("project", known)).toBe("projects");
  expect(nearest("zzz", known)).toBeNull();
  expect(nearest("x".repeat(1_000_000), known)).toBeNull();
});

test("text in a sentence cannot do harm, and is not endless", () => {
  expect(quote('a\u001b[31m\u202e\u200b\ud800\n"')).toBe('"a\\u001b[31m\\u202e\\u200b\\ud800\\n\\""');
  expect(quote("x".repeat(500))).toHaveLength(82);
  expect(either([])).toBe("");
  expect(either(["a", "b", "c"])).toBe("a, b or c");
});
