/** Blocks of an expansion as elements of a stack. */
import type { Construct } from "constructs";
import { isRecord } from "../model/value.ts";
import type { Block, Import } from "../terraform/expand/blocks.ts";
import type { Reference } from "../terraform/expand/expression.ts";
import { type Json, json, members } from "../terraform/print/json.ts";
import { escapeTemplate, instanceText, quoted } from "../terraform/print/text.ts";
import { generator } from "./classes.ts";
import type { Core, CoreResource } from "./core.ts";

/** How references are called in the stack, once it is written. */
export type StackNaming = (reference: Reference) => string;

/**
 * Text that means itself. What the core would take for a token of its own, and what an object cannot have as a member,
 * are written as expressions.
 */
export function literal(text: string): string {
  if (text !== "__proto__" && !text.includes("TfToken[")) return escapeTemplate(text);
  return `\${${withoutTokens(quoted(text))}}`;
}

/** Within quotes an escape means the same, and is no token. */
function withoutTokens(code: string): string {
  return code.replaceAll("TfToken[", "TfToken\\u005b");
}

/** An element that is written as the block is. */
export function expandedResource(
  core: Core,
  scope: Construct,
  id: string,
  block: Block,
  imports: readonly Import[],
  naming: StackNaming,
  meta: object,
): CoreResource {
  class Expanded extends core.TerraformResource {
    override toTerraform(): unknown {
      const made = super.toTerraform();
      const { terraformResourceType: type, friendlyUniqueId: name } = this;
      const own = recordAt(recordAt(recordAt(made, "resource"), type), name);
      const address = `${type}.${name}`;
      return {
        ...(isRecord(made) ? made : {}),
        resource: { [type]: { [name]: { ...blockJson(block, naming), ...own } } },
        ...(imports.length === 0 ? {} : { import: imports.map((each) => importJson(address, each)) }),
      };
    }
  }
  return new Expanded(scope, id, {
    terraformResourceType: block.type,
    terraformGeneratorMetadata: generator,
    ...meta,
  });
}

function recordAt(of: unknown, name: string): Record<string, unknown> {
  const inner = isRecord(of) ? of[name] : undefined;
  return isRecord(inner) ? inner : {};
}

function blockJson(
  { forEach, attributes, dependsOn }: Block,
  naming: StackNaming,
): { readonly [name: string]: Json } {
  return {
    ...(forEach === null ? {} : { for_each: json(forEach, naming, literal) }),
    ...members(attributes.map(([name, of]) => [name, json(of, naming, literal)])),
    ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn.map((block) => naming({ block })) }),
  };
}

function importJson(address: string, { key, id }: Import): Json {
  // The one is an address and no template.
  return { to: withoutTokens(instanceText(address, key)), id: literal(id) };
}
