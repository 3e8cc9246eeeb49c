/** Pages of the Terraform Registry, made from the schemas: front matter, example, arguments, import. */
import type { Platform } from "../../src/model/platform.ts";
import { sentence } from "../../src/model/text.ts";
import type { Expression, Member } from "../../src/terraform/expand/expression.ts";
import { value } from "../../src/terraform/expand/expression.ts";
import { hcl } from "../../src/terraform/print/hcl.ts";
import { plainNaming, quoted } from "../../src/terraform/print/text.ts";
import { type DataSource, exampleAddress, type ResourceType } from "../../src/terraform/schema/resources.ts";
import {
  type Attribute,
  type Attributes,
  type FunctionSchema,
  isNested,
  type Schema,
  type Type,
} from "../../src/terraform/schema/types.ts";
import { exampleOf } from "./examples.ts";

export interface Page {
  /** Below `docs/terraform`. */
  readonly path: string;
  readonly text: string;
}

const made =
  "<!-- Made by tools/generate-docs.ts from src/platforms: change it there and run `npm run docs`. -->";

function page(
  path: string,
  title: string,
  subcategory: string,
  description: string,
  parts: readonly string[],
): Page {
  const front = [
    "---",
    `page_title: ${JSON.stringify(title)}`,
    `subcategory: ${JSON.stringify(subcategory)}`,
    "description: |-",
    `  ${description}`,
    "---",
  ];
  return { path, text: `${[front.join("\n"), made, ...parts].join("\n\n")}\n` };
}

export function resourcePage(type: ResourceType): Page {
  const { name, platform, kind, form, schema } = type;
  const short = name.replace(/^charter_/, "");
  const label = "example";
  const block = hcl(
    [{ head: `resource ${quoted(name)} ${quoted(label)}`, attributes: exampleOf(type) }],
    plainNaming,
  );
  const address = exampleAddress(platform, kind);
  const id = form === "one" ? address : address.slice(0, address.lastIndexOf("/"));
  return page(`resources/${short}.md`, `${name} Resource - charter`, platform.title, schema.description, [
    `# ${name} (Resource)`,
    schema.description,
    contractOf(platform),
    `## Example Usage\n\n\`\`\`terraform\n${block}\`\`\``,
    schemaText(schema),
    `## Import\n\n${importText(type)}\n\n\`\`\`shell\nterraform import ${name}.${label} '${id}'\n\`\`\``,
  ]);
}

function importText({ kind, form }: ResourceType): string {
  if (form === "all")
    return "By the address of the collection. `?expires.KEY=DATE` behind it says which last days are meant.";
  if (kind.labelled === undefined) return "By its address.";
  const { distinguishedBy = [] } = kind.labelled;
  const more =
    distinguishedBy.length === 0 ? "" : `, with \`&${distinguishedBy.join("=…&")}=…\` where several have it`;
  return `By its address. Where its name is not the label, \`?id=ID\` or \`?name=NAME\` behind it says which one is meant${more}.`;
}

export function dataSourcePage({ name, platform, form, schema }: DataSource): Page {
  const root = platform.kinds[0];
  const example: readonly Member[] =
    form === "organization"
      ? [["key", value(root?.key.example ?? "")]]
      : [["organization", value(root?.key.example ?? "")]];
  const block = hcl([{ head: `data ${quoted(name)} "example"`, attributes: example }], plainNaming);
  const short = name.replace(/^charter_/, "");
  return page(
    `data-sources/${short}.md`,
    `${name} Data Source - charter`,
    platform.title,
    schema.description,
    [
      `# ${name} (Data Source)`,
      schema.description,
      contractOf(platform),
      `## Example Usage\n\n\`\`\`terraform\n${block}\`\`\``,
      schemaText(schema),
    ],
  );
}

export function functionPage(name: string, schema: FunctionSchema): Page {
  const variadic =
    schema.variadic === undefined ? [] : [`${schema.variadic.name} ${typeName(schema.variadic.type)}...`];
  const all = [...schema.parameters.map((each) => `${each.name} ${typeName(each.type)}`), ...variadic];
  const { returns: type } = schema;
  const returns = typeof type === "object" && "object" in type ? "object" : typeName(type);
  const described = [...schema.parameters, ...(schema.variadic === undefined ? [] : [schema.variadic])];
  return page(`functions/${name}.md`, `${name} function - charter`, "", schema.summary, [
    `# function: ${name}`,
    schema.description,
    `## Signature\n\n\`\`\`text\n${name}(${all.join(", ")}) ${returns}\n\`\`\``,
    `## Arguments\n\n${described.map((each, index) => `${index + 1}. \`${each.name}\` (${titled(each.type)}) ${each.description}`).join("\n")}`,
  ]);
}

export function indexPage(schema: Schema): Page {
  const example = hcl(
    [
      {
        head: "terraform",
        attributes: [],
        blocks: [
          {
            head: "required_providers",
            attributes: [
              [
                "charter",
                { type: "object", members: [["source", value("orgcharter/charter")]] } satisfies Expression,
              ],
            ],
          },
        ],
      },
      { head: 'provider "charter"', attributes: [] },
    ],
    plainNaming,
  );
  return page("index.md", "charter Provider", "", schema.description, [
    "# charter Provider",
    schema.description,
    "Start with [Terraform](../terraform.md): how to install it on a sandbox, one or all, what waits, what is protected.",
    `## Example Usage\n\n\`\`\`terraform\n${example}\`\`\``,
    schemaText(schema),
  ]);
}

/** Whose contract it is: no page may sound as if the makers stood behind it where they do not. */
function contractOf({ title, contract, name }: Platform): string {
  return `The API is that of ${title}. ${sentence(contract.note)} More on [its own page](../../${name}.md).`;
}

function schemaText({ attributes }: Schema): string {
  const nested: string[] = [];
  const text = groups(attributes, [], nested);
  return ["## Schema", text, ...nested].filter((each) => each !== "").join("\n\n");
}

function groups(attributes: Attributes, at: readonly string[], nested: string[]): string {
  const level = at.length === 0 ? "###" : "";
  const heads = [
    ["Required", (of: Attribute) => of.mode === "required"],
    ["Optional", (of: Attribute) => of.mode === "optional" || of.mode === "both"],
    ["Read-Only", (of: Attribute) => of.mode === "computed"],
  ] as const;
  const parts = heads.flatMap(([head, belongs]) => {
    const lines = [...attributes]
      .filter(([, of]) => belongs(of))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, of]) => line(name, of, [...at, name], nested));
    if (lines.length === 0) return [];
    return [`${level === "" ? `${head}:` : `${level} ${head}`}\n\n${lines.join("\n")}`];
  });
  return parts.join("\n\n");
}

function line(name: string, of: Attribute, at: readonly string[], nested: string[]): string {
  const flags = [
    isNested(of) ? nestedName(of.nesting) : titled(of.type),
    ...(of.sensitive ? ["Sensitive"] : []),
    ...(of.writeOnly ? ["Write-only"] : []),
  ];
  const anchor = `nested--${at.join("--")}`;
  if (!isNested(of)) return `- \`${name}\` (${flags.join(", ")}) ${of.description}`;
  const index = nested.length;
  nested.push("");
  nested[index] =
    `<a id="${anchor}"></a>\n### Nested Schema for \`${at.join(".")}\`\n\n${groups(of.attributes, at, nested)}`;
  return `- \`${name}\` (${flags.join(", ")}) ${of.description} (see [below](#${anchor}))`;
}

function nestedName(nesting: "single" | "map" | "list"): string {
  return { single: "Attributes", map: "Attributes Map", list: "Attributes List" }[nesting];
}

const words: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  bool: "Boolean",
  set: "Set",
  list: "List",
  map: "Map",
};

function titled(type: Type): string {
  const parts = typeof type === "string" ? [type] : type;
  return parts.map((each) => words[each] ?? each).join(" of ");
}

function typeName(type: Type): string {
  return typeof type === "string" ? type : `${type[0]} of ${type[1]}`;
}
