/** What an update needs of merging beyond single entries: implied attributes, names of labels, parts of organizations. */
import { expect, test } from "vitest";
import { type EntryChange, mergeInto } from "../../src/config/merge.ts";
import { keyOf } from "../../src/model/address.ts";
import type { Attributes } from "../../src/model/resource.ts";
import { orbit } from "../config/platform.ts";

const head = "platform: orbit\norganization: org-a\n";

function live(address: string, kind: string, attributes: Attributes): EntryChange {
  return { address, resource: { address, kind, key: keyOf(address), attributes } };
}

function merged(body: string, ...changes: readonly EntryChange[]): string {
  const { text, left, findings } = mergeInto(`${head}${body}`, orbit, changes);
  expect([left, findings]).toEqual([[], []]);
  return text.slice(head.length);
}

test.each([
  ["  user-a:\n    level: MEMBER\n    # why\n    access: VIEW\n", "  user-a:\n    level: ADMIN\n"],
  [
    "  user-a: { level: MEMBER, access: VIEW, expires: 2027-01-01 }\n",
    "  user-a: { level: ADMIN, expires: 2027-01-01 }\n",
  ],
  ["  user-a: MEMBER # short\n", "  user-a: ADMIN # short\n"],
])("what the new level implies goes: %j", (before, after) => {
  const change = live("org-a/members/user-a", "member", { level: "ADMIN" });
  expect(merged(`members:\n${before}`, change)).toBe(`members:\n${after}`);
});

test.each([
  ["  raw: {}\n", "  raw: { name: Raw data }\n"],
  ["  raw:\n    limit: 1\n", "  raw:\n    name: Raw data\n    limit: 1\n"],
  ["  raw: { name: Old } # x\n", "  raw: { name: Raw data } # x\n"],
])("a label whose object has another name gets it: %j", (before, after) => {
  const change = live("org-a/projects/raw", "project", { name: "Raw data", limit: 1 });
  expect(merged(`projects:\n${before}`, change)).toBe(`projects:\n${after}`);
  const same = live("org-a/projects/raw", "project", { name: "raw" });
  expect(merged("projects:\n  raw: {}\n", same)).toBe("projects:\n  raw: {}\n");
});

test("an organization's attributes are rewritten in the document that writes them", () => {
  const body = (name: string, reuse: boolean) =>
    `name: ${name}\n---\n${head}policies: { reuse: ${reuse} }\n---\n${head}labels: [a]\n`;
  const change = live("org-a", "organization", { name: "New", "policies.reuse": true });
  expect(merged(body("Old", false), change)).toBe(body("New", true));
});

test("a text without a last line break gets none where nothing was to be done", () => {
  const text = `\ufeff${head}name: A`;
  const other = live("org-b", "organization", { name: "B" });
  expect(mergeInto(text, orbit, [other])).toMatchObject({ text, left: [other] });
  const mine = live("org-a", "organization", { name: "B" });
  expect(mergeInto(text, orbit, [mine]).text).toBe(`\ufeff${head}name: B\n`);
});
