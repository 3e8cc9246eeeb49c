/** Live organizations of the made-up platform, for properties. */
import fc from "fast-check";
import { collectionOf } from "../../src/model/address.ts";
import type { Resource } from "../../src/model/resource.ts";
import type { Value } from "../../src/model/value.ts";

/** Text that YAML, people and old readers take for something else. */
const trickyText = fc.oneof(
  fc.constantFrom(
    "yes",
    "no",
    "on",
    "null",
    "~",
    "1e3",
    "0x1f",
    "007",
    "2027-01-01",
    "true",
    "-",
    "- a",
    "a: b",
    "#x",
    "a #b",
  ),
  fc.constantFrom(
    "'",
    '"',
    "{a}",
    "[a, b]",
    "*a",
    "&a",
    "!t",
    "|",
    ">",
    "%x",
    "@x",
    "`x`",
    " a",
    "a ",
    "a\nb",
    "a\n\n",
    "x,y",
    "?",
    ": x",
  ),
  fc.constantFrom(
    "Größe",
    "日本語",
    "😀",
    "a\\b",
    "<<",
    "__proto__",
    "y",
    "1_000",
    ".5",
    "+1",
    "0o17",
    "12:30:45",
    "=",
    "key:",
    "a\tb",
  ),
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter(
      (text) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u.test(text),
    ),
);

const principal = fc.stringMatching(/^user-[a-z0-9._]{1,6}$/);

const member = fc.oneof(
  fc.constant({ level: "ADMIN", billing: true, access: "EDIT" }),
  fc.record({
    level: fc.constant("MEMBER"),
    billing: fc.boolean(),
    access: fc.constantFrom("NONE", "VIEW", "EDIT"),
  }),
);

const project = fc.record({
  attributes: fc.record({
    name: trickyText,
    region: fc.constantFrom("eu", "us"),
    summary: fc.oneof(trickyText, fc.constant(null)),
    limit: fc.oneof(fc.nat(), fc.constant(null), fc.constant(0.5)),
    tools: fc.oneof(fc.constant(null), fc.array(trickyText, { maxLength: 3 })),
    "overrides.copy": fc.constantFrom("all-members", "no-one"),
    "overrides.download": fc.constantFrom("all-members", "no-one"),
  }),
  grants: fc.dictionary(principal, fc.constantFrom("VIEW", "EDIT", "OWN"), { maxKeys: 4 }),
});

type Attributes = Readonly<Record<string, Value>>;

function resource(address: string, kind: string, key: string, attributes: Attributes, id?: string): Resource {
  return { address, kind, key, attributes, ...(id === undefined ? {} : { id }) };
}

/** All resources of one organization, the organization first. */
export const organization = fc
  .record({
    name: trickyText,
    visibility: fc.constantFrom("ADMIN", "MEMBER", "PUBLIC"),
    members: fc.dictionary(principal, member, { maxKeys: 12 }),
    labels: fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,6}$/), { maxLength: 6 }),
    projects: fc.array(project, { maxLength: 6 }),
  })
  .map(({ name, visibility, members, labels, projects }) => {
    const root = "org-acme";
    const all = [
      resource(root, "organization", root, {
        name,
        "policies.visibility": visibility,
        "policies.reuse": true,
      }),
    ];
    for (const [key, attributes] of Object.entries(members))
      all.push(resource(`${root}/members/${key}`, "member", key, attributes));
    for (const key of labels) all.push(resource(`${root}/labels/${key}`, "label", key, {}));
    for (const [index, { attributes, grants }] of projects.entries()) {
      const id = `project-${index}`;
      const address = `${root}/projects/${id}`;
      all.push(resource(address, "project", id, attributes, id));
      for (const [key, level] of Object.entries(grants)) {
        all.push(resource(`${collectionOf(address, "grants")}/${key}`, "grant", key, { level }));
      }
    }
    return all;
  });
