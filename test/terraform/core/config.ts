/** Configurations as core decodes them from HCL: what is left out is null, and what nobody may write is refused. */
import type { TfObject, TfValue } from "../../../src/terraform/contract.ts";
import { type Attributes, isNested, type Nested, type Schema } from "../../../src/terraform/schema/types.ts";
import { conform, isList, isObject, objectOf, own } from "./values.ts";

/** Throws where Terraform would point at a line: that is a mistake of the test. */
export function decoded({ attributes }: Schema, config: TfObject): TfObject {
  return conform(attributes, complete(attributes, config));
}

function complete(attributes: Attributes, config: TfObject): TfObject {
  for (const name of Object.keys(config)) {
    if (!attributes.has(name)) throw new Error(`Unsupported argument: "${name}" is not expected here.`);
  }
  return objectOf(
    [...attributes].map(([name, attribute]) => {
      const value = own(config, name);
      if (attribute.mode === "required" && value === null) {
        throw new Error(`Missing required argument: "${name}" is required.`);
      }
      if (attribute.mode === "computed" && value !== null) {
        throw new Error(`Value for unconfigurable attribute: "${name}".`);
      }
      return [name, isNested(attribute) ? completeNested(attribute, value) : value];
    }),
  );
}

function completeNested({ nesting, attributes }: Nested, value: TfValue): TfValue {
  const inner = (each: TfValue): TfValue => (isObject(each) ? complete(attributes, each) : each);
  if (isList(value)) return value.map(inner);
  if (nesting === "single" || !isObject(value)) return inner(value);
  return objectOf(Object.entries(value).map(([key, each]) => [key, inner(each)]));
}
