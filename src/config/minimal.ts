import { type Attribute, isAttribute, sameValue } from "../model/attribute.ts";
import { attributesOf } from "../model/kind.ts";
import { type Attributes, emptyAttributes } from "../model/resource.ts";
import type { Value } from "../model/value.ts";
import { hiddenIn } from "./characters.ts";
import type { Form } from "./form.ts";

/** What has to be written of live attributes, and the names of those that no file can hold. */
export interface Minimal {
  readonly attributes: Attributes;
  readonly unwritable: readonly string[];
}

/**
 * The attributes that say something: not what is the default, not what others imply, not secrets, not what the platform
 * does not have. What must be written always is.
 */
export function minimal(form: Form, live: Attributes): Minimal {
  const attributes = emptyAttributes();
  const unwritable: string[] = [];
  for (const [name, attribute] of attributesOf(form.kind)) {
    const value = live[name];
    if (value === undefined || attribute.secret) continue;
    if (!attribute.required && (isSilent(attribute, value) || form.kind.implied?.(live, name))) continue;
    if (holdsHidden(value)) unwritable.push(name);
    else attributes[name] = value;
  }
  return { attributes, unwritable };
}

function isSilent(attribute: Attribute, value: Value): boolean {
  if (attribute.default !== undefined) return sameValue(attribute, value, attribute.default);
  return value === null;
}

function holdsHidden(value: Value): boolean {
  if (typeof value === "string") return hiddenIn(value, "value") >= 0;
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([name, member]: [string, Value]) => hiddenIn(name, "key") >= 0 || holdsHidden(member),
  );
}

/** Attributes as they are nested in a file: `overrides.copy` under `overrides`. In the kind's order. */
export function nested(form: Form, attributes: Attributes): ReadonlyMap<string, Value> {
  const tree = new Map<string, Value>();
  for (const [name, node] of Object.entries(form.kind.attributes)) {
    if (isAttribute(node)) {
      const value = attributes[name];
      if (value !== undefined) tree.set(name, value);
      continue;
    }
    const members = Object.keys(node).flatMap((inner) => {
      const value = attributes[`${name}.${inner}`];
      return value === undefined ? [] : [[inner, value] as const];
    });
    if (members.length > 0) tree.set(name, Object.fromEntries(members));
  }
  return tree;
}
