import { type Address, collectionOf, decodePart, homeOf, rootOf } from "../model/address.ts";
import type { Finding } from "../model/finding.ts";
import { foldKey } from "../model/kind.ts";
import type { Platform } from "../model/platform.ts";
import { emptyAttributes, type Resource } from "../model/resource.ts";
import type { Value } from "../model/value.ts";
import { editList, expand, isList, removeEntry } from "./entry-edit.ts";
import { dropImplied, keepName } from "./entry-implied.ts";
import { addEntry, findEntry, forgetEntry } from "./entry-index.ts";
import { entryLines, valueLines } from "./entry-text.ts";
import { entryNamed, insertByRank, updateEntry, updateMembers } from "./entry-update.ts";
import { createFindings } from "./findings.ts";
import { type Form, formOf } from "./form.ts";
import {
  breakOf,
  type LineDocument,
  type LineEntry,
  type LineMap,
  printLines,
  toLines,
} from "./line-document.ts";
import { minimal, nested } from "./minimal.ts";
import { entryOf, keyText } from "./node.ts";
import { parseText, treeOf } from "./parse.ts";
import { memberRanks, type Ranks, rootRanks } from "./ranks.ts";
import { collectionLines } from "./write.ts";

/** What shall become of one entry: what the resource says, or, with null, that it is not there. */
export interface EntryChange {
  /** In the words of the file: labels where it has labels. */
  readonly address: Address;
  readonly resource: Resource | null;
  /**
   * What a resource that is not in the text yet holds, at live addresses below the resource's own; written with it, as
   * an import writes it.
   */
  readonly below?: readonly Resource[];
}

export interface Merged {
  readonly text: string;
  /** Changes that have no place in this text: their organization, or what would hold them, is not in it. */
  readonly left: readonly EntryChange[];
  readonly findings: readonly Finding[];
}

/**
 * Brings entries of a YAML text to what resources say; every other line stays byte for byte.
 *
 * | entry | change | becomes |
 * | --- | --- | --- |
 * | not there | resource | a minimal entry: at its place if the keys are sorted, else behind the last; its collection is made if need be |
 * | there | resource | attributes that differ are rewritten, written `state` goes, and what the resource does not have and others imply; comments, `expires` and what is below stay |
 * | there | null | gone with the comments right above it; a collection that loses its last entry becomes `{}` |
 * | not there | null | nothing |
 *
 * An organization's own attributes may stand in several documents: each is rewritten where it is written.
 */
export function mergeInto(
  text: string,
  platform: Platform,
  changes: readonly EntryChange[],
  file = "text.yaml",
): Merged {
  const findings = createFindings();
  const plain = text.startsWith("\ufeff") ? text.slice(1) : text;
  const parsed = parseText(file, plain);
  if (parsed.broken !== null) {
    const { at, depth, message } = parsed.broken;
    findings.add(depth ? "config/depth" : "config/syntax", { origin: parsed.origin, at }, message);
    return { text, left: changes, findings: findings.list() };
  }
  const documents = toLines(plain, parsed.documents);
  const trees = parsed.documents.map((document) => treeOf(parsed, document, findings));
  if (findings.errors() > 0) return { text, left: changes, findings: findings.list() };
  const form = formOf(platform);
  const left: EntryChange[] = [];
  const byDepth = [...changes].sort((a, b) => partsOf(a.address).length - partsOf(b.address).length);
  for (const change of byDepth) {
    const organization = decodePart(rootOf(change.address));
    const maps = documents.flatMap((document, index) => {
      const tree = trees[index];
      const key = tree?.type === "map" ? keyText(entryOf(tree, "organization")?.value ?? tree) : null;
      return key !== null && foldKey(form.kind, key) === organization ? (mapOf(document) ?? []) : [];
    });
    const parts = partsOf(change.address);
    if (parts.length === 0) {
      const { resource } = change;
      const done =
        resource !== null &&
        maps.length > 0 &&
        maps.map((map) => updateRoot(map, form, resource)).every(Boolean);
      if (!done) left.push(change);
      continue;
    }
    const ranked = maps.map((map) => ({ map, depth: depthIn(map, form, parts) }));
    const best = ranked.reduce<(typeof ranked)[number] | null>(
      (found, each) => (found === null || each.depth > found.depth ? each : found),
      null,
    );
    const done = best !== null && carryOut(best.map, form, rootRanks(form), parts, change);
    if (!done) left.push(change);
  }
  // Also the last line break, which a file may lack, is none of our business where nothing was to be done.
  if (left.length === changes.length) return { text, left, findings: findings.list() };
  const lines = documents.flatMap(printLines);
  const merged = lines.map((line) => `${line}${breakOf(text)}`).join("");
  return { text: plain === text ? merged : `\ufeff${merged}`, left, findings: findings.list() };
}

/** An organization's attributes in one of its documents: what is not written here may be written in another. */
function updateRoot(map: LineMap, form: Form, resource: Resource): boolean {
  if (entryNamed(map, "state") !== undefined) return updateMembers(map, form, resource);
  const attributes = emptyAttributes();
  for (const [name, value] of Object.entries(resource.attributes)) {
    if (entryNamed(map, name.split(".")[0] ?? "") !== undefined) attributes[name] = value;
  }
  return updateMembers(map, form, { ...resource, attributes });
}

/** Where anchors are used, an entry can be needed elsewhere: such a document is left to its author. */
function mapOf(document: LineDocument): LineMap | null {
  return document.anchors ? null : document.map;
}

/** Collection, key, collection, key … */
function partsOf(address: Address): readonly string[] {
  return address.split("/").slice(1).map(decodePart);
}

function childForm(form: Form, collection: string): Form | undefined {
  return form.collections.find((each) => each.kind.collection === collection);
}

/** How much of a path is there already. */
function depthIn(map: LineMap, form: Form, parts: readonly string[]): number {
  const [collection, key, ...rest] = parts;
  if (collection === undefined || key === undefined) return 0;
  const child = childForm(form, collection);
  const entry = entryNamed(map, collection);
  if (child === undefined || entry === undefined) return 0;
  const inner = findEntry(entry.child, child, key);
  if (inner === undefined) return 1;
  return 2 + (inner.child === null ? 0 : depthIn(inner.child, child, rest));
}

/** Carries a change out below a map; false where it has no place there. */
function carryOut(
  map: LineMap,
  form: Form,
  ranks: Ranks,
  parts: readonly string[],
  change: EntryChange,
): boolean {
  const { resource } = change;
  const [collection, key, ...rest] = parts;
  if (collection === undefined || key === undefined) return false;
  const child = childForm(form, collection);
  if (child === undefined) return false;
  let holder = entryNamed(map, collection);
  if (holder === undefined) {
    if (resource === null || rest.length > 0) return resource === null;
    const indent = " ".repeat(map.indent);
    const inside: LineMap = { indent: map.indent + 2, entries: [], tail: [] };
    holder = { key: collection, lead: [], own: [`${indent}${collection}:`], child: inside, value: null };
    insertByRank(map, holder, ranks);
  }
  if (isList(holder, map.indent)) {
    return rest.length === 0 && editList(holder, map.indent, key, resource !== null);
  }
  const inside = expand(holder, map.indent, null);
  if (inside === null) return false;
  const entry = findEntry(inside, child, key);
  if (rest.length > 0) {
    const below = entry === undefined ? null : expand(entry, inside.indent, child.shorthand?.name ?? null);
    return below !== null && carryOut(below, child, memberRanks(child), rest, change);
  }
  if (resource === null) {
    if (entry !== undefined) {
      removeEntry(inside, entry);
      forgetEntry(inside, child, entry);
    }
    if (inside.entries.length === 0) close(holder, map.indent, inside);
  } else if (entry === undefined) {
    addEntry(inside, child, newEntry(child, key, resource, inside.indent, change.below ?? []));
  } else {
    return (
      dropImplied(entry, inside.indent, child, resource) &&
      updateEntry(entry, inside.indent, child, resource) &&
      keepName(entry, inside.indent, child, resource)
    );
  }
  return true;
}

/** A collection that has lost its last entry says so: nothing after its colon would be an error. */
function close(holder: LineEntry, indent: number, inside: LineMap): void {
  const comment = /[ \t]#.*$/.exec(holder.own[0] ?? "")?.[0] ?? "";
  holder.own = [`${" ".repeat(indent)}${holder.key}: {}${comment}`, ...inside.tail];
  holder.child = null;
}

function newEntry(
  form: Form,
  key: string,
  resource: Resource,
  indent: number,
  below: readonly Resource[],
): LineEntry {
  const members = new Map<string, Value>(nested(form, minimal(form, resource.attributes).attributes));
  const { labelled } = form.kind;
  if (labelled !== undefined && members.get(labelled.nameAttribute) === key)
    members.delete(labelled.nameAttribute);
  if (resource.id !== undefined && labelled !== undefined) members.set("id", resource.id);
  const space = " ".repeat(indent);
  const homes = Map.groupBy(below, (each) => homeOf(each.address) ?? "");
  const group = (parent: Address, child: Form) => homes.get(collectionOf(parent, child.kind.collection));
  const inner = form.collections.flatMap((child) => {
    const held = group(resource.address, child);
    return held === undefined ? [] : collectionLines(child, held, group, `${space}  `);
  });
  const short = form.shorthand === null ? undefined : members.get(form.shorthand.name);
  const own =
    short !== undefined && members.size === 1 && inner.length === 0 && typeof short !== "object"
      ? valueLines(key, short, space)
      : entryLines(key, members, space, inner);
  return { key, lead: [], own: [...own], child: null, value: null };
}
