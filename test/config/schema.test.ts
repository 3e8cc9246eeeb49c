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
                "type": [
                  "string",
                  "integer",
                ],
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

const user = fc.constantFrom("user-a", "user-b", "user-c", "org-a", "PUBLIC", "x", "__proto__", "");
const level = fc.constantFrom("ADMIN", "MEMBER", "VIEW", "EDIT", "OWN", "ADMN", null, 5, true);
const scalar = fc.oneof(
  fc.constantFrom("a", "", "no-one", "all-members", "EDIT", "absent"),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const junk = fc.oneof(
  scalar,
  fc.constant({}),
  fc.constant([]),
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("level", "name", "x"), scalar),
);
/** Mostly `good`, now and then anything. */
const mostly = (good: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: junk });
const partly = (members: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ ...members, unknwn: fc.constant(1) }, { requiredKeys: [] }).map((made) => {
    // An unknown key in one of eight, so that most documents are fine.
    const { unknwn, ...rest } = made as Record<string, unknown>;
    return unknwn !== undefined && Object.keys(rest).length > 6 ? made : rest;
  });
const common = {
  id: mostly(fc.constantFrom("p-1", 7)),
  state: mostly(fc.constantFrom("present", "absent")),
  expires: mostly(fc.constantFrom("2027-01-01", "2026-12-31")),
};
const member = mostly(
  fc.oneof(
    level,
    partly({
      level: mostly(level),
      billing: mostly(fc.boolean()),
      access: mostly(fc.constantFrom("NONE", "EDIT", null)),
      ...common,
    }),
  ),
);
const grants = mostly(
  fc.dictionary(user, mostly(fc.oneof(level, partly({ level: mostly(level), ...common })))),
);
const project = partly({
  name: mostly(fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1 })),
  region: mostly(fc.constantFrom("eu", null)),
  summary: mostly(fc.constantFrom("text", null)),
  limit: mostly(fc.oneof(fc.integer(), fc.constant(null))),
  tools: mostly(fc.array(fc.constantFrom("a", "b"))),
  overrides: mostly(partly({ copy: mostly(fc.constantFrom("no-one", null)), download: scalar })),
  state: mostly(fc.constantFrom("present", "absent")),
  id: mostly(fc.constantFrom("p-1", 7)),
  grants,
});
const organization = partly({
  name: mostly(fc.constant("Acme")),
  connection: mostly(fc.constantFrom("main", "other")),
  policies: mostly(
    partly({ visibility: mostly(fc.constantFrom("ADMIN", "PUBLIC", null)), reuse: mostly(fc.boolean()) }),
  ),
  manage: mostly(
    partly({
      members: fc.constantFrom("additive", "ignore", "x"),
      "projects.grants": mostly(fc.constant("ignore")),
    }),
  ),
  members: mostly(fc.dictionary(user, member, { maxKeys: 3 })),
  labels: mostly(
    fc.oneof(
      fc.uniqueArray(fc.constantFrom("a", "b", "c-d", 7, "B")),
      fc.dictionary(fc.constantFrom("a", "b", "B"), fc.oneof(fc.constant({}), junk)),
    ),
  ),
  projects: mostly(fc.dictionary(fc.constantFrom("p", "q", "r", ""), mostly(project), { maxKeys: 3 })),
}).map((rest) => ({ platform: "orbit", organization: "org-acme", ...rest }));

/** What only the reader can know: see the comment at `schemaOf`. */
const beyond = /^(orbit\/|config\/absent-parent|config\/previously)/;

test("the schema and the reader agree", () => {
  let fine = 0;
  let wrong = 0;
  fc.assert(
    fc.property(organization, (document) => {
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
  expect(Math.min(fine, wrong)).toBeGreaterThan(200);
});
