/** An expansion as files of a module. */
import { namespace, providerType } from "../address.ts";
import type { Block, Expansion, Import, ProviderBlock, Variable } from "../expand/blocks.ts";
import { code, list, type Member, object, value } from "../expand/expression.ts";
import { type HclBlock, hcl } from "./hcl.ts";
import { type Json, json, members } from "./json.ts";
import { escapeTemplate, instanceText, plainNaming, quoted } from "./text.ts";

/** `json` is Terraform's own JSON syntax (`.tf.json`). */
export type Syntax = "hcl" | "json";

export interface ModuleFile {
  readonly path: string;
  readonly text: string;
}

/** Where the provider is published. */
export const providerSource = `${namespace}/${providerType}`;

const head = "# Written by charter export terraform.\n\n";

const importHead =
  "# Takes over what is live already. Take out the blocks of what does not exist yet: Terraform makes it.\n\n";

export function moduleFiles(expansion: Expansion, syntax: Syntax): readonly ModuleFile[] {
  const main = mainBlocks(expansion);
  const imports = expansion.imports.map(importBlock);
  if (syntax === "hcl") {
    const files = [{ path: "main.tf", text: head + hcl(main, plainNaming) }];
    return imports.length === 0
      ? files
      : [...files, { path: "imports.tf", text: importHead + hcl(imports, plainNaming) }];
  }
  const files = [{ path: "main.tf.json", text: `${JSON.stringify(mainJson(expansion), null, 2)}\n` }];
  if (imports.length === 0) return files;
  const all = { import: expansion.imports.map(importJson) };
  return [...files, { path: "imports.tf.json", text: `${JSON.stringify(all, null, 2)}\n` }];
}

function mainBlocks({ requiredVersion, providers, variables, blocks }: Expansion): readonly HclBlock[] {
  return [
    {
      head: "terraform",
      attributes: [["required_version", value(requiredVersion)]],
      blocks: [
        {
          head: "required_providers",
          attributes: [["charter", object([["source", value(providerSource)]])]],
        },
      ],
    },
    ...providers.map((each) => ({ head: 'provider "charter"', attributes: providerMembers(each) })),
    ...variables.map((each) => ({
      head: `variable ${quoted(each.name)}`,
      attributes: variableMembers(each),
    })),
    ...blocks.map((each) => ({
      head: `resource ${quoted(each.type)} ${quoted(each.name)}`,
      attributes: blockMembers(each),
    })),
  ];
}

function providerMembers({ alias, attributes }: ProviderBlock): readonly Member[] {
  return [...(alias === null ? [] : [["alias", value(alias)] as const]), ...attributes];
}

function variableMembers({ description, ephemeral }: Variable): readonly Member[] {
  return [
    ["type", code("string")],
    ["description", value(description)],
    ["sensitive", value(true)],
    ...(ephemeral ? [["ephemeral", value(true)] as const] : []),
  ];
}

function blockMembers({ provider, forEach, attributes, dependsOn }: Block): readonly Member[] {
  return [
    ...(provider === null ? [] : [["provider", code(`charter.${provider}`)] as const]),
    ...(forEach === null ? [] : [["for_each", forEach] as const]),
    ...attributes,
    ...(dependsOn.length === 0
      ? []
      : [["depends_on", list(dependsOn.map((block) => code({ block })))] as const]),
  ];
}

function importBlock({ block, key, id, provider }: Import): HclBlock {
  return {
    head: "import",
    attributes: [
      ["to", code(instanceText(block, key))],
      ["id", value(id)],
      ...(provider === null ? [] : [["provider", code(`charter.${provider}`)] as const]),
    ],
  };
}

function importJson({ block, key, id, provider }: Import): Json {
  return {
    // An address, and no template.
    to: instanceText(block, key),
    id: escapeTemplate(id),
    ...(provider === null ? {} : { provider: `charter.${provider}` }),
  };
}

function mainJson({ requiredVersion, providers, variables, blocks }: Expansion): Json {
  const types = [...new Set(blocks.map(({ type }) => type))];
  return {
    terraform: {
      required_version: requiredVersion,
      required_providers: { charter: { source: providerSource } },
    },
    provider: { charter: providers.map((each) => membersJson(providerMembers(each))) },
    ...(variables.length === 0
      ? {}
      : { variable: members(variables.map((each) => [each.name, variableJson(each)])) }),
    resource: members(
      types.map((type) => [
        type,
        members(blocks.filter((each) => each.type === type).map((each) => [each.name, blockJson(each)])),
      ]),
    ),
  };
}

function membersJson(of: readonly Member[]): { readonly [name: string]: Json } {
  return members(of.map(([name, member]) => [name, json(member, plainNaming)]));
}

/** Descriptions and types are no templates. */
function variableJson({ description, ephemeral }: Variable): Json {
  return { type: "string", description, sensitive: true, ...(ephemeral ? { ephemeral } : {}) };
}

/** What names other blocks is no template either. */
function blockJson({ provider, forEach, attributes, dependsOn }: Block): Json {
  return {
    ...(provider === null ? {} : { provider: `charter.${provider}` }),
    ...(forEach === null ? {} : { for_each: json(forEach, plainNaming) }),
    ...membersJson(attributes),
    ...(dependsOn.length === 0 ? {} : { depends_on: [...dependsOn] }),
  };
}
