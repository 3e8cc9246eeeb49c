import { type AttributeTree, isAttribute } from "../model/attribute.ts";
import { withReferences } from "../model/people.ts";
import type { Platform } from "../model/platform.ts";
import { plainSchema, type Schema, writtenSchema } from "./attribute-schema.ts";
import { type CommonName, collectionNames, commonOf, type Form, formOf } from "./form.ts";
import { peopleSchema } from "./people/schema.ts";
import { schemaBase, settingsSchema } from "./settings-schema.ts";

/**
 * JSON Schema (draft-07, which editors know best) of one document of a platform's organizations.
 *
 * It says what the reader in this folder says, less what a single document cannot show: that the organization's own
 * required attributes stand in another of its files, that a key is there twice in two spellings, who
 * is in `people`, that two former keys
 * collide, the rules that kinds check by themselves, and days that are not in the calendar.
 */
export function schemaOf(platform: Platform): Schema {
  const root = formOf(platform);
  const definitions: Record<string, unknown> = {};
  for (const form of descendants(root)) {
    definitions[form.kind.name] = resourceSchema(form);
    definitions[form.kind.collection] = collectionSchema(form);
  }
  const { kind } = root;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: `${schemaBase}${platform.name}.schema.json`,
    title: `${platform.title} ${kind.name}`,
    description: `${kind.description} One document of a Charter configuration.`,
    type: "object",
    additionalProperties: false,
    required: ["platform", "organization"],
    properties: {
      $schema: { description: "Where editors find this schema.", type: "string" },
      platform: { description: `The platform: ${platform.title}.`, const: platform.name },
      organization: { description: kind.key.description, ...keySchema(root) },
      connection: {
        description: "The connection of charter.yaml, where several fit.",
        type: "string",
        minLength: 1,
      },
      ...attributeSchemas(kind.attributes),
      ...commonSchemas(root),
      manage: manageSchema(root),
      ...collectionRefs(root),
    },
    definitions,
  };
}

/** Every schema that the package ships, by file name. */
export function allSchemas(platforms: readonly Platform[]): ReadonlyMap<string, Schema> {
  return new Map([
    ["charter.schema.json", settingsSchema(platforms)],
    ["people.schema.json", peopleSchema()],
    ...platforms.map((each) => [`${each.name}.schema.json`, schemaOf(each)] as const),
  ]);
}

/** A schema as its file holds it. */
export function schemaText(schema: Schema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function descendants(form: Form): readonly Form[] {
  return form.collections.flatMap((child) => [child, ...descendants(child)]);
}

/** A key where it stands as a value. Digits alone are a number to YAML, and meant as they are spelled. */
function keySchema(form: Form, pattern: string | undefined = form.kind.key.pattern): Schema {
  const { example } = form.kind.key;
  const numbers = ["0", "7", "1234567890"].every((digits) => form.pattern?.test(digits) !== false);
  return {
    ...(numbers ? { type: ["string", "integer"], minimum: 0 } : { type: "string" }),
    minLength: 1,
    ...(pattern === undefined ? {} : { pattern }),
    examples: [example],
  };
}

function collectionSchema(form: Form): Schema {
  const { description } = form.kind.key;
  const pattern = withReferences(form.kind);
  const map: Schema = {
    type: "object",
    propertyNames: { type: "string", minLength: 1, ...(pattern === undefined ? {} : { pattern }) },
    additionalProperties: { $ref: `#/definitions/${form.kind.name}` },
  };
  const about = { title: form.kind.collection, description: `${form.kind.description} Keys: ${description}` };
  if (!form.list) return { ...about, ...map };
  return { ...about, anyOf: [{ type: "array", items: keySchema(form, pattern), uniqueItems: true }, map] };
}

function resourceSchema(form: Form): Schema {
  const { kind } = form;
  const about = { title: kind.name, description: kind.description };
  const whole: Schema = {
    type: "object",
    additionalProperties: false,
    properties: {
      ...attributeSchemas(kind.attributes),
      ...commonSchemas(form),
      ...collectionRefs(form),
    },
    ...requiredSchema(form),
  };
  if (form.shorthand === null) return { ...about, ...whole };
  const { attribute } = form.shorthand;
  return {
    description: kind.description,
    anyOf: [plainSchema(attribute), whole],
  };
}

/** What shall be absent needs no attributes. */
function requiredSchema(form: Form): Schema {
  if (form.required.length === 0) return {};
  const groups = new Map<string, string[]>();
  for (const name of form.required) {
    const [top = "", inner] = name.split(".");
    const inside = groups.get(top) ?? [];
    if (inner !== undefined) inside.push(inner);
    groups.set(top, inside);
  }
  const properties = [...groups].map(([name, inside]) => [
    name,
    inside.length === 0 ? true : needing(inside),
  ]);
  return {
    if: { type: "object", properties: { state: { const: "absent" } }, required: ["state"] },
    else: { type: "object", required: [...groups.keys()], properties: Object.fromEntries(properties) },
  };
}

function needing(names: readonly string[]): Schema {
  return {
    type: "object",
    required: names,
    properties: Object.fromEntries(names.map((name) => [name, true])),
  };
}

function attributeSchemas(tree: AttributeTree): Schema {
  const properties: Record<string, unknown> = {};
  for (const [name, node] of Object.entries(tree)) {
    properties[name] = isAttribute(node)
      ? writtenSchema(node)
      : { type: "object", additionalProperties: false, properties: attributeSchemas(node) };
  }
  return properties;
}

const commonSchema: Readonly<Record<CommonName, Schema>> = {
  id: {
    description: "The platform's own id, where the key alone does not tell which object is meant.",
    type: ["string", "integer"],
    minimum: 0,
    minLength: 1,
  },
  state: {
    description: "absent: it shall not be there, however its collection is managed.",
    type: "string",
    enum: ["present", "absent"],
  },
  expires: {
    description: "The last day on which it holds (YYYY-MM-DD, through its end, UTC).",
    type: "string",
    pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
  },
  previously: {
    description: "Keys that it had before: renames it instead of making another.",
    type: "array",
  },
};

function commonSchemas(form: Form): Schema {
  const properties: Record<string, unknown> = {};
  for (const name of commonOf(form.kind)) {
    properties[name] =
      name === "previously" ? { ...commonSchema[name], items: keySchema(form) } : commonSchema[name];
  }
  return properties;
}

function manageSchema(root: Form): Schema {
  const properties: Record<string, unknown> = {};
  for (const [name, kind] of collectionNames(root)) {
    properties[name] = {
      description: `How much of ${name} the configuration speaks for.`,
      type: "string",
      enum: ["authoritative", "additive", "ignore"],
      default: kind.manage,
    };
  }
  return {
    description: "How much of each collection the configuration speaks for.",
    type: "object",
    additionalProperties: false,
    properties,
  };
}

function collectionRefs(form: Form): Schema {
  const properties: Record<string, unknown> = {};
  for (const child of form.collections) {
    properties[child.kind.collection] = { $ref: `#/definitions/${child.kind.collection}` };
  }
  return properties;
}
