import { schemaBase } from "../config/settings-schema.ts";
import { most } from "../model/attribute.ts";
import { attributesOf, isContainer, type Kind } from "../model/kind.ts";
import { childKinds, type Platform, rootKind } from "../model/platform.ts";
import { isRecord, type Value } from "../model/value.ts";

/** A first organization file, made from the platform's kinds: valid as it stands, and explained. */
export function exampleOrganization(platform: Platform): string {
  const root = rootKind(platform);
  const lines = [
    `# yaml-language-server: $schema=${schemaBase}${platform.name}.schema.json`,
    `# One ${platform.title} organization. What is left out is not managed; \`charter plan\` shows what would change.`,
    `platform: ${platform.name}`,
    `organization: ${root.key.example}`,
    ...required(root).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
  ];
  for (const kind of childKinds(platform, root.name)) lines.push("", ...collection(kind, platform));
  return `${lines.join("\n")}\n`;
}

/** People and grants as an example to change; containers commented out, since creating one is rarely meant. */
function collection(kind: Kind, platform: Platform): readonly string[] {
  const head = comment(kind.description);
  const entry = [`${kind.collection}:`, `  ${kind.key.example}: ${written(kind)}`];
  return isContainer(kind, platform.kinds)
    ? [...head, ...entry.map((text) => `# ${text}`)]
    : [...head, ...entry];
}

/** The least that must be written of a resource of this kind. */
function written(kind: Kind): string {
  const values = required(kind);
  const [first] = values;
  if (values.length === 1 && first?.[0] === kind.shorthand)
    return JSON.stringify(first?.[1]).replace(/^"(\w+)"$/, "$1");
  return values.length === 0
    ? "{}"
    : `{ ${values.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(", ")} }`;
}

function required(kind: Kind): readonly (readonly [string, Value])[] {
  const values: [string, Value][] = [];
  for (const [name, attribute] of attributesOf(kind)) {
    // Of several levels the highest: the first member of an organization has to be able to run it.
    if (!attribute.required) continue;
    values.push([name, most(attribute) ?? attribute.default ?? sample(attribute.schema)]);
  }
  return values;
}

/** Some value that the schema allows: the first of a choice, else the plainest of its type. */
function sample(schema: unknown): Value {
  if (!isRecord(schema)) return "example";
  const [choice]: readonly unknown[] = Array.isArray(schema["enum"]) ? schema["enum"] : [schema["const"]];
  if (typeof choice === "string" || typeof choice === "number" || typeof choice === "boolean") return choice;
  switch (schema["type"]) {
    case "boolean":
      return false;
    case "integer":
    case "number":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 1;
    case "array":
      return [];
    case "object":
      return {};
    default:
      return "example";
  }
}

function comment(text: string): readonly string[] {
  const lines: string[] = [];
  let current = "#";
  for (const word of text.split(" ")) {
    if (current.length + word.length > 100) {
      lines.push(current);
      current = "#";
    }
    current += ` ${word}`;
  }
  return [...lines, current];
}
