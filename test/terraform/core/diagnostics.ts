/** What a provider tells about a request. */
import type { Diagnostic, Path } from "../../../src/terraform/contract.ts";
import { type Attributes, isNested, type Schema } from "../../../src/terraform/schema/types.ts";
import { pathText } from "./path.ts";

export function failed(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** Throws where a diagnostic tells nothing, or points where the schema has nothing: Terraform would underline the block. */
export function expectWellPut({ attributes }: Schema, diagnostics: readonly Diagnostic[]): void {
  for (const { summary, detail, path } of diagnostics) {
    if (summary.trim() === "" || detail.trim() === "") {
      throw new Error(`a diagnostic without words: ${JSON.stringify({ summary, detail })}`);
    }
    if (path !== undefined && !leadsSomewhere(attributes, path)) {
      throw new Error(`"${summary}" points at ${pathText(path)}, and the schema has nothing there`);
    }
  }
}

function leadsSomewhere(attributes: Attributes, [step, ...rest]: Path): boolean {
  if (step === undefined) return true;
  if (!("attribute" in step)) return false;
  const attribute = attributes.get(step.attribute);
  if (attribute === undefined) return false;
  const [inner, ...deeper] = rest;
  if (inner === undefined) return true;
  if (!isNested(attribute)) {
    const { type } = attribute;
    if (typeof type === "string" || deeper.length > 0) return false;
    return type[0] === "map" ? "key" in inner : type[0] === "list" && "index" in inner;
  }
  if (attribute.nesting === "single") return leadsSomewhere(attribute.attributes, rest);
  return "key" in inner === (attribute.nesting === "map") && leadsSomewhere(attribute.attributes, deeper);
}
