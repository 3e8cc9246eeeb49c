import fc from "fast-check";
import { expect, test } from "vitest";
import { createFindings } from "../../src/config/findings.ts";
import { formatText } from "../../src/config/format.ts";
import { labelsFor, slug } from "../../src/config/labels.ts";
import { readDocuments } from "../../src/config/load.ts";
import { readOrganizations } from "../../src/config/organization.ts";
import { type WriteOptions, writeOrganization } from "../../src/config/write.ts";
import { keyOf, parentOf } from "../../src/model/address.ts";
import { attributesOf } from "../../src/model/kind.ts";
import { kindOf } from "../../src/model/platform.ts";
import type { Resource } from "../../src/model/resource.ts";
import { organization } from "./organizations.ts";
import { orbit, platforms } from "./platform.ts";

function live(address: string, kind: string, attributes: Resource["attributes"], id?: string): Resource {
  return { address, kind, key: keyOf(address), attributes, ...(id === undefined ? {} : { id }) };
}

const acme: readonly Resource[] = [
  live("org-acme", "organization", {
    name: "Acme: Genomics",
    "policies.visibility": "ADMIN",
    "policies.reuse": true,
  }),
  live("org-acme/members/user-bob", "member", { level: "ADMIN", billing: true, access: "EDIT" }),
  live("org-acme/members/user-al", "member", { level: "MEMBER", billing: false, access: "NONE" }),
  live("org-acme/labels/raw", "label", {}),
  live("org-acme/labels/done", "label", {}),
  live(
    "org-acme/projects/p-1",
    "project",
    {
      name: "Raw Data (2024)",
      region: "us",
      summary: "two\nlines\n",
      tools: ["a", "1e3"],
      limit: null,
      "overrides.copy": "no-one",
      "overrides.download": "all-members",
    },
    "p-1",
  ),
  live("org-acme/projects/p-1/grants/user-al", "grant", { level: "VIEW" }),
  live("org-acme/projects/p-2", "project", { name: "twin", region: "eu" }, "p-2"),
  live("org-acme/projects/p-3", "project", { name: "twin", region: "eu" }, "p-3"),
  live("org-acme/projects/p-4", "project", { name: "plain", region: "eu", summary: "bell \u0007" }, "p-4"),
  live("org-acme/projects/p-5", "project", { name: "ev\u202eil", region: "eu" }, "p-5"),
];

const text = (resources: readonly Resource[], options?: WriteOptions) =>
  writeOrganization(orbit, resources, options)
    .map((file) => `--- ${file.path}\n${file.text}`)
    .join("");

test("a small organization is one file, and says only what does not go without saying", () => {
  expect(text(acme)).toMatchInlineSnapshot(`
    "--- org-acme.yaml
    # yaml-language-server: $schema=https://unpkg.com/orgcharter/schemas/orbit.schema.json
    platform: orbit
    organization: org-acme
    name: "Acme: Genomics"
    policies: { reuse: true }
    members:
      user-al: { level: MEMBER, access: NONE }
      user-bob: ADMIN
    labels: [done, raw]
    projects:
      # "p-5" is left out: its name holds U+202E (right-to-left override)
      # summary is left out: it holds U+0007 (control character)
      plain: {}
      raw-data-2024:
        name: Raw Data (2024)
        region: us
        summary: |
          two
          lines
        tools: [a, "1e3"]
        overrides: { copy: no-one }
        grants:
          user-al: VIEW
      twin: { id: p-2 }
      twin-2: { name: twin, id: p-3 }
    "
  `);
});

test.each([
  ["org-acme", "org-acme"],
  ["org-a..b_c", "org-a..b_c"],
  [`org-${"x".repeat(96)}`, `org-${"x".repeat(96)}`],
  [`org-${"x".repeat(97)}`, expect.stringMatching(/^org-x{56}-[0-9a-f]{8}$/)],
  [`org-${"x".repeat(97)}y`, expect.stringMatching(/^org-x{56}-[0-9a-f]{8}$/)],
  ["Org-Acme", expect.stringMatching(/^org-acme-[0-9a-f]{8}$/)],
  ["../etc", expect.stringMatching(/^etc-[0-9a-f]{8}$/)],
])("the file of %s is %s", (key, name) => {
  const root = { address: key, kind: "organization", key, attributes: {} };
  const files = writeOrganization(orbit, [root]).map(({ path }) => path.replace(/\.yaml$/, ""));
  expect(files).toEqual([name]);
});

test("no two organizations share a file", () => {
  const keys = [
    "org-acme",
    "Org-Acme",
    "org-ACME",
    `org-${"x".repeat(200)}1`,
    `org-${"x".repeat(200)}2`,
    "a/b",
    "a-b",
  ];
  const files = keys.flatMap((key) =>
    writeOrganization(orbit, [
      { address: encodeURIComponent(key), kind: "organization", key, attributes: {} },
    ]),
  );
  expect(new Set(files.map(({ path }) => path)).size).toBe(keys.length);
});

test("a larger one is a folder with a file for each collection", () => {
  expect(
    text(acme, { singleFile: 10, connection: "main", schema: "../schemas/orbit.schema.json" }),
  ).toMatchInlineSnapshot(`
    "--- org-acme/organization.yaml
    # yaml-language-server: $schema=../schemas/orbit.schema.json
    platform: orbit
    organization: org-acme
    connection: main
    name: "Acme: Genomics"
    policies: { reuse: true }
    labels: [done, raw]
    --- org-acme/members.yaml
    # yaml-language-server: $schema=../schemas/orbit.schema.json
    platform: orbit
    organization: org-acme
    connection: main
    members:
      user-al: { level: MEMBER, access: NONE }
      user-bob: ADMIN
    --- org-acme/projects.yaml
    # yaml-language-server: $schema=../schemas/orbit.schema.json
    platform: orbit
    organization: org-acme
    connection: main
    projects:
      # "p-5" is left out: its name holds U+202E (right-to-left override)
      # summary is left out: it holds U+0007 (control character)
      plain: {}
      raw-data-2024:
        name: Raw Data (2024)
        region: us
        summary: |
          two
          lines
        tools: [a, "1e3"]
        overrides: { copy: no-one }
        grants:
          user-al: VIEW
      twin: { id: p-2 }
      twin-2: { name: twin, id: p-3 }
    "
  `);
});

test("many containers are split by the first word of their labels", () => {
  const projects = Array.from({ length: 700 }, (_, index) => {
    const name = index % 7 === 0 ? `solo${index}` : `${["rna", "dna", "Trial"][index % 3]}-${index}`;
    return live(`org-acme/projects/p-${index}`, "project", { name, region: "eu" }, `p-${index}`);
  });
  const files = writeOrganization(orbit, [live("org-acme", "organization", {}), ...projects]);
  expect(
    files.map(({ path, text: each }) => `${path} ${each.split("\n").length - 1}`),
  ).toMatchInlineSnapshot(`
    [
      "org-acme/organization.yaml 3",
      "org-acme/projects/dna.yaml 204",
      "org-acme/projects/rna.yaml 204",
      "org-acme/projects/trial.yaml 204",
      "org-acme/projects/others.yaml 104",
    ]
  `);
});

test("people stay in one file however many they are", () => {
  const members = Array.from({ length: 2000 }, (_, index) =>
    live(`org-acme/members/user-${index}`, "member", { level: "MEMBER" }),
  );
  const files = writeOrganization(orbit, [live("org-acme", "organization", {}), ...members]);
  expect(files.map(({ path }) => path)).toEqual(["org-acme/organization.yaml", "org-acme/members.yaml"]);
});

test("empty collections are written where they are known to be empty", () => {
  const root = live("org-acme", "organization", {});
  expect(text([root])).not.toContain("members");
  const project = live("org-acme/projects/p-1", "project", { name: "x", region: "eu" }, "p-1");
  expect(
    text([root, project], { complete: (collection) => !collection.endsWith("labels") }),
  ).toMatchInlineSnapshot(`
    "--- org-acme.yaml
    # yaml-language-server: $schema=https://unpkg.com/orgcharter/schemas/orbit.schema.json
    platform: orbit
    organization: org-acme
    members: {}
    projects:
      x:
        grants: {}
    "
  `);
});

test("labels", () => {
  expect(["Raw Data (2024)", "Größe & Maß", "日本語 データ", "--a--", "!!!", "A.b_C"].map(slug)).toEqual([
    "raw-data-2024",
    "große-maß",
    "日本語-テータ",
    "a",
    "",
    "a.b_c",
  ]);
  const made = labelsFor(
    [
      live("o/p/3", "project", { name: "A" }, "3"),
      live("o/p/1", "project", { name: "a" }, "1"),
      live("o/p/2", "project", { name: "A" }, "2"),
      live("o/p/4", "project", {}, "4"),
    ],
    ({ attributes }) => (typeof attributes["name"] === "string" ? attributes["name"] : undefined),
    () => true,
    ["a-2"],
  );
  expect(made.map(({ resource, label, ambiguous }) => [resource.id, label, ambiguous])).toEqual([
    ["1", "a", false],
    ["2", "a-3", true],
    ["3", "a-4", true],
    ["4", "4", true],
  ]);
});

/** What the files say, with live addresses: labels are found by id, else by name, as a plan does. */
function readBack(
  files: readonly { readonly path: string; readonly text: string }[],
  resources: readonly Resource[],
) {
  const findings = createFindings();
  const documents = files.flatMap((file) => readDocuments(file.path, file.text, platforms, findings));
  const [read] = readOrganizations(documents, platforms, "2026-11-23", findings);
  expect(findings.list()).toEqual([]);
  if (read === undefined) throw new Error("no organization");
  const byName = new Map(resources.map((each) => [each.attributes["name"], each.address]));
  const byId = new Map(resources.map((each) => [each.id, each.address]));
  const addresses = new Map<string, string>();
  for (const each of read.resources.values()) {
    const parent = parentOf(each.address);
    const above = parent === null ? null : (addresses.get(parent) ?? parent);
    const own =
      each.kind === "project"
        ? ((each.id === undefined ? undefined : byId.get(each.id)) ?? byName.get(each.attributes["name"]))
        : undefined;
    const home = above === null ? each.address : `${above}${each.address.slice(parent?.length)}`;
    addresses.set(each.address, own ?? home);
  }
  return new Map([...read.resources.values()].map((each) => [addresses.get(each.address), each]));
}

test("reading what was written gives what was live, and formatting changes nothing", () => {
  fc.assert(
    fc.property(organization, fc.constantFrom(3, 200), (resources, singleFile) => {
      const files = writeOrganization(orbit, resources, { singleFile });
      const read = readBack(files, resources);
      expect([...read.keys()].sort()).toEqual(resources.map((each) => each.address).sort());
      for (const each of resources) {
        const kind = kindOf(orbit, each.kind);
        const desired = read.get(each.address);
        for (const [name, attribute] of attributesOf(kind)) {
          const value = each.attributes[name];
          const said = desired?.attributes[name];
          if (said !== undefined) expect(said).toEqual(value);
          // Left out is only what is so anyway.
          else if (value !== undefined && value !== null && kind.implied?.(each.attributes, name) !== true) {
            expect(value).toEqual(attribute.default);
          }
        }
      }
      for (const file of files) expect(formatText(file.text, platforms).text).toBe(file.text);
    }),
    { numRuns: 300 },
  );
});
