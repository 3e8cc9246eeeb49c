import { stringify } from "yaml";
import { isRecord, type Value } from "../model/value.ts";
import { scalarText } from "./flow.ts";

/** Longest line that is still easy to read in a review. */
const longestFlow = 110;

/** A value on one line. */
export function inlineText(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(inlineText).join(", ")}]`;
  if (isRecord(value)) {
    const members = Object.entries(value) as [string, Value][];
    if (members.length === 0) return "{}";
    return `{ ${members.map(([name, member]) => `${scalarText(name)}: ${inlineText(member)}`).join(", ")} }`;
  }
  return scalarText(value as string | number | boolean | null);
}

/** Text of several lines that a block scalar shows as it is, without signs for spaces and ends. */
const paragraphs = /^\S.*\S\n?$/s;

function isParagraphs(value: Value): boolean {
  return typeof value === "string" && value.includes("\n") && paragraphs.test(value);
}

/** `key: value` in as many lines as it needs, indented. */
export function valueLines(key: string, value: Value, indent: string): readonly string[] {
  const line = `${indent}${scalarText(key)}: ${inlineText(value)}`;
  const long = line.length > longestFlow && typeof value === "object" && value !== null;
  if (!long && !isParagraphs(value)) return [line];
  const text = stringify({ [key]: value }, { lineWidth: 0, compat: "yaml-1.1", blockQuote: !long });
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((each) => (each === "" ? "" : indent + each));
}

/**
 * An entry: on one line where that is easy to read, else a line for each member.
 * `below` are lines of what it holds, already indented.
 */
export function entryLines(
  key: string,
  members: ReadonlyMap<string, Value>,
  indent: string,
  below: readonly string[] = [],
): readonly string[] {
  const name = scalarText(key);
  if (members.size === 0 && below.length === 0) return [`${indent}${name}: {}`];
  if (below.length === 0) {
    const line = `${indent}${name}: ${inlineText(Object.fromEntries(members))}`;
    const multiline = [...members.values()].some(
      (value) => typeof value === "string" && value.includes("\n"),
    );
    if (line.length <= longestFlow && !multiline) return [line];
  }
  const lines = [`${indent}${name}:`];
  for (const [member, value] of members) {
    for (const line of valueLines(member, value, `${indent}  `)) lines.push(line);
  }
  for (const line of below) lines.push(line);
  return lines;
}
