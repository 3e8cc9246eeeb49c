/** What a resource says, as nodes of a document; each knows the attribute that it came from. */
import { hash } from "node:crypto";
import type { Entry, MapNode, Node } from "../../config/node.ts";
import { isAttribute } from "../../model/attribute.ts";
import { attributesOf, type Kind } from "../../model/kind.ts";
import type { Value } from "../../model/value.ts";
import { type Diagnostic, type Path, type TfObject, type TfValue, unknown } from "../contract.ts";
import { shapeOf } from "../schema/attributes.ts";
import { snake } from "../schema/names.ts";
import { unsettable } from "../schema/resources.ts";
import { problem } from "./diagnostics.ts";
import { holdsUnknown, isObject, textsOf } from "./values.ts";

/** A name and what stands under it. */
export type Named = readonly [name: string, node: Node];

/** Collects nodes; the place of each is the number of its path. */
export interface Build {
  /** What tells its secrets from those of other resources. */
  readonly seed: string;
  readonly paths: Path[];
  readonly secrets: Map<string, string>;
  readonly problems: Diagnostic[];
  /** Something that is written is not known yet. */
  open: boolean;
}

export function placed(build: Build, path: Path): number {
  build.paths.push(path);
  return build.paths.length - 1;
}

export function map(at: number, entries: readonly Named[]): MapNode {
  return { type: "map", at, entries: entries.map(([key, value]): Entry => ({ key, at: value.at, value })) };
}

export function scalar(at: number, value: string | number | boolean | null): Node {
  return { type: "scalar", at, value, text: String(value) };
}

function nodeOf(at: number, value: Value): Node {
  if (typeof value !== "object" || value === null) return scalar(at, value);
  if (Array.isArray(value)) return { type: "list", at, items: value.map((each: Value) => nodeOf(at, each)) };
  return map(
    at,
    Object.entries(value).map(([key, each]) => [key, nodeOf(at, each)] as const),
  );
}

/** The members of one resource. */
export function membersOf(kind: Kind, config: TfObject, base: Path, build: Build): readonly Named[] {
  const entries: Named[] = [];
  const unset = new Set(unsetOf(kind, config, base, build));
  for (const [name, node] of Object.entries(kind.attributes)) {
    const path: Path = [...base, { attribute: snake(name) }];
    const value = config[snake(name)] ?? null;
    if (isAttribute(node)) {
      const made = unset.has(name)
        ? scalar(placed(build, path), null)
        : attributeNode(kind, name, value, path, build);
      if (made !== null) entries.push([name, made]);
      continue;
    }
    if (value === unknown) build.open = true;
    if (!isObject(value)) continue;
    const inner: Named[] = [];
    for (const leaf of Object.keys(node)) {
      const innerPath: Path = [...path, { attribute: snake(leaf) }];
      const made = attributeNode(kind, `${name}.${leaf}`, value[snake(leaf)] ?? null, innerPath, build);
      if (made !== null) inner.push([leaf, made]);
    }
    if (inner.length > 0) entries.push([name, map(placed(build, path), inner)]);
  }
  for (const [name, written] of [
    ["expires", "expires"],
    ["platform_id", "id"],
  ] as const) {
    const value = config[name] ?? null;
    if (value === unknown) build.open = true;
    else if (typeof value === "string")
      entries.push([written, scalar(placed(build, [...base, { attribute: name }]), value)]);
  }
  return entries;
}

function unsetOf(kind: Kind, config: TfObject, base: Path, build: Build): readonly string[] {
  const path: Path = [...base, { attribute: "unset" }];
  const value = config["unset"] ?? null;
  if (holdsUnknown(value)) build.open = true;
  const names = new Map(unsettable(kind).map((name) => [snake(name), name]));
  return textsOf(value).flatMap((text) => {
    const name = names.get(text);
    if (name === undefined) {
      const detail = `${JSON.stringify(text)} cannot be unset. Those that can: ${[...names.keys()].join(", ")}.`;
      build.problems.push(problem("Invalid value", detail, path));
      return [];
    }
    if ((config[text] ?? null) === null) return [name];
    build.problems.push(
      problem("Invalid value", `${text} is written and unset. Take one of them out.`, path),
    );
    return [];
  });
}

function attributeNode(kind: Kind, dotted: string, value: TfValue, path: Path, build: Build): Node | null {
  if (value === null) return null;
  if (holdsUnknown(value)) {
    build.open = true;
    return null;
  }
  const attribute = attributesOf(kind).get(dotted);
  if (attribute === undefined) return null;
  const at = placed(build, path);
  switch (shapeOf(attribute)) {
    case "secret": {
      const name = `SECRET_${hash("sha256", build.seed + JSON.stringify(path), "hex").slice(0, 16)}`;
      build.secrets.set(name, String(value));
      return map(at, [["env", scalar(at, name)]]);
    }
    case "json": {
      try {
        return nodeOf(at, JSON.parse(String(value)) as Value);
      } catch {
        build.problems.push(
          problem("Invalid value", "This is no JSON. Write it with jsonencode({ … }).", path),
        );
        return null;
      }
    }
    default:
      return nodeOf(at, (Array.isArray(value) ? textsOf(value) : value) as Value);
  }
}
