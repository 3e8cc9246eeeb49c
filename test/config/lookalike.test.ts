import { expect, test } from "vitest";
import { mixedAlphabets } from "../../src/config/characters.ts";
import { createFindings } from "../../src/config/findings.ts";
import { readDocuments } from "../../src/config/load.ts";
import { readOrganizations } from "../../src/config/organization.ts";
import { platforms } from "../../src/platforms/registry.ts";

test.each<readonly [string, readonly string[] | null]>([
  ["alice@example.com", null],
  ["\u0440\u0430ypal@example.com", ["Latin", "Cyrillic"]],
  ["\u0391lice", ["Latin", "Greek"]],
  // In one alphabet, in words of their own, and beside others that nothing is confused with.
  ["\u0438\u0432\u0430\u043d@example.com", null],
  ["Jos\u00e9 M\u00fcller", null],
  ["\u6f22\u5b57abc", null],
  ["\u{1f389}x", null],
])("%j", (text, mixed) => {
  expect(mixedAlphabets(text)).toEqual(mixed);
});

test("a person whose key mixes them is a warning, a project is none of our business", () => {
  const findings = createFindings();
  const text =
    "platform: datica\norganization: acme\nmembers:\n  \u0440\u0430ypal@x.io: owner\n  bob@x.io: member\ngroups: { \u0440aypal: {} }\n";
  const [organization] = readOrganizations(
    readDocuments("a.yaml", text, platforms, findings),
    platforms,
    "2026-01-01",
    findings,
  );
  expect(organization?.resources.size).toBe(4);
  expect(
    findings.list().map(({ severity, code, message, position }) => [severity, code, message, position?.line]),
  ).toEqual([
    [
      "warning",
      "config/lookalike",
      '"\u0440\u0430ypal@x.io" mixes Latin and Cyrillic letters that look alike; check that it is who you mean.',
      4,
    ],
  ]);
});
