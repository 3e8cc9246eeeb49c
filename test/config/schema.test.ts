import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createFindings } from "../../src/config/findings.ts";
import { readDocuments } from "../../src/config/load.ts";
import { readOrganizations } from "../../src/config/organization.ts";
import { allSchemas, schemaOf } from "../../src/config/schema.ts";
import { platforms as registered } from "../../src/platforms/registry.ts";
import { orbit, platforms } from "./platform.ts";

const strict = () => new Ajv({ strict: true, allowUnionTypes: true });

for (const [name, schema] of [...allSchemas(platforms), ...allSchemas(registered)]) {
  test(`${name} compiles in strict mode`, () => {
    expect(() => strict().compile(schema)).not.toThrow();
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: `https://unpkg.com/orgcharter/schemas/${name}`,
    });
  });
}

test("the schema of a kind, as it is shipped", () => {
  const { definitions } = schemaOf(orbit) as { definitions: Record<string, unknown> };
  expect(definitions["grant"]).toMatchInlineSnapshot(`
    {
      "anyOf": [
        {
          "enum": [
            "VIEW",
            "EDIT",
            "OWN",
          ],
        },
        {
          "additionalProperties": false,
          "else": {
            "properties": {
              "level": true,
            },
            "required": [
              "level",
            ],
            "type": "object",
          },
          "if": {
            "properties": {
              "state": {
                "const": "absent",
              },
            },
            "required": [
              "state",
            ],
            "type": "object",
          },
          "properties": {
            "expires": {
              "description": "The last day on which it holds (YYYY-MM-DD, through its end, UTC).",
              "pattern": "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
              "type": "string",
            },
            "id": {
              "description": "The platform's own id, where the key alone does not tell which object is meant.",
              "minLength": 1,
              "minimum": 0,
              "type": [
                "string",
                "integer",
              ],
            },
            "level": {
              "enum": [
                "VIEW",
                "EDIT",
                "OWN",
              ],
            },
            "previously": {
              "description": "Keys that it had before: renames it instead of making another.",
              "items": {
                "examples": [
                  "user-alice",
                ],
                "minLength": 1,
                "pattern": "^((user|org)-[A-Za-z0-9._-]+|PUBLIC)$",
                "type": "string",
              },
              "type": "array",
            },
            "state": {
              "description": "absent: it shall not be there, however its collection is managed.",
              "enum": [
                "present",
                "absent",
              ],
              "type": "string",
            },
          },
          "type": "object",
        },
      ],
      "description": "A principal at a level on a project.",
    }
  `);
  expect(definitions["labels"]).toMatchInlineSnapshot(`
    {
      "anyOf": [
        {
          "items": {
            "examples": [
              "raw",
            ],
            "minLength": 1,
            "minimum": 0,
            "pattern": "^[a-z0-9-]+$",
            "type": [
              "string",
              "integer",
            ],
          },
          "type": "array",
          "uniqueItems": true,
        },
        {
          "additionalProperties": {
            "$ref": "#/definitions/label",
          },
          "propertyNames": {
            "minLength": 1,
            "pattern": "^[a-z0-9-]+$",
            "type": "string",
          },
          "type": "object",
        },
      ],
      "description": "A label that projects can carry. Keys: A label is a word in small letters.",
      "title": "labels",
    }
  `);
  expect(definitions["projects"]).toMatchInlineSnapshot(`
    {
      "additionalProperties": {
        "$ref": "#/definitions/project",
      },
      "description": "A project. Keys: A label that you choose.",
      "propertyNames": {
        "minLength": 1,
        "type": "string",
      },
      "title": "projects",
      "type": "object",
    }
  `);
});

const conforms = strict().compile(schemaOf(orbit));

/** Whether the reader takes the document, by its findings. */
function said(document: unknown): readonly string[] {
  const findings = createFindings();
  const documents = readDocuments("a.json", JSON.stringify(document), platforms, findings);
  readOrganizations(documents, platforms, "2026-11-23", findings);
  return findings.list().map((each) => `${each.code}: ${each.message}`);
}

const user = fc.constantFrom("user-a", "user-b", "user-C");
const partly = (members: Record<string, fc.Arbitrary<unknown>>) => fc.record(members, { requiredKeys: [] });
const common = {
  id: fc.constantFrom("p-1", 7),
  state: fc.constantFrom("present", "absent"),
  previously: fc.constant([]),
};
const expires = fc.constantFrom("2027-01-01", "2026-12-31");
const member = fc.oneof(
  fc.constantFrom("ADMIN", "MEMBER"),
  fc.record(
    {
      level: fc.constantFrom("ADMIN", "MEMBER"),
      billing: fc.boolean(),
      access: fc.constantFrom("NONE", "EDIT", null),
      expires,
      ...common,
    },
    { requiredKeys: ["level"] },
  ),
);
const grant = fc.oneof(
  fc.constantFrom("VIEW", "OWN"),
  fc.record({ level: fc.constant("EDIT"), expires, ...common }, { requiredKeys: ["level"] }),
);
const project = partly({
  name: fc.constantFrom("Data", "x"),
  region: fc.constantFrom("eu", null),
  summary: fc.constantFrom("text", null),
  limit: fc.oneof(fc.nat(), fc.constant(null)),
  tools: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
  overrides: partly({ copy: fc.constantFrom("no-one", null), download: fc.constant("all-members") }),
  grants: fc.dictionary(fc.oneof(user, fc.constant("PUBLIC")), grant, { maxKeys: 2 }),
  ...common,
});
const organization = partly({
  $schema: fc.constant("../x.json"),
  name: fc.constant("Acme"),
  connection: fc.constant("main"),
  policies: partly({ visibility: fc.constantFrom("ADMIN", "PUBLIC", null), reuse: fc.boolean() }),
  manage: partly({ members: fc.constant("additive"), "projects.grants": fc.constant("ignore") }),
  members: fc.dictionary(user, member, { maxKeys: 3 }),
  labels: fc.oneof(
    fc.uniqueArray(fc.constantFrom("a", "b", "c-d", 7)),
    fc.dictionary(fc.constantFrom("a", "b"), partly(common), { maxKeys: 2 }),
  ),
  projects: fc.dictionary(fc.constantFrom("p", "q", "r"), project, { maxKeys: 2 }),
}).map((rest) => ({ platform: "orbit", organization: "org-acme", ...rest }));

const junk = fc.oneof(
  fc.constantFrom<unknown>("", "a", "no-one", "ADMN", "user-z", "absent", -1, 0.5, true, null),
  fc.constantFrom<unknown>([], {}, [1], ["a", "a"], { level: "ADMIN" }, { x: null }),
);
const mutation = fc.record({
  at: fc.nat(),
  what: fc.constantFrom("replace", "remove", "add", "rename"),
  value: junk,
  name: fc.constantFrom("x", "__proto__", "level", "expires", "id", "user-z", "name", "copy", "B", ""),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

/** Changes one place of a document, anywhere in it. */
function mutate(document: object, { at, what, value, name }: Mutation): void {
  const places: (readonly [Record<string, unknown>, string])[] = [];
  const visit = (holder: object): void => {
    for (const [key, inner] of Object.entries(holder) as [string, unknown][]) {
      places.push([holder as Record<string, unknown>, key]);
      if (typeof inner === "object" && inner !== null) visit(inner);
    }
  };
  visit(document);
  const [holder, key] = places[at % places.length] ?? [{}, ""];
  const set = (each: string, to: unknown) =>
    Object.defineProperty(holder, each, { value: to, enumerable: true, configurable: true, writable: true });
  if (Array.isArray(holder)) {
    if (what === "remove") holder.splice(Number(key), 1);
    else holder[Number(key)] = value;
    return;
  }
  if (what === "replace") set(key, value);
  if (what === "add") set(name, value);
  if (what === "rename") set(name, holder[key]);
  if (what === "remove" || what === "rename") Reflect.deleteProperty(holder, key);
}

/** What only the reader can know: see the comment at `schemaOf`. */
const beyond = /^(orbit\/|config\/absent-parent|config\/previously)/;

test("the schema and the reader agree", () => {
  let fine = 0;
  let wrong = 0;
  fc.assert(
    fc.property(organization, fc.array(mutation, { maxLength: 2 }), (made, mutations) => {
      const document: object = structuredClone(made);
      for (const each of mutations) mutate(document, structuredClone(each));
      // Without both it is no organization, and nobody's business.
      fc.pre("platform" in document || "organization" in document);
      const findings = said(document).filter((each) => !beyond.test(each));
      const conforming = conforms(document);
      if (conforming) fine += 1;
      else wrong += 1;
      const schema = (conforms.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
      expect({ conforming, findings, schema: conforming ? [] : schema }).toMatchObject({
        findings: conforming ? [] : expect.arrayContaining([expect.any(String)]),
      });
    }),
    { numRuns: 3000 },
  );
  // Both kinds of documents have been met, or the property would say nothing.
  expect(Math.min(fine, wrong)).toBeGreaterThan(600);
});
