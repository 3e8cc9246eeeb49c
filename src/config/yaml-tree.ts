import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
  type Node as YamlNode,
} from "yaml";
import { characterName, hiddenIn } from "./characters.ts";
import { type Findings, placeText } from "./findings.ts";
import type { Entry, MapNode, Node, Origin } from "./node.ts";
import { quote } from "./words.ts";

/** Deeper than any configuration, far from the end of the stack. */
export const maxDepth = 100;

/** How many nodes all aliases of a document may stand for. */
const maxAliased = 1_000_000;

interface Build {
  readonly origin: Origin;
  readonly findings: Findings;
  /** The text holds escapes, so that values can hold characters that the text does not show. */
  readonly escapes: boolean;
  /** What each anchor stands for, and how many nodes that is; null while it is being read. */
  readonly anchors: Map<string, { readonly node: Node; readonly size: number } | null>;
  /** Nodes read so far, aliases counted as what they stand for. */
  size: number;
  aliased: number;
}

/** Thrown to leave the recursion; a finding has been made. */
const tooMuch = Symbol("too much");

/**
 * The document as a tree. Aliases share what they stand for; `<<` is merged as YAML 1.1 says (a key of the map itself
 * wins, then the first of several merged maps). Null where it is empty or cannot be used; then there is a finding.
 */
export function yamlTree(
  document: Document.Parsed,
  text: string,
  origin: Origin,
  findings: Findings,
): Node | null {
  if (document.contents === null) return null;
  const escapes = text.includes("\\") || text.includes("\t");
  const build: Build = { origin, findings, escapes, anchors: new Map(), size: 0, aliased: 0 };
  try {
    return nodeOf(document.contents, build, 0);
  } catch (error) {
    if (error === tooMuch) return null;
    throw error;
  }
}

function nodeOf(yaml: YamlNode, build: Build, depth: number): Node {
  const at = yaml.range?.[0] ?? 0;
  if (isAlias(yaml)) return expand(yaml.source, at, build);
  const { anchor } = yaml;
  if (anchor === undefined) return plain(yaml, at, build, depth);
  build.anchors.set(anchor, null);
  const before = build.size;
  const node = plain(yaml, at, build, depth);
  build.anchors.set(anchor, { node, size: build.size - before });
  return node;
}

function plain(yaml: YamlNode, at: number, build: Build, depth: number): Node {
  build.size += 1;
  if (isScalar(yaml)) return scalarOf(yaml, at, build);
  if (depth >= maxDepth) {
    build.findings.add(
      "config/depth",
      { origin: build.origin, at },
      `Nested more than ${maxDepth} levels deep.`,
    );
    throw tooMuch;
  }
  if (isMap(yaml)) return mapOf(yaml, at, build, depth);
  if (isSeq(yaml)) {
    const items: Node[] = [];
    for (const item of yaml.items) {
      if (isPair(item)) items.push({ type: "map", at, entries: [] });
      else items.push(nodeOf(item as YamlNode, build, depth + 1));
    }
    return { type: "list", at, items };
  }
  return { type: "scalar", at, value: null, text: "" };
}

function scalarOf(yaml: Scalar, at: number, build: Build): Node {
  const { value } = yaml;
  if (typeof value === "string") {
    if (build.escapes && yaml.type === "QUOTE_DOUBLE") checkText(value, "value", at, build);
    return { type: "scalar", at, value, text: value };
  }
  const text = yaml.source ?? String(value);
  if (typeof value === "boolean" || value === null) return { type: "scalar", at, value, text };
  if (typeof value === "number") {
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      build.findings.add(
        "config/wrong-value",
        { origin: build.origin, at },
        `${quote(text)} is a number that cannot be kept exactly; write it in quotes if it is text.`,
      );
      // Said once is enough: 0 is a number that nothing else is wrong with.
      return { type: "scalar", at, value: 0, text };
    }
    return { type: "scalar", at, value, text };
  }
  build.findings.add(
    "config/wrong-type",
    { origin: build.origin, at },
    `${quote(text)} is not plain text, a number, true, false or null; write it in quotes if it is text.`,
  );
  return { type: "scalar", at, value: null, text };
}

/** From here on a Map is quicker than looking at each earlier entry. */
const fewEntries = 8;

function mapOf(yaml: YAMLMap, at: number, build: Build, depth: number): MapNode {
  const entries: Entry[] = [];
  let seen: Map<string, number> | null = null;
  const merged: { readonly node: Node; readonly at: number }[] = [];
  let mergedAt = -1;
  for (const pair of yaml.items as Pair<YamlNode, YamlNode | null>[]) {
    const keyAt = pair.key.range?.[0] ?? at;
    const key = keyOf(pair.key, keyAt, build);
    const value: Node =
      pair.value === null
        ? { type: "scalar", at: keyAt, value: null, text: "" }
        : nodeOf(pair.value, build, depth + 1);
    if (key === null) continue;
    const merge = key === "<<" && isScalar(pair.key) && pair.key.type === "PLAIN";
    let first: number | undefined;
    if (merge) {
      first = mergedAt < 0 ? undefined : mergedAt;
    } else if (seen === null && entries.length < fewEntries) {
      first = entries.find((entry) => entry.key === key)?.at;
    } else {
      seen ??= new Map(entries.map((entry) => [entry.key, entry.at]));
      first = seen.get(key);
    }
    if (first !== undefined) {
      duplicate(key, keyAt, first, build);
    } else if (merge) {
      mergedAt = keyAt;
      merged.push({ node: value, at: keyAt });
    } else {
      entries.push({ key, at: keyAt, value });
      seen?.set(key, keyAt);
    }
  }
  for (const each of merged) mergeInto(entries, each.node, each.at, build);
  return { type: "map", at, entries };
}

function keyOf(yaml: YamlNode, at: number, build: Build): string | null {
  if (isAlias(yaml)) {
    build.findings.add(
      "config/alias",
      { origin: build.origin, at },
      "An alias cannot be a key; write the key itself.",
    );
    return null;
  }
  if (!isScalar(yaml)) {
    build.findings.add(
      "config/syntax",
      { origin: build.origin, at },
      "A map or list cannot be a key; a key is text.",
    );
    return null;
  }
  build.size += 1;
  // As it is spelled: `007` and `1e3` are names here, not numbers.
  const key = typeof yaml.value === "string" ? yaml.value : (yaml.source ?? String(yaml.value ?? ""));
  if (key === "") {
    build.findings.add(
      "config/syntax",
      { origin: build.origin, at },
      "A key is empty; write a name before the colon.",
    );
    return null;
  }
  if (build.escapes && yaml.type !== "PLAIN") checkText(key, "key", at, build);
  return key;
}

function checkText(text: string, use: "key" | "value", at: number, build: Build): void {
  const found = hiddenIn(text, use);
  if (found < 0) return;
  build.findings.add(
    "config/hidden-character",
    { origin: build.origin, at },
    `${quote(text)} holds ${characterName(text, found)}; a ${use} cannot hold it, take it out.`,
  );
}

function duplicate(key: string, at: number, first: number, build: Build): void {
  const { origin, findings } = build;
  findings.add(
    "config/duplicate-key",
    { origin, at },
    `${quote(key)} is written twice: here and at ${placeText({ origin, at: first })}; keep one of them.`,
  );
}

function expand(name: string, at: number, build: Build): Node {
  const target = build.anchors.get(name);
  const place = { origin: build.origin, at };
  if (target === undefined || target === null) {
    const why =
      target === null ? "stands for something that holds it" : "stands for nothing that is written before it";
    const quotes = /[*/@]/.test(name) ? ` Text that begins with * stands in quotes: "*${name}".` : "";
    build.findings.add("config/alias", place, `The alias *${name} ${why}.${quotes}`);
    throw tooMuch;
  }
  count(target.size, at, build);
  return target.node;
}

function count(size: number, at: number, build: Build): void {
  build.size += size;
  build.aliased += size;
  if (build.aliased <= maxAliased) return;
  build.findings.add(
    "config/alias",
    { origin: build.origin, at },
    `The aliases of this document stand for more than ${maxAliased} values; write fewer of them.`,
  );
  throw tooMuch;
}

function mergeInto(entries: Entry[], from: Node, at: number, build: Build): void {
  const maps = from.type === "list" ? from.items : [from];
  const seen = new Set(entries.map((entry) => entry.key));
  for (const map of maps) {
    if (map.type !== "map") {
      const what = "`<<` takes a map, an alias of one, or a list of these";
      build.findings.add(
        "config/wrong-type",
        { origin: build.origin, at },
        `${what}; write "<<" in quotes if it is a key.`,
      );
      return;
    }
    count(map.entries.length, at, build);
    for (const entry of map.entries) {
      if (seen.has(entry.key)) continue;
      seen.add(entry.key);
      entries.push(entry);
    }
  }
}
