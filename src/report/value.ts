import { type Body, describeRef, isRef } from "../model/call.ts";
import { canonical, type Value } from "../model/value.ts";
import { limit, nameLimit, visible } from "./escape.ts";

/** Text that cannot be taken for anything else than text, and needs no quotes. */
const bare = /^[A-Za-z_@./+][A-Za-z0-9_@./:+ -]*$/;
const words = /^(?:true|false|null|yes|no|on|off)$/i;

/** A value as a person would write it: quoted only where it could be taken for something else. */
export function showValue(value: Value, max: number = nameLimit): string {
  if (value === null) return "(not set)";
  if (typeof value === "string") {
    if (bare.test(value) && !words.test(value) && !value.endsWith(" ")) return visible(limit(value, max));
    return visible(JSON.stringify(limit(value, max)));
  }
  if (isRef(value)) return visible(limit(describeRef(value), max));
  return visible(limit(canonical(value), max));
}

/** A body as it will be sent, indented JSON; what is known only then stands in parentheses, without quotes. */
export function bodyLines(body: Body): readonly string[] {
  return printed(body, "").split("\n").map(visible);
}

function printed(body: Body, indent: string): string {
  if (isRef(body)) return describeRef(body);
  if (typeof body !== "object" || body === null) return JSON.stringify(body);
  const inner = `${indent}  `;
  const isList = Array.isArray(body);
  const members = isList
    ? body.map((item: Body) => inner + printed(item, inner))
    : Object.entries(body).map(
        ([name, member]) => `${inner}${JSON.stringify(name)}: ${printed(member, inner)}`,
      );
  const [open, close] = isList ? "[]" : "{}";
  return members.length === 0 ? `${open}${close}` : `${open}\n${members.join(",\n")}\n${indent}${close}`;
}
