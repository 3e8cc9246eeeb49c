/** States of former versions in the present shape: what is not known any more goes, what is new has no value yet. */
import { isRecord } from "../../model/value.ts";
import type { TfObject, TfValue } from "../contract.ts";
import { type Attribute, type Attributes, isNested } from "../schema/types.ts";
import { emptyObject } from "./values.ts";

export function upgraded(attributes: Attributes, raw: unknown): TfObject {
  const object = emptyObject();
  for (const [name, of] of attributes)
    object[name] = valueIn(of, isRecord(raw) && Object.hasOwn(raw, name) ? raw[name] : null);
  return object;
}

function valueIn(of: Attribute, raw: unknown): TfValue {
  if (raw === null || raw === undefined) return null;
  if (isNested(of)) {
    if (of.nesting === "single") return isRecord(raw) ? upgraded(of.attributes, raw) : null;
    if (of.nesting === "list")
      return Array.isArray(raw) ? raw.map((each: unknown) => upgraded(of.attributes, each)) : null;
    if (!isRecord(raw)) return null;
    const map = emptyObject();
    for (const [key, each] of Object.entries(raw)) map[key] = upgraded(of.attributes, each);
    return map;
  }
  switch (of.type) {
    case "string":
      return typeof raw === "string" ? raw : String(raw);
    case "number":
      return typeof raw === "number" ? raw : Number.isFinite(Number(raw)) ? Number(raw) : null;
    case "bool":
      return typeof raw === "boolean" ? raw : raw === "true" ? true : raw === "false" ? false : null;
    default:
      return Array.isArray(raw) ? raw.map((each: unknown) => String(each)) : null;
  }
}
