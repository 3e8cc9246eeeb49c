/** Values in the words of core's messages: `cty.StringVal("x")`. */
import { type TfValue, unknown } from "../../../src/terraform/contract.ts";
import { type Attribute, isNested } from "../../../src/terraform/schema/types.ts";
import { isList, isObject } from "./values.ts";

const names = { string: "cty.String", number: "cty.Number", bool: "cty.Bool" } as const;

function typeText(attribute: Attribute): string {
  if (isNested(attribute)) return attribute.nesting === "single" ? "cty.Object" : "cty.Map";
  const { type } = attribute;
  if (typeof type === "string") return names[type];
  return `cty.${type[0] === "set" ? "Set" : type[0] === "list" ? "List" : "Map"}(cty.String)`;
}

/** As Go would print it; good enough to be recognized. */
export function words(attribute: Attribute, value: TfValue): string {
  if (value === null) return `cty.NullVal(${typeText(attribute)})`;
  if (value === unknown) return `cty.UnknownVal(${typeText(attribute)})`;
  if (isList(value)) {
    const set = !isNested(attribute) && attribute.type[0] === "set";
    const kind = set ? "Set" : "List";
    return value.length === 0
      ? `cty.${kind}ValEmpty(cty.String)`
      : `cty.${kind}Val([]cty.Value{${value.map(scalar).join(", ")}})`;
  }
  if (isObject(value)) return `cty.ObjectVal(${JSON.stringify(value)})`;
  return scalar(value);
}

function scalar(value: TfValue): string {
  if (value === null) return "cty.NullVal(cty.String)";
  if (typeof value === "symbol") return "cty.UnknownVal(cty.String)";
  if (typeof value === "boolean") return value ? "cty.True" : "cty.False";
  if (typeof value === "number") {
    return Number.isInteger(value) ? `cty.NumberIntVal(${value})` : `cty.NumberFloatVal(${value})`;
  }
  return typeof value === "string" ? `cty.StringVal(${JSON.stringify(value)})` : "cty.DynamicVal";
}
