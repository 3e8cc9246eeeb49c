import type { Position } from "../model/finding.ts";
import { characterName, hiddenIn } from "./characters.ts";
import type { Findings } from "./findings.ts";
import type { Entry, Node, Origin, Tree } from "./node.ts";
import { quote } from "./words.ts";
import { maxDepth } from "./yaml-tree.ts";

/** Far above any organization; below what a machine can hold. Objects that are shared count each time. */
const maxParts = 5_000_000;

interface Build {
  readonly origin: Origin;
  readonly findings: Findings;
  /** Of each part: the part that holds it, and the name under which it does. Its `at` is the index. */
  readonly holders: number[];
  readonly names: string[];
}

const tooMuch = Symbol("too much");

/**
 * A value that a program made, as a tree. Members that are `undefined` are as if they were not written; what is not
 * plain data (functions, dates, class instances) is a finding.
 */
export function valueTree(
  value: unknown,
  position: Position,
  excerpt: string | undefined,
  findings: Findings,
): Tree | null {
  const holders: number[] = [];
  const names: string[] = [];
  const origin: Origin = {
    file: position.file,
    position: () => position,
    excerpt: () => excerpt,
    path: (at) => pathOf(at, holders, names),
  };
  const build: Build = { origin, findings, holders, names };
  try {
    const root = nodeOf(value, part(-1, "", build), build, 0);
    return root === null ? null : { root, origin };
  } catch (error) {
    if (error === tooMuch) return null;
    throw error;
  }
}

function part(holder: number, name: string, build: Build): number {
  if (build.names.length >= maxParts) {
    const place = { origin: build.origin, at: 0 };
    build.findings.add("config/too-large", place, `A definition holds more than ${maxParts} values.`);
    throw tooMuch;
  }
  build.holders.push(holder);
  return build.names.push(name) - 1;
}

const simple = /^[\w-]+$/;

function pathOf(at: number, holders: readonly number[], names: readonly string[]): string {
  const parts: string[] = [];
  for (let each = at; each > 0; each = holders[each] ?? 0) {
    const name = names[each] ?? "";
    parts.push(simple.test(name) ? `.${name}` : `[${quote(name)}]`);
  }
  parts.reverse();
  const shown = parts.length > 12 ? [...parts.slice(0, 11), "…"] : parts;
  return shown.join("").replace(/^\./, "");
}

/** Null for what cannot stand in a definition: it has been said, and what holds it goes on without it. */
function nodeOf(value: unknown, at: number, build: Build, depth: number): Node | null {
  if (value === null || typeof value === "boolean") return { type: "scalar", at, value, text: String(value) };
  if (typeof value === "string") {
    checkText(value, "value", at, build);
    return { type: "scalar", at, value, text: value };
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return wrong(`${value} is not a number that can be kept`, at, build);
    return { type: "scalar", at, value, text: String(value) };
  }
  if (typeof value !== "object") {
    return wrong(`A ${typeof value} cannot stand in a definition`, at, build);
  }
  if (depth >= maxDepth) {
    const place = { origin: build.origin, at };
    build.findings.add("config/depth", place, `Nested more than ${maxDepth} levels deep, or in a circle.`);
    throw tooMuch;
  }
  if (Array.isArray(value)) {
    const items = Array.from(value, (item: unknown, index) =>
      nodeOf(item, part(at, String(index), build), build, depth + 1),
    );
    return { type: "list", at, items: items.filter((item) => item !== null) };
  }
  return mapOf(value, at, build, depth);
}

function mapOf(value: object, at: number, build: Build, depth: number): Node | null {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    const made = value.constructor?.name ?? "class instance";
    const hint = value instanceof Date ? '; write a day as text: "2027-03-31"' : "; write plain data";
    return wrong(`A ${made} cannot stand in a definition${hint}`, at, build);
  }
  const entries: Entry[] = [];
  for (const [key, member] of Object.entries(value) as [string, unknown][]) {
    if (member === undefined) continue;
    const place = part(at, key, build);
    if (key === "") wrong("A key is empty; write a name", place, build);
    checkText(key, "key", place, build);
    const node = nodeOf(member, place, build, depth + 1);
    if (node !== null) entries.push({ key, at: place, value: node });
  }
  return { type: "map", at, entries };
}

function wrong(message: string, at: number, build: Build): null {
  build.findings.add("config/wrong-type", { origin: build.origin, at }, `${message}.`);
  return null;
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
