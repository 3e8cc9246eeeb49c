import { type Document, isMap, isScalar, isSeq, type Pair, parseDocument, type Node as YamlNode } from "yaml";
import type { Value } from "../model/value.ts";
import { order } from "../model/value.ts";
import { inlineText } from "./entry-text.ts";
import { scalarText } from "./flow.ts";
import type { LineEntry, LineMap } from "./line-document.ts";
import { columnOf, isBlank } from "./spaces.ts";

/** The lines of one entry as a document of their own, so that the YAML library can change it and nothing else. */
interface Snippet {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly key: string;
  readonly value: YamlNode | null;
}

function snippetOf(entry: LineEntry, indent: number): Snippet | null {
  const text = entry.own
    .map((line) => line.slice(Math.min(indent, isBlank(line) ? line.length : columnOf(line))))
    .join("\n");
  const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
  const pair = isMap(document.contents)
    ? (document.contents.items[0] as Pair<YamlNode, YamlNode | null>)
    : undefined;
  if (pair === undefined || document.errors.length > 0) return null;
  return { text, document: document as Document.Parsed, key: entry.key, value: pair.value };
}

function print(snippet: Snippet, indent: number): string[] {
  const lines = snippet.document
    .toString({ lineWidth: 0, flowCollectionPadding: true })
    .replace(/\n$/, "")
    .split("\n");
  return lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line));
}

/** What an entry says, as plain data. */
export function writtenValue(entry: LineEntry, indent: number): unknown {
  return snippetOf(entry, indent)?.document.toJS()?.[entry.key];
}

/** Gives an entry on its own lines another value (at a path inside it); undefined takes what is there out. */
export function setValue(
  entry: LineEntry,
  indent: number,
  path: readonly string[],
  value: Value | undefined,
): boolean {
  const snippet = snippetOf(entry, indent);
  if (snippet === null) return false;
  const whole = [snippet.key, ...path];
  if (value === undefined) {
    snippet.document.deleteIn(whole);
  } else {
    const former = snippet.document.getIn(whole, true);
    if (isScalar(former) && (typeof value !== "object" || value === null)) former.value = value;
    else {
      const node = snippet.document.createNode(value);
      if (isMap(node) || isSeq(node)) node.flow = true;
      snippet.document.setIn(whole, node);
    }
  }
  entry.own = print(snippet, indent);
  return true;
}

/** Adds a key to, or takes it out of, a collection that is written as a list. */
export function editList(entry: LineEntry, indent: number, key: string, there: boolean): boolean {
  const snippet = snippetOf(entry, indent);
  if (snippet === null || !isSeq(snippet.value)) return false;
  const list = snippet.value;
  const keys = list.items.map((item) => (isScalar(item) ? String(item.source ?? item.value) : ""));
  const at = keys.indexOf(key);
  if (at >= 0 === there) return true;
  if (there) {
    const sorted = keys.every((each, index) => index === 0 || order(keys[index - 1] ?? "", each) <= 0);
    const place = sorted ? keys.findIndex((each) => order(each, key) > 0) : -1;
    list.items.splice(place < 0 ? keys.length : place, 0, snippet.document.createNode(key));
  } else {
    list.items.splice(at, 1);
  }
  entry.own = print(snippet, indent);
  return true;
}

/** Whether an entry's value is a list. */
export function isList(entry: LineEntry, indent: number): boolean {
  return entry.child === null && isSeq(snippetOf(entry, indent)?.value);
}

/** Brings what an entry holds to lines of its own; null where comments would get lost. `short` names a bare value. */
export function expand(entry: LineEntry, indent: number, short: string | null): LineMap | null {
  if (entry.child !== null) return entry.child;
  const snippet = snippetOf(entry, indent);
  if (snippet === null) return null;
  const { value, text } = snippet;
  const inner = " ".repeat(indent + 2);
  const entries: LineEntry[] = [];
  const add = (key: string, written: string): void => {
    entries.push({
      key,
      lead: [],
      own: [`${inner}${scalarText(key)}: ${written}`],
      child: null,
      value: null,
    });
  };
  if (isMap(value)) {
    if (/(^|[ \t\n])#/.test(text.slice(value.range?.[0], value.range?.[1]))) return null;
    for (const pair of value.items as Pair<YamlNode, YamlNode | null>[]) {
      const key = isScalar(pair.key) ? String(pair.key.source ?? pair.key.value) : "";
      const written = text.slice(pair.value?.range?.[0], pair.value?.range?.[1]);
      add(key, written.replace(/[ \t]*\n[ \t]*/g, " "));
    }
  } else if (isScalar(value) && value.value !== null) {
    if (short === null) return null;
    add(short, inlineText(value.value as string | number | boolean));
  } else if (value !== null && !isScalar(value)) {
    return null;
  }
  const comment =
    /[ \t]#.*$/.exec(text.slice(value?.range?.[1] ?? text.length).split("\n")[0] ?? "")?.[0] ?? "";
  entry.own = [`${" ".repeat(indent)}${scalarText(entry.key)}:${comment}`];
  entry.child = { indent: indent + 2, entries, tail: [] };
  return entry.child;
}

/** Takes an entry out of a map, with the comments right above it. What stands above a blank line stays. */
export function removeEntry(map: LineMap, entry: LineEntry): void {
  const index = map.entries.indexOf(entry);
  const blank = entry.lead.findLastIndex((line) => isBlank(line));
  const kept = entry.lead.slice(0, blank + 1);
  const next = map.entries[index + 1];
  if (!kept.every(isBlank)) {
    if (next === undefined) map.tail = [...kept.slice(0, -1), ...map.tail];
    else next.lead = [...kept, ...next.lead];
  } else if (index === 0 && next !== undefined) {
    // The first entry has no blank line above it.
    next.lead = next.lead.slice(next.lead.findIndex((line) => !isBlank(line)) < 0 ? next.lead.length : 0);
  }
  map.entries.splice(index, 1);
}
