/** What is given to a construct: checked, and as Terraform's JSON has it. */
import { meant, quote } from "../config/words.ts";
import { isRecord } from "../model/value.ts";
import { type Attribute, type Attributes, isNested } from "../terraform/schema/types.ts";
import { type Core, isResolvable } from "./core.ts";
import type { Speller } from "./names.ts";

export type Props = { readonly [name: string]: unknown };

/** Properties that are the core's own. */
export const metaNames: readonly string[] = [
  "dependsOn",
  "count",
  "provider",
  "lifecycle",
  "forEach",
  "provisioners",
  "connection",
];

export function metaOf(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([name]) => metaNames.includes(name)));
}

/** @throws where something is named that is not there, with the name that was meant; or where something is missing */
export function checkProps(
  what: string,
  attributes: Attributes,
  spell: Speller,
  props: Props,
  also: readonly string[] = [],
): void {
  check(what, "", attributes, spell, props, also);
}

function check(
  what: string,
  at: string,
  attributes: Attributes,
  spell: Speller,
  props: Props,
  also: readonly string[],
): void {
  const writable = new Map(
    [...attributes]
      .filter(([, { mode }]) => mode !== "computed")
      .map(([name, attribute]) => [spell(name), attribute] as const),
  );
  const known = [...writable.keys(), ...also];
  for (const [name, value] of Object.entries(props)) {
    const attribute = writable.get(name);
    if (attribute === undefined) {
      if (also.includes(name)) continue;
      throw new Error(
        `${what} has no ${at}${name}${meant(name, known) || `. It has: ${known.map((each) => at + each).join(", ")}.`}`,
      );
    }
    if (isRecord(value) && !isResolvable(value) && isNested(attribute)) {
      for (const [inner, path] of objectsIn(attribute, value, `${at}${name}`)) {
        check(what, `${path}.`, attribute.attributes, spell, inner, []);
      }
    }
  }
  for (const [name, { mode }] of writable) {
    if (mode === "required" && props[name] === undefined) throw new Error(`${what} needs ${at}${name}.`);
  }
}

function objectsIn(
  attribute: Extract<Attribute, { readonly nesting: string }>,
  value: Props,
  at: string,
): readonly (readonly [Props, string])[] {
  if (attribute.nesting === "single") return [[value, at]];
  return Object.entries(value).flatMap(([key, entry]) =>
    isRecord(entry) && !isResolvable(entry) ? [[entry, `${at}[${quote(key)}]`] as const] : [],
  );
}

/** Properties under Terraform's names. Only what is given is there. */
export function written(core: Core, attributes: Attributes, spell: Speller, props: Props): Props {
  return Object.fromEntries(
    [...attributes].flatMap(([name, attribute]) => {
      const value = props[spell(name)];
      return value === undefined ? [] : [[name, writtenValue(core, attribute, spell, value)] as const];
    }),
  );
}

function writtenValue(core: Core, attribute: Attribute, spell: Speller, value: unknown): unknown {
  if (!isRecord(value) || isResolvable(value)) return value;
  if (!isNested(attribute)) return attribute.type === "string" ? core.Fn.jsonencode(value) : value;
  if (attribute.nesting === "single") return written(core, attribute.attributes, spell, value);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      isRecord(entry) && !isResolvable(entry) ? written(core, attribute.attributes, spell, entry) : entry,
    ]),
  );
}
