/** Attributes of a construct as tokens. */
import { type Attribute, type Attributes, isNested } from "../terraform/schema/types.ts";
import type { Core, CoreAttributes, CoreResource } from "./core.ts";
import type { Speller } from "./names.ts";

/** Gives a class a getter for each attribute that can be read. */
export function defineOutputs(
  core: Core,
  prototype: CoreResource,
  attributes: Attributes,
  spell: Speller,
): void {
  for (const [name, attribute] of attributes) {
    if (attribute.writeOnly === true) continue;
    Object.defineProperty(prototype, spell(name), {
      configurable: true,
      get(this: CoreResource) {
        if (!isNested(attribute)) return token(this, name, attribute);
        if (attribute.nesting !== "single") return this.interpolationForAttribute(name);
        return groupOf(core, this, name, attribute.attributes, spell);
      },
    });
  }
}

function groupOf(
  core: Core,
  resource: CoreResource,
  group: string,
  attributes: Attributes,
  spell: Speller,
): object {
  const holder = new core.ComplexObject(resource as never, group, false);
  for (const [name, attribute] of attributes) {
    Object.defineProperty(holder, spell(name), { get: () => token(holder, name, attribute) });
  }
  return holder;
}

function token(of: CoreAttributes, name: string, attribute: Attribute): unknown {
  const type = isNested(attribute) ? "string" : attribute.type;
  switch (type) {
    case "string":
      return of.getStringAttribute(name);
    case "number":
      return of.getNumberAttribute(name);
    case "bool":
      return of.getBooleanAttribute(name);
    default:
      return of.getListAttribute(name);
  }
}
