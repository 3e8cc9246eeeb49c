/** Attributes of kinds as attributes of Terraform. Nothing is written twice: all comes from the kind. */
import { listedValues, plainSchema } from "../../config/attribute-schema.ts";
import { type Attribute as Declared, isAttribute } from "../../model/attribute.ts";
import type { Kind } from "../../model/kind.ts";
import type { Platform } from "../../model/platform.ts";
import { sentence } from "../../model/text.ts";
import { canonical } from "../../model/value.ts";
import { snake } from "./names.ts";
import type { Attribute, Attributes, Mode, Plain, Type } from "./types.ts";
import { inTerraform } from "./words.ts";

/** How a value of a declared attribute stands in Terraform. */
export type Shape = Type | "json" | "secret";

/**
 * | declared | in Terraform |
 * | --- | --- |
 * | text, a list of values | string |
 * | whole or other number | number |
 * | true or false | bool |
 * | list of texts whose order means nothing | set of string |
 * | list of texts | list of string |
 * | other maps | string, as JSON |
 * | secret, of which a file writes the source | string, write-only |
 */
export function shapeOf(attribute: Declared): Shape {
  if (attribute.secret) return "secret";
  const schema = plainSchema(attribute);
  const values = listedValues(schema)?.filter((each) => each !== null);
  if (values?.every((each) => typeof each === "string")) return "string";
  switch (schema["type"]) {
    case "string":
      return "string";
    case "boolean":
      return "bool";
    case "integer":
    case "number":
      return "number";
    case "array":
      return [attribute.unordered ? "set" : "list", "string"];
    case "object":
      return "json";
    default:
      throw new Error(`no Terraform type for ${canonical(schema as never)}`);
  }
}

/** The kind's attributes, those of a group in an object; `mode` for what may be left out. */
export function kindAttributes(platform: Platform, kind: Kind, readOnly = false): Attributes {
  const all = new Map<string, Attribute>();
  for (const [name, node] of Object.entries(kind.attributes)) {
    if (isAttribute(node)) {
      const made = plainOf(platform, node, readOnly);
      if (made !== null) all.set(snake(name), made);
      continue;
    }
    const inner = new Map<string, Attribute>();
    for (const [leaf, attribute] of Object.entries(node)) {
      const made = plainOf(platform, attribute, readOnly);
      if (made !== null) inner.set(snake(leaf), made);
    }
    all.set(snake(name), {
      nesting: "single",
      attributes: inner,
      mode: readOnly ? "computed" : "both",
      description: `Settings under \`${snake(name)}\`. What is left out is not managed.`,
    });
  }
  return all;
}

/** Null for what cannot be read. */
function plainOf(platform: Platform, attribute: Declared, readOnly: boolean): Plain | null {
  const shape = shapeOf(attribute);
  const description = inTerraform(platform, describe(attribute, shape, readOnly));
  if (shape === "secret") {
    return readOnly
      ? null
      : { type: "string", mode: "optional", description, sensitive: true, writeOnly: true };
  }
  const mode: Mode = readOnly ? "computed" : attribute.required ? "required" : "both";
  return { type: shape === "json" ? "string" : shape, mode, description };
}

function describe(attribute: Declared, shape: Shape, readOnly: boolean): string {
  const schema = plainSchema(attribute);
  const said = schema["description"];
  const parts = [sentence(typeof said === "string" ? said : "")];
  if (shape === "secret") {
    return `${parts.join(" ").replace(/^Where the first (\w+) comes from\./, "The first $1.")} Write-only: neither plan nor state holds it (Terraform 1.11 and later).`;
  }
  const values = listedValues(schema)?.filter((each) => each !== null);
  if (values !== undefined && values !== null && values.length > 0) {
    parts.push(`One of ${values.map((each) => `\`${String(each)}\``).join(", ")}.`);
  }
  if (shape === "json") parts.push("As JSON: `jsonencode({…})`.");
  if (!readOnly && attribute.default !== undefined && attribute.default !== null) {
    parts.push(`Default on creation: \`${canonical(attribute.default)}\`.`);
  }
  if (!readOnly && attribute.needed) parts.push("Must be written where it does not exist yet.");
  if (!readOnly && attribute.immutable) parts.push("Cannot change: another value replaces the resource.");
  return parts.filter((each) => each !== "").join(" ");
}
