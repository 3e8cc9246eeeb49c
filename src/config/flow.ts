import {
  isMap,
  isScalar,
  isSeq,
  type Pair,
  stringify,
  type YAMLMap,
  type YAMLSeq,
  type Node as YamlNode,
} from "yaml";
import { trim, trimEnd } from "./spaces.ts";

const plainText = /^[A-Za-z][A-Za-z0-9_./-]*$/;
/** Words that YAML, or an older YAML, takes for something else than text. */
const reserved = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A scalar as YAML writes it on one line. */
export function scalarText(value: string | number | boolean | null): string {
  if (typeof value === "string" && plainText.test(value) && !reserved.test(value)) return value;
  if (typeof value === "string" && !/[,[\]{}]|[^\S ]/.test(value)) {
    // Old readers take words such as `on` for true: `compat` quotes them.
    return stringify(value, { lineWidth: 0, compat: "yaml-1.1", blockQuote: false }).replace(/\n$/, "");
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/**
 * A one-line entry whose value is a flow map or list, with single spaces and its keys in order; null where the line
 * holds something that would be lost (anchors, comments inside), or its value is none.
 */
export function flowText(
  value: YamlNode,
  line: string,
  keysInOrder: (keys: readonly string[], path: readonly string[]) => readonly string[],
): string | null {
  if (!(isMap(value) || isSeq(value)) || !value.flow) return null;
  // The comment behind the whole value stays where it is.
  const printed =
    value.anchor === undefined && value.tag === undefined ? printInside(value, [], keysInOrder) : null;
  if (printed === null) return null;
  const open = line.search(isMap(value) ? /\{/ : /\[/);
  const length = (value.range?.[1] ?? 0) - (value.range?.[0] ?? 0);
  const before = line.slice(0, open);
  // A key in quotes can hold the bracket itself.
  if (/["']/.test(before)) return null;
  const after = trim(line.slice(open + length));
  const text = `${trimEnd(before)} ${printed}`;
  return after === "" ? text : `${text} ${after}`;
}

function print(
  node: YamlNode,
  path: readonly string[],
  keysInOrder: (keys: readonly string[], path: readonly string[]) => readonly string[],
): string | null {
  if (isScalar(node)) {
    if (node.anchor !== undefined || node.tag !== undefined || node.comment || node.commentBefore)
      return null;
    const source = node.type === "PLAIN" ? node.source : undefined;
    if (source !== undefined) return source;
    if (typeof node.value !== "string") return null;
    return node.type === "QUOTE_SINGLE" && !/[\n']/.test(node.value)
      ? `'${node.value}'`
      : JSON.stringify(node.value);
  }
  if (!(isMap(node) || isSeq(node)) || node.anchor !== undefined || node.tag !== undefined || node.comment) {
    return null;
  }
  return printInside(node, path, keysInOrder);
}

function printInside(
  node: YAMLMap | YAMLSeq,
  path: readonly string[],
  keysInOrder: (keys: readonly string[], path: readonly string[]) => readonly string[],
): string | null {
  if (isSeq(node)) {
    const items = node.items.map((item) => print(item as YamlNode, path, keysInOrder));
    return items.every((item) => item !== null) ? `[${items.join(", ")}]` : null;
  }
  const members = new Map<string, string>();
  for (const pair of node.items as Pair<YamlNode, YamlNode | null>[]) {
    const key = print(pair.key, path, keysInOrder);
    if (key === null || pair.value === null || !isScalar(pair.key)) return null;
    const name = typeof pair.key.value === "string" ? pair.key.value : (pair.key.source ?? "");
    const value = print(pair.value, [...path, name], keysInOrder);
    if (value === null || members.has(name)) return null;
    members.set(name, value === "" ? `${key}:` : `${key}: ${value}`);
  }
  if (members.size === 0) return "{}";
  const ordered = keysInOrder([...members.keys()], path).map((key) => members.get(key) ?? "");
  return `{ ${ordered.join(", ")} }`;
}
