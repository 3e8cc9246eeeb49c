import fc from "fast-check";
import { expect, test } from "vitest";
import { createFindings } from "../../src/config/findings.ts";
import { readDocuments } from "../../src/config/load.ts";
import { type EntryChange, mergeInto } from "../../src/config/merge.ts";
import { readOrganizations } from "../../src/config/organization.ts";
import { writeOrganization } from "../../src/config/write.ts";
import { keyOf } from "../../src/model/address.ts";
import type { Resource } from "../../src/model/resource.ts";
import { organization } from "./organizations.ts";
import { orbit, platforms } from "./platform.ts";

const text = `# head

platform: orbit
organization: org-a

# people
members: # all
    # bob is great
    user-bob: MEMBER   # yes

    # carol
    user-carol: { level: ADMIN,  expires: 2027-01-01 } # c
    user-Dave:
        level: MEMBER
        # a
        access: VIEW
    user-eve: { state: absent }
labels: [ b, c ]
projects:
    raw:
        overrides: { copy: no-one }   # odd   spacing
        grants: { user-a: VIEW }
    x: {}
---
foreign:    [ x ]
`;

const kinds: Readonly<Record<string, string>> = {
  members: "member",
  labels: "label",
  projects: "project",
  grants: "grant",
};

function there(address: string, attributes: Resource["attributes"], id?: string): EntryChange {
  const collection = address.split("/").at(-2) ?? "";
  const resource = { address, kind: kinds[collection] ?? "organization", key: keyOf(address), attributes };
  return { address, resource: id === undefined ? resource : { ...resource, id } };
}

const gone = (address: string): EntryChange => ({ address, resource: null });

/** The lines that differ, as a reviewer sees them. */
function changed(changes: readonly EntryChange[], before = text): readonly string[] {
  const { text: after, left, findings } = mergeInto(before, orbit, changes);
  expect(findings).toEqual([]);
  expect(left).toEqual([]);
  const old = before.split("\n");
  const now = after.split("\n");
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
}

test("nothing to do is nothing done, byte for byte", () => {
  expect(mergeInto(text, orbit, []).text).toBe(text);
  const crlf = text.replaceAll("\n", "\r\n");
  expect(mergeInto(crlf, orbit, []).text).toBe(crlf);
  expect(
    changed([there("org-a/members/user-bob", { level: "MEMBER", access: "EDIT", billing: false })]),
  ).toEqual([]);
});

test("one line changes, its comment and what else it says stay", () => {
  expect(changed([there("org-a/members/user-bob", { level: "ADMIN" })])).toEqual([
    "-     user-bob: MEMBER   # yes",
    "+     user-bob: ADMIN # yes",
  ]);
  expect(changed([there("org-a/members/user-carol", { level: "MEMBER", access: "NONE" })])).toEqual([
    "-     user-carol: { level: ADMIN,  expires: 2027-01-01 } # c",
    "+     user-carol: { level: MEMBER, expires: 2027-01-01 } # c",
  ]);
  expect(changed([there("org-a/members/user-dave", { level: "ADMIN", access: "EDIT" })])).toEqual([
    "-         level: MEMBER",
    "-         access: VIEW",
    "+         level: ADMIN",
    "+         access: EDIT",
  ]);
  expect(changed([there("org-a/members/user-eve", { level: "MEMBER" })])).toEqual([
    "-     user-eve: { state: absent }",
    "+     user-eve: { level: MEMBER }",
  ]);
  expect(changed([there("org-a/projects/raw", { "overrides.copy": "all-members" })])).toEqual([
    "-         overrides: { copy: no-one }   # odd   spacing",
    "+         overrides: { copy: all-members } # odd   spacing",
  ]);
});

test("new entries stand where their keys belong", () => {
  expect(
    mergeInto("platform: orbit\norganization: org-a\nmembers:\n  user-a: ADMIN\n\n  user-c: ADMIN\n", orbit, [
      there("org-a/members/user-b", { level: "MEMBER", access: "NONE" }),
      there("org-a/members/user-d", { level: "MEMBER", access: "EDIT" }),
      there("org-a/labels/x", {}),
      there("org-a/projects/new/grants/user-a", { level: "VIEW" }),
      there("org-a/projects/new", { name: "New one", region: "us" }, "p-9"),
    ]).text,
  ).toMatchInlineSnapshot(`
    "platform: orbit
    organization: org-a
    members:
      user-a: ADMIN
      user-b: { level: MEMBER, access: NONE }

      user-c: ADMIN
      user-d: MEMBER
    labels:
      x: {}
    projects:
      new:
        name: New one
        region: us
        id: p-9
        grants:
          user-a: VIEW
    "
  `);
  expect(
    changed([there("org-a/labels/a", {}), there("org-a/projects/x/grants/user-z", { level: "OWN" })]),
  ).toEqual([
    "- labels: [ b, c ]",
    "-     x: {}",
    "+ labels: [ a, b, c ]",
    "+     x:",
    "+       grants:",
    "+         user-z: OWN",
  ]);
});

test("entries go with the comments right above them; what becomes empty says so", () => {
  expect(changed([gone("org-a/members/user-bob")])).toEqual([
    "-     # bob is great",
    "-     user-bob: MEMBER   # yes",
  ]);
  expect(changed([gone("org-a/labels/b"), gone("org-a/projects/raw/grants/user-a")])).toEqual([
    "- labels: [ b, c ]",
    "-         grants: { user-a: VIEW }",
    "+ labels: [ c ]",
    "+         grants: {}",
  ]);
  const all = ["bob", "carol", "dave", "eve"].map((name) => gone(`org-a/members/user-${name}`));
  expect(mergeInto(text, orbit, all).text).toContain("\n# people\nmembers: {} # all\nlabels: [ b, c ]\n");
  expect(
    changed([gone("org-a/members/nobody"), gone("org-a/projects/no/grants/user-a")].slice(0, 1)),
  ).toEqual([]);
});

test("what has no place is handed back", () => {
  const changes = [
    there("org-other/members/user-a", { level: "ADMIN" }),
    there("org-a/projects/none/grants/user-a", { level: "VIEW" }),
  ];
  const { text: after, left } = mergeInto(text, orbit, changes);
  expect(after).toBe(text);
  expect(left).toEqual(changes);
  const anchored =
    "platform: orbit\norganization: org-a\nmembers: { user-a: &m { level: ADMIN }, user-b: *m }\n";
  expect(mergeInto(anchored, orbit, [gone("org-a/members/user-a")])).toEqual({
    text: anchored,
    left: [gone("org-a/members/user-a")],
    findings: [],
  });
  const broken = mergeInto("platform: [", orbit, changes);
  expect(broken.findings.map((each) => each.code)).toEqual(["config/syntax"]);
  expect(broken.left).toEqual(changes);
});

/** Addresses and attributes that a text gives. */
function said(written: string): ReadonlyMap<string, unknown> {
  const findings = createFindings();
  const documents = readDocuments("a.yaml", written, platforms, findings);
  const [read] = readOrganizations(documents, platforms, "2026-11-23", findings);
  expect(findings.list()).toEqual([]);
  return new Map([...(read?.resources ?? [])].map(([address, { attributes }]) => [address, attributes]));
}

test("adding and removing entries one by one leads from any organization's people to any other's", () => {
  const people = (all: readonly Resource[]) =>
    all.filter((each) => each.kind === "member" || each.kind === "organization");
  fc.assert(
    fc.property(organization, organization, (from, to) => {
      const [root] = from;
      if (root === undefined) return;
      const [file] = writeOrganization(orbit, people(from));
      const wanted = new Map([root, ...people(to).slice(1)].map((each) => [each.address, each]));
      const changes = new Map<string, EntryChange>();
      for (const { address } of people(from).slice(1))
        if (!wanted.has(address)) changes.set(address, gone(address));
      for (const [address, resource] of wanted)
        if (address !== root.address) changes.set(address, { address, resource });
      const merged = mergeInto(file?.text ?? "", orbit, [...changes.values()]);
      expect(merged.left).toEqual([]);
      const result = said(merged.text);
      expect([...result.keys()].sort()).toEqual([...wanted.keys()].sort());
      for (const [address, attributes] of result) {
        if (address !== root.address)
          expect(wanted.get(address)?.attributes).toMatchObject({ ...(attributes as object) });
      }
      expect(mergeInto(merged.text, orbit, [...changes.values()]).text).toBe(merged.text);
    }),
    { numRuns: 200 },
  );
});
