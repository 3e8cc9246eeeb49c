/**
 * What Terraform is told will be there. It follows from configuration and prior state alone, never from what is live
 * at the moment: a plan is made twice, and what was known the first time must be the same the second time.
 *
 * | attribute | written | planned |
 * | --- | --- | --- |
 * | any | yes | as written |
 * | write-only | | null |
 * | implied by what is written (flags of an administrator) | no | null |
 * | was implied before | no | unknown |
 * | other | no, in a prior state | as it was |
 * | other | no | unknown |
 */
import type { Kind } from "../../model/kind.ts";
import { attributesOf } from "../../model/kind.ts";
import type { TfObject, TfValue } from "../contract.ts";
import { unknown } from "../contract.ts";
import { snake } from "../schema/names.ts";
import { type Attribute, type Attributes, isNested } from "../schema/types.ts";
import { attributesIn, emptyObject, isObject } from "./values.ts";

/** The kind's attributes and those beside them, all but what the caller knows better. */
export function plannedObject(
  kind: Kind,
  schema: Attributes,
  config: TfObject,
  prior: TfObject | null,
): Record<string, TfValue> {
  const implied = impliedIn(kind, config);
  const former = prior === null ? new Set<string>() : impliedIn(kind, prior);
  const one = (of: Attribute, dotted: string, written: TfValue, before: TfValue | undefined): TfValue => {
    if (of.writeOnly === true) return null;
    if (isNested(of)) {
      if (written !== null && !isObject(written)) return written;
      if (written === null && (before === undefined || before === null))
        return of.mode === "both" ? unknown : null;
      const inner = emptyObject();
      for (const [name, leaf] of of.attributes) {
        const value = isObject(written) ? (written[name] ?? null) : null;
        const past = before === undefined ? undefined : isObject(before) ? (before[name] ?? null) : null;
        inner[name] = one(leaf, `${dotted}.${name}`, value, past);
      }
      return inner;
    }
    if (written !== null || of.mode === "required" || of.mode === "optional") return written;
    if (implied.has(dotted)) return null;
    return before === undefined || (before === null && former.has(dotted)) ? unknown : before;
  };
  const object = emptyObject();
  for (const [name, of] of schema) {
    object[name] = one(of, name, config[name] ?? null, prior === null ? undefined : (prior[name] ?? null));
  }
  return object;
}

/** Names, as Terraform spells them, of what others of the written attributes imply. */
function impliedIn(kind: Kind, object: TfObject): ReadonlySet<string> {
  if (kind.implied === undefined) return new Set();
  const written = attributesIn(kind, object);
  const names = [...attributesOf(kind).keys()].filter((name) => kind.implied?.(written, name) === true);
  return new Set(names.map((name) => name.split(".").map(snake).join(".")));
}

/** What is unknown gets the value that it has now; all else is as it was planned. */
export function filled(schema: Attributes, planned: TfObject, actual: TfObject): Record<string, TfValue> {
  const one = (of: Attribute, wanted: TfValue, found: TfValue): TfValue => {
    if (wanted === unknown) return found;
    if (!isNested(of) || !isObject(wanted)) return wanted;
    if (of.nesting === "single")
      return filled(of.attributes, wanted, isObject(found) ? found : emptyObject());
    const object = emptyObject();
    for (const [key, element] of Object.entries(wanted)) {
      const now = isObject(found) ? (found[key] ?? null) : null;
      object[key] = isObject(element)
        ? filled(of.attributes, element, isObject(now) ? now : emptyObject())
        : element;
    }
    return object;
  };
  const object = emptyObject();
  for (const [name, of] of schema) object[name] = one(of, planned[name] ?? null, actual[name] ?? null);
  return object;
}
