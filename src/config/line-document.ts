import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type YAMLMap,
  type Node as YamlNode,
} from "yaml";
import { columnOf, isBlank } from "./spaces.ts";

/**
 * The text of a YAML file as lines that belong to its entries, so that entries can be moved, changed and removed while
 * everything else stays byte for byte: the YAML library prints a whole document anew, and gives a comment that stands
 * before a key to whatever ended above it.
 */
export interface LineDocument {
  /** Marks (`---`), directives and comments that belong to the file, not to its first key. */
  readonly head: string[];
  /** The entries; null where the document is not a block map, and then all lines are in `head`. */
  readonly map: LineMap | null;
  /** It uses anchors: what an alias needs must stay above it. */
  readonly anchors: boolean;
  readonly document: Document.Parsed;
}

export interface LineMap {
  /** The column of its keys, from 0. */
  readonly indent: number;
  entries: LineEntry[];
  /** Comments and blank lines after the last entry. */
  tail: string[];
}

export interface LineEntry {
  readonly key: string;
  /** Comments and blank lines above it. */
  lead: string[];
  /** Its own lines, from the key on; without those of `child`. */
  own: string[];
  /** Its value, where that is a block map on lines of its own. */
  child: LineMap | null;
  /** Its value; null for an entry that has been made anew. */
  readonly value: YamlNode | null;
}

interface Text {
  readonly lines: readonly string[];
  readonly lineOf: (offset: number) => number;
  readonly columnOf: (offset: number) => number;
}

/** Takes the text of a file apart. `documents` are those that the library reads from the same text. */
export function toLines(text: string, documents: readonly Document.Parsed[]): readonly LineDocument[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const lineOf = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const source: Text = { lines, lineOf, columnOf: (offset) => offset - (starts[lineOf(offset)] ?? 0) };

  let from = 0;
  return documents.map((document, index) => {
    const next = documents[index + 1];
    const to = next === undefined ? lines.length : startOf(document, next, source);
    const part = documentLines(document, from, to, source);
    from = to;
    return part;
  });
}

/** The line of the mark that opens a document, which is not the first one. */
function startOf(former: Document.Parsed, document: Document.Parsed, text: Text): number {
  const first = text.lineOf(document.contents?.range?.[0] ?? document.range[0]);
  const floor = text.lineOf(former.contents?.range?.[0] ?? 0);
  for (let line = first; line > floor; line -= 1)
    if (/^---([ \t]|$)/.test(text.lines[line] ?? "")) return line;
  return text.lineOf(document.range[0]);
}

function documentLines(document: Document.Parsed, from: number, to: number, text: Text): LineDocument {
  const { contents } = document;
  const anchors = text.lines.slice(from, to).some((line) => line.includes("&")) && hasAnchor(contents);
  const whole = { head: text.lines.slice(from, to), map: null, anchors, document };
  if (!isMap(contents) || !isPlainBlock(contents, text)) return whole;
  const first = keyLine(contents.items[0], text);
  let end = from;
  for (let line = from; line < first; line += 1) {
    const each = text.lines[line] ?? "";
    // A comment with a blank line under it speaks of the file; so does a line for editors.
    if (!each.startsWith("#") || /yaml-language-server:/.test(each)) end = line + 1;
  }
  return { head: text.lines.slice(from, end), map: mapLines(contents, end, to, text), anchors, document };
}

function hasAnchor(node: unknown): boolean {
  if (isPair(node)) return hasAnchor(node.key) || hasAnchor(node.value);
  if (isScalar(node)) return node.anchor !== undefined;
  return (isMap(node) || isSeq(node)) && (node.anchor !== undefined || node.items.some(hasAnchor));
}

/** A block map that has entries, each with a plain key that starts its line. */
function isPlainBlock(map: YAMLMap, text: Text): boolean {
  if (map.flow || map.items.length === 0) return false;
  return map.items.every((pair) => {
    if (!isPair(pair) || !isScalar(pair.key) || !pair.key.range) return false;
    const [at] = pair.key.range;
    return /^ *$/.test((text.lines[text.lineOf(at)] ?? "").slice(0, text.columnOf(at)));
  });
}

function keyLine(pair: Pair | undefined, text: Text): number {
  return text.lineOf((pair?.key as YamlNode | undefined)?.range?.[0] ?? 0);
}

function mapLines(map: YAMLMap, from: number, to: number, text: Text): LineMap {
  const indent = text.columnOf((map.items[0]?.key as YamlNode | undefined)?.range?.[0] ?? 0);
  const entries: LineEntry[] = [];
  let start = from;
  for (const [index, pair] of map.items.entries()) {
    const line = keyLine(pair, text);
    const next = map.items[index + 1];
    const limit = next === undefined ? to : keyLine(next, text);
    let end = Math.min(lastLine(pair, text) + 1, limit);
    for (let each = end; each < limit; each += 1) {
      const content = text.lines[each] ?? "";
      // A deeper comment still belongs to what stands above it.
      if (columnOf(content) > indent) end = each + 1;
    }
    const { key } = pair;
    const value = (pair.value ?? null) as YamlNode | null;
    const block = isMap(value) && isPlainBlock(value, text) && keyLine(value.items[0], text) > line;
    entries.push({
      key: isScalar(key) ? (typeof key.value === "string" ? key.value : (key.source ?? "")) : "",
      lead: text.lines.slice(start, line),
      own: text.lines.slice(line, block ? line + 1 : end),
      child: block ? mapLines(value, line + 1, end, text) : null,
      value,
    });
    start = end;
  }
  return { indent, entries, tail: text.lines.slice(start, to) };
}

/** The last line that an entry's value stands on. */
function lastLine(pair: Pair, text: Text): number {
  const value = pair.value as YamlNode | null;
  const line = keyLine(pair, text);
  if (value === null) return line;
  if (isMap(value) && !value.flow) {
    const last = value.items.at(-1);
    return last === undefined ? line : Math.max(line, lastLine(last, text));
  }
  if (isSeq(value) && !value.flow) {
    const last = value.items.at(-1) as YamlNode | undefined;
    return last === undefined ? line : Math.max(line, endOf(last, text));
  }
  return Math.max(line, endOf(value, text));
}

function endOf(node: YamlNode, text: Text): number {
  if (isMap(node) && !node.flow && node.items.length > 0) return lastLine(node.items.at(-1) as Pair, text);
  const [start, end] = node.range ?? [0, 0];
  let line = text.lineOf(Math.max(start, end - 1));
  const isBlock = isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
  // `|+` keeps the blank lines at its end: they are its own.
  const keeps =
    isBlock && /^[|>]\d*\+/.test((text.lines[text.lineOf(start)] ?? "").slice(text.columnOf(start)));
  while (isBlock && !keeps && line > text.lineOf(start) && isBlank(text.lines[line] ?? "")) line -= 1;
  return line;
}

/** The lines of a document as they are. */
export function printLines(document: LineDocument): readonly string[] {
  return [...document.head, ...(document.map === null ? [] : printMap(document.map))];
}

function printMap(map: LineMap): readonly string[] {
  const lines: string[] = [];
  for (const { lead, own, child } of map.entries) {
    for (const line of lead) lines.push(line);
    for (const line of own) lines.push(line);
    if (child !== null) for (const line of printMap(child)) lines.push(line);
  }
  for (const line of map.tail) lines.push(line);
  return lines;
}

/** The line break that a text uses. */
export function breakOf(text: string): "\r\n" | "\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
