/** Expressions in Terraform's JSON syntax, where every text is a template. */
import type { Expression } from "../expand/expression.ts";
import { escapeTemplate, inline, type Naming } from "./text.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** @param literal how a text that means itself is written; for writers with marks of their own */
export function json(
  of: Expression,
  naming: Naming,
  literal: (text: string) => string = escapeTemplate,
): Json {
  switch (of.type) {
    case "value":
      return typeof of.value === "string" ? literal(of.value.toWellFormed()) : of.value;
    case "list":
      return of.items.map((item) => json(item, naming, literal));
    case "object":
    case "map":
      return members(
        of.members.map(([name, member]) => [
          typeof name === "string" ? literal(name.toWellFormed()) : `\${${inline(name, naming)}}`,
          json(member, naming, literal),
        ]),
      );
    case "call":
    case "code":
      return `\${${inline(of, naming)}}`;
  }
}

/** Without a prototype, so that `__proto__` is a name like others. */
export function members(of: Iterable<readonly [string, Json]>): { readonly [name: string]: Json } {
  const made = Object.create(null) as Record<string, Json>;
  for (const [name, member] of of) made[name] = member;
  return made;
}
