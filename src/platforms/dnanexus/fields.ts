/**
 * How attributes of a project stand in requests and answers. The three settings of the platform's settings page
 * (dnanexus.md §2.4) have words there and booleans on the wire; all others have the same name and value.
 */
import { attributesOf } from "../../model/kind.ts";
import { type Attributes, emptyAttributes } from "../../model/resource.ts";
import type { Value } from "../../model/value.ts";
import { project } from "./kinds/project.ts";

export interface Field {
  /** Dotted name of the attribute. */
  readonly attribute: string;
  /** Name on the wire. */
  readonly field: string;
  /** `/project/new` takes it; all others are set by an update right after (§3.5). */
  readonly atCreation: boolean;
  /** `/project-xxxx/update` takes it. */
  readonly byUpdate: boolean;
  readonly default: Value | undefined;
  readonly toWire: (value: Value) => Value;
  readonly fromWire: (value: Value) => Value;
}

/** Attribute → name on the wire, the word for false, the word for true. */
const settings: Readonly<Record<string, readonly [field: string, open: string, closed: string]>> = {
  "overrides.copy": ["restricted", "all-members", "no-one"],
  "overrides.delete": ["protected", "contributors-and-admins", "admins-only"],
  "overrides.download": ["downloadRestricted", "all-members", "no-one"],
};

const onlyByUpdate = new Set([
  "allowedExecutables",
  "httpsAppIsolatedBrowsing",
  "httpsAppIsolatedBrowsingOptions",
  "egressBillTo",
  "displayDataProtectionNotice",
]);

export const fields: readonly Field[] = [...attributesOf(project)].map(([attribute, of]): Field => {
  const setting = settings[attribute];
  const facts = {
    attribute,
    atCreation: !onlyByUpdate.has(attribute),
    byUpdate: !of.immutable,
    default: of.default,
  };
  if (setting === undefined) {
    return { ...facts, field: attribute, toWire: (value) => value, fromWire: (value) => value };
  }
  const [field, open, closed] = setting;
  return {
    ...facts,
    field,
    toWire: (value) => value === closed,
    fromWire: (value) => (value === true ? closed : open),
  };
});

const byAttribute = new Map(fields.map((each) => [each.attribute, each]));
const byField = new Map(fields.map((each) => [each.field, each]));

/** Null in a file stands for the default (§4 of the design); where there is none, for null itself. */
export function onWire(field: Field, value: Value): Value {
  return field.toWire(value ?? field.default ?? null);
}

export function fieldOf(attribute: string): Field {
  const field = byAttribute.get(attribute);
  if (field === undefined) throw new Error(`no field of a project holds ${attribute}`);
  return field;
}

/** The attributes that fields of a request or an answer say; unknown fields are not ours. */
export function attributesFrom(wire: Readonly<Record<string, Value | undefined>>): Attributes {
  const attributes = emptyAttributes();
  for (const [name, value] of Object.entries(wire)) {
    const field = byField.get(name);
    if (field !== undefined && value !== undefined) attributes[field.attribute] = field.fromWire(value);
  }
  return attributes;
}

/** What every project has that was not said otherwise. */
export function projectDefaults(): Record<string, Value> {
  const attributes = emptyAttributes();
  for (const each of fields) if (each.default !== undefined) attributes[each.attribute] = each.default;
  return attributes;
}
