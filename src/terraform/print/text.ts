/** Text of the language, safe whatever it holds. */
import type { Expression, Reference } from "../expand/expression.ts";

/** What marks of a template stand for themselves where they are doubled. */
export function escapeTemplate(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

/** A quoted text. No half of a surrogate pair can be written: it is replaced. */
export function quoted(text: string): string {
  const inner = escapeTemplate(text.toWellFormed()).replace(
    /["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => short[character] ?? unicode(character),
  );
  return `"${inner}"`;
}

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function unicode(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff
    ? `\\U${point.toString(16).padStart(8, "0")}`
    : `\\u${point.toString(16).padStart(4, "0")}`;
}

/** How references are called in what is written. */
export type Naming = (reference: Reference) => string;

/** As files of Terraform call them: a block's id is its address there. */
export const plainNaming: Naming = (reference) =>
  "block" in reference ? reference.block : `var.${reference.variable}`;

/** An expression on one line. */
export function inline(of: Expression, naming: Naming): string {
  switch (of.type) {
    case "value":
      return typeof of.value === "string" ? quoted(of.value) : String(of.value);
    case "list":
      return `[${of.items.map((item) => inline(item, naming)).join(", ")}]`;
    case "object":
    case "map": {
      const members = of.members.map(
        ([name, member]) => `${memberName(of.type, name, naming)} = ${inline(member, naming)}`,
      );
      return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
    }
    case "call":
      return `${of.name}(${of.given.map((each) => inline(each, naming)).join(", ")})`;
    case "code":
      return codeText(of.parts, naming);
  }
}

/** Names of ours are identifiers; names from files are quoted, and thus never a keyword; others are worked out. */
export function memberName(type: "object" | "map", name: string | Expression, naming: Naming): string {
  if (typeof name !== "string") return `(${inline(name, naming)})`;
  return type === "object" ? name : quoted(name);
}

export function codeText(parts: readonly (string | Reference)[], naming: Naming): string {
  return parts.map((part) => (typeof part === "string" ? part : naming(part))).join("");
}

/** The address of an instance of a block. */
export function instanceText(block: string, key: string | null): string {
  return key === null ? block : `${block}[${quoted(key)}]`;
}
