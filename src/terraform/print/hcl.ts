/** Expressions and blocks in Terraform's own syntax, in the form that `terraform fmt` gives. */
import type { Entry, Expression, Member } from "../expand/expression.ts";
import { codeText, inline, memberName, type Naming } from "./text.ts";

/** A block: what stands before its brace, attributes, blocks inside. */
export interface HclBlock {
  readonly head: string;
  readonly attributes: readonly Member[];
  readonly blocks?: readonly HclBlock[];
}

/** Longer than this, lists and objects take a line for each member. */
const lineWidth = 100;

export function hcl(blocks: readonly HclBlock[], naming: Naming): string {
  return blocks.map((each) => `${block(each, naming, "")}\n`).join("\n");
}

function block({ head, attributes, blocks = [] }: HclBlock, naming: Naming, indent: string): string {
  const within = `${indent}  `;
  const parts = [
    ...(attributes.length === 0 ? [] : [aligned(attributes, "object", naming, within)]),
    ...blocks.map((inner) => `${within}${block(inner, naming, within)}`),
  ];
  return parts.length === 0 ? `${head} {}` : `${head} {\n${parts.join("\n\n")}\n${indent}}`;
}

/**
 * A line for each member. Equal signs of neighbours stand below each other, but for values that take several lines:
 * these end a run.
 */
function aligned(members: readonly Entry[], type: "object" | "map", naming: Naming, indent: string): string {
  const rows = members.map(([name, of]) => {
    const head = `${indent}${memberName(type, name, naming)}`;
    return { head, text: expression(of, naming, indent, `${head} = `.length) };
  });
  const lines: string[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = start;
    while (end < rows.length && rows[end]?.text.includes("\n") === false) end += 1;
    const run = rows.slice(start, end);
    const widest = Math.max(0, ...run.map(({ head }) => columns(head)));
    for (const { head, text } of run) {
      lines.push(`${head}${" ".repeat(widest - columns(head))} = ${text}`);
    }
    const several = rows[end];
    if (several !== undefined) lines.push(`${several.head} = ${several.text}`);
    start = end + 1;
  }
  return lines.join("\n");
}

/** @param before how much of the line is taken */
function expression(of: Expression, naming: Naming, indent: string, before: number): string {
  const line = inline(of, naming);
  const within = `${indent}  `;
  switch (of.type) {
    case "list":
      if (of.items.length === 0 || before + line.length <= lineWidth) return line;
      return `[\n${of.items
        .map((item) => `${within}${expression(item, naming, within, within.length)},`)
        .join("\n")}\n${indent}]`;
    case "object":
    case "map":
      // A map of files always has a line an entry, so that a change is a line of the difference.
      if (of.members.length === 0 || (of.type === "object" && before + line.length <= lineWidth)) return line;
      return `{\n${aligned(of.members, of.type, naming, within)}\n${indent}}`;
    case "call": {
      const [only, second] = of.given;
      if (only === undefined || second !== undefined) return line;
      return `${of.name}(${expression(only, naming, indent, before + of.name.length + 1)})`;
    }
    case "code":
      return codeText(of.parts, naming);
    case "value":
      return line;
  }
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Terraform counts grapheme clusters, not columns of a terminal, and quotes for themselves. */
function columns(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  const [indent, quotes] = [text.search(/\S/), text.endsWith('"') ? 2 : 0];
  const inner = text.slice(indent + quotes / 2, text.length - quotes / 2);
  return indent + quotes + [...graphemes.segment(inner)].length;
}
