import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";
import { canonical, order, type Value } from "../model/value.ts";
import { classify } from "./classify.ts";
import { createFindings, type Findings } from "./findings.ts";
import { flowText } from "./flow.ts";
import { type Form, formOf } from "./form.ts";
import {
  breakOf,
  type LineDocument,
  type LineEntry,
  type LineMap,
  printLines,
  toLines,
} from "./line-document.ts";
import { entryOf, type Node, toValue } from "./node.ts";
import { type ParsedText, parseText, treeOf } from "./parse.ts";
import { handleMembers, personMembers } from "./people/schema.ts";
import { byRank, groupRanks, manageRanks, memberRanks, type Ranks, ranksOf, rootRanks } from "./ranks.ts";
import { columnOf, isBlank, trim, trimEnd } from "./spaces.ts";

/** How the entries of a map are put in order, and those of what they hold. */
interface Layout {
  readonly ranks: Ranks | null;
  /** Sort by key instead: people and grants. */
  readonly sorted: boolean;
  readonly inner: (key: string) => Layout;
}

const asWritten: Layout = { ranks: null, sorted: false, inner: () => asWritten };

const handleLayout: Layout = { ranks: ranksOf(handleMembers), sorted: false, inner: () => asWritten };
const handlesLayout: Layout = { ranks: null, sorted: true, inner: () => handleLayout };
const personLayout: Layout = {
  ranks: ranksOf(personMembers),
  sorted: false,
  inner: (key) => (key === "handles" ? handlesLayout : asWritten),
};
const everybodyLayout: Layout = { ranks: null, sorted: true, inner: () => personLayout };

/** A document that names people. */
const peopleLayout: Layout = {
  ranks: ranksOf(["$schema", "people"]),
  sorted: false,
  inner: (key) => (key === "people" ? everybodyLayout : asWritten),
};

/**
 * The text as Charter keeps it: two spaces a level, lines of an organization in one order, people and grants sorted;
 * comments and blank lines stay with what they stand above. Idempotent, and means the same as before. A text that
 * cannot be read, or that is no organization, comes back as it is.
 */
export function formatText(
  text: string,
  platforms: readonly Platform[],
  file = "text.yaml",
): { readonly text: string; readonly findings: readonly Finding[] } {
  const findings = createFindings();
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  const parsed = parseText(file, plain);
  if (parsed.broken !== null) {
    const { at, depth, message } = parsed.broken;
    findings.add(depth ? "config/depth" : "config/syntax", { origin: parsed.origin, at }, message);
    return { text, findings: findings.list() };
  }
  const trees = parsed.documents.map((document) => treeOf(parsed, document, findings));
  if (findings.errors() > 0) return { text, findings: findings.list() };
  const layouts = trees.map((tree) => layoutOf(tree, platforms));
  if (layouts.every((layout) => layout === null)) return { text, findings: findings.list() };
  const json = file.endsWith(".json") || isJson(plain);
  const formatted = json ? formatJson(trees, layouts) : formatYaml(plain, parsed, layouts);
  return {
    text: formatted !== null && sameMeaning(file, formatted, trees, findings) ? formatted : text,
    findings: findings.list(),
  };
}

function layoutOf(tree: Node | null, platforms: readonly Platform[]): Layout | null {
  const known = tree === null ? null : classify(tree, platforms);
  if (known?.type === "people") return peopleLayout;
  if (known?.type !== "organization") return null;
  const name = entryOf(known.root, "platform")?.value;
  const platform = platforms.find((each) => name?.type === "scalar" && each.name === name.value);
  return platform === undefined ? null : rootLayout(formOf(platform));
}

function rootLayout(form: Form): Layout {
  const manage: Layout = { ranks: manageRanks(form), sorted: false, inner: () => asWritten };
  const inner = memberLayout(form).inner;
  return { ranks: rootRanks(form), sorted: false, inner: (key) => (key === "manage" ? manage : inner(key)) };
}

function memberLayout(form: Form): Layout {
  return {
    ranks: memberRanks(form),
    sorted: false,
    inner: (key) => {
      const member = form.members.get(key);
      if (member?.type === "collection") return collectionLayout(member.form);
      const group = groupRanks(form, key);
      return group === null ? asWritten : { ranks: group, sorted: false, inner: () => asWritten };
    },
  };
}

function collectionLayout(form: Form): Layout {
  const member = memberLayout(form);
  return { ranks: null, sorted: form.kind.principal, inner: () => member };
}

function arrange<T>(items: readonly T[], layout: Layout, keyOf: (item: T) => string): T[] {
  if (layout.sorted) return [...items].sort((a, b) => order(keyOf(a), keyOf(b)));
  return layout.ranks === null ? [...items] : byRank(items, layout.ranks, keyOf);
}

function formatYaml(text: string, parsed: ParsedText, layouts: readonly (Layout | null)[]): string {
  const lines = toLines(text, parsed.documents).flatMap((document, index) => {
    const layout = layouts[index] ?? null;
    return layout === null || document.map === null
      ? printLines(document)
      : formatDocument(document, document.map, layout);
  });
  while (lines.at(-1) === "") lines.pop();
  return lines.map((line) => `${line}${breakOf(text)}`).join("");
}

function formatDocument(document: LineDocument, map: LineMap, layout: Layout): readonly string[] {
  const lines: string[] = [];
  for (const line of document.head) pushLead(lines, line, "");
  formatMap(map, document.anchors ? asWritten : layout, layout, 0, lines, lines.at(-1) !== "");
  return lines;
}

/** `layout` says the order, `known` what the entries are; they differ where nothing may be moved. */
function formatMap(
  map: LineMap,
  layout: Layout,
  known: Layout,
  depth: number,
  lines: string[],
  first: boolean,
): void {
  const indent = "  ".repeat(depth);
  let opening = first && depth > 0;
  for (const entry of arrange(map.entries, layout, (each) => each.key)) {
    for (const line of entry.lead) {
      if (opening && isBlank(line)) continue;
      opening = false;
      pushLead(lines, line, indent);
    }
    opening = false;
    const inner = layout === known ? layout.inner(entry.key) : asWritten;
    for (const line of ownLines(entry, map.indent, depth, inner)) lines.push(line);
    if (entry.child !== null) formatMap(entry.child, inner, inner, depth + 1, lines, true);
  }
  for (const line of map.tail) pushLead(lines, line, indent);
}

/** A comment or a blank line; never two blank lines in a row. */
function pushLead(lines: string[], line: string, indent: string): void {
  const content = trim(line);
  if (content === "") {
    if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
  } else {
    lines.push(content.startsWith("#") ? indent + content : trimEnd(line));
  }
}

function ownLines(entry: LineEntry, from: number, depth: number, layout: Layout): readonly string[] {
  const indent = "  ".repeat(depth);
  const [first = "", ...rest] = entry.own;
  // One space after the colon, where the key is plain and thus ends at the first one.
  const head = indent + first.replace(/^[ \t]+/, "").replace(/^([^"' \t].*?:)[ \t]+(?=[^ \t])/, "$1 ");
  const flow =
    rest.length === 0 && entry.value !== null
      ? flowText(entry.value, head, (node, key) => flowOrder(node, key, layout))
      : null;
  if (flow !== null) return [flow];
  if (rest.length === 0) return [trimEnd(head)];
  const base = bodyIndent(entry, rest);
  const shift = base === null ? indent.length - from : indent.length + 2 - base;
  return [trimEnd(head), ...rest.map((line) => shifted(line, shift))];
}

/** The column that the lines under a key stand at, where they can be brought to two spaces; null: only moved along. */
function bodyIndent(entry: LineEntry, rest: readonly string[]): number | null {
  const header = entry.own[0] ?? "";
  const content = rest.find((line) => !isBlank(line));
  if (content === undefined) return null;
  const block = /[|>][+-]?[ \t]*(#.*)?$/.test(header);
  return block || /^[ \t]*- /.test(content) ? columnOf(content) : null;
}

function shifted(line: string, by: number): string {
  if (isBlank(line)) return "";
  if (by >= 0) return " ".repeat(by) + line;
  const spaces = line.search(/[^ ]/);
  return line.slice(Math.min(-by, spaces));
}

/** The keys of a flow map in order; `path` leads to it from the entry. */
function flowOrder(keys: readonly string[], path: readonly string[], layout: Layout): readonly string[] {
  const at = path.reduce((each, key) => each.inner(key), layout);
  return arrange(keys, at, (key) => key);
}

/** A flow map of YAML looks much like JSON, but can hold comments. */
function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function formatJson(trees: readonly (Node | null)[], layouts: readonly (Layout | null)[]): string | null {
  const [tree = null, second] = trees;
  const [layout = null] = layouts;
  if (tree === null || layout === null || second !== undefined) return null;
  return `${JSON.stringify(arranged(tree, layout), null, 2)}\n`;
}

function arranged(node: Node, layout: Layout): unknown {
  if (node.type !== "map") return toValue(node);
  const value: Record<string, unknown> = Object.create(null);
  for (const entry of arrange(node.entries, layout, (each) => each.key)) {
    value[entry.key] = arranged(entry.value, layout.inner(entry.key));
  }
  return value;
}

/** A formatter that changes what a file says would be worse than none: the result is read again and compared. */
function sameMeaning(
  file: string,
  text: string,
  trees: readonly (Node | null)[],
  findings: Findings,
): boolean {
  const parsed = parseText(file, text);
  if (parsed.broken !== null) return false;
  const meaning = (tree: Node | null): Value => (tree === null ? null : toValue(tree));
  const after = parsed.documents.map((document) => meaning(treeOf(parsed, document, findings)));
  return canonical(after) === canonical(trees.map(meaning));
}
