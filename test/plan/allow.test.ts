import { expect, test } from "vitest";
import type { Stop } from "../../src/model/plan.ts";
import { parseAllow } from "../../src/plan/allow.ts";

const stop = (allow: string | null): Stop => ({
  guard: "removals",
  scope: "",
  message: "",
  allow,
  setting: null,
});

test.each([
  ["removals:acme/members", "removals:acme/members", true],
  ["removals:acme/members", "removals:acme/projects", false],
  ["removals:acme/members", "destroy:acme/members", false],
  ["removals:ac*/members", "removals:acme/members", true],
  ["removals:acme.*/members", "removals:acmeXx/members", false],
  ["removals:acme/*", "removals:acme/projects/raw/grants", false],
  ["removals:acme/projects/*/grants", "removals:acme/projects/raw/grants", true],
  ["removals:org-a..b_c+(d)/*", "removals:org-a..b_c+(d)/members", true],
  ["removals:acme/members", null, false],
])("--allow %s covers %s: %s", (text, allow, covered) => {
  const { allowances, findings } = parseAllow([text]);
  expect(findings).toEqual([]);
  expect(allowances[0]?.covers(stop(allow))).toBe(covered);
});

test.each([
  "everything",
  "removals:",
  ":acme",
  "removals:*",
  "removals:*/*",
  "removals:*/members",
  "removals:/members",
  "",
])("--allow %j names no place and is refused", (text) => {
  const { allowances, findings } = parseAllow([text]);
  expect(allowances).toEqual([]);
  expect(findings.map(({ code }) => code)).toEqual(["plan/allow"]);
});
