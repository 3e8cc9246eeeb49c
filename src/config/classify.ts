import type { Platform } from "../model/platform.ts";
import { formOf } from "./form.ts";
import { entryOf, type MapNode, type Node } from "./node.ts";
import { editDistance } from "./words.ts";

/**
 * What a document is, by its top. First row that holds:
 *
 * | document | is |
 * | --- | --- |
 * | not a map | foreign |
 * | a map `people`, and nothing else or somebody with `handles` in it | people |
 * | has `platform` | organization |
 * | has `organization` | finding: `platform` is missing |
 * | a key nearly `platform` whose value is a known platform, or a key nearly `organization` whose value could be the key of one | finding: misspelt |
 * | a key nearly `people` whose value holds somebody with `handles` | finding: misspelt |
 * | only names that an organization of one platform can have, a collection or `manage` among them | finding: both are missing |
 * | else | foreign |
 *
 * Foreign files (package.json, settings of other tools) are nobody's fault: they are skipped without a word.
 */
export type DocumentClass =
  | { readonly type: "organization"; readonly root: MapNode }
  | { readonly type: "people"; readonly root: MapNode }
  | { readonly type: "finding"; readonly at: number; readonly message: string }
  | { readonly type: "foreign" };

export function classify(node: Node, platforms: readonly Platform[]): DocumentClass {
  if (node.type !== "map") return { type: "foreign" };
  if (entryOf(node, "platform") !== undefined) return { type: "organization", root: node };
  if (namesPeople(node)) return { type: "people", root: node };
  const names = platforms.map((each) => each.name);
  const example = `platform: ${names[0] ?? ""}`;
  const organization = entryOf(node, "organization");
  if (organization !== undefined) {
    const message = `This looks like an organization, but does not say of which platform: write ${example}. Known: ${names.join(", ")}.`;
    return { type: "finding", at: organization.at, message };
  }
  for (const { key, at, value } of node.entries) {
    if (holdsHandles(value) && near(key, "people")) {
      const message = `"${key}" is not known; did you mean "people"? A document that names people has people: { NAME: … }.`;
      return { type: "finding", at, message };
    }
    if (value.type !== "scalar" || typeof value.value !== "string" || key.length > 20) continue;
    const text = value.value;
    const means = near(key, "platform")
      ? names.includes(text) && "platform"
      : near(key, "organization") && isOrganizationKey(text, platforms) && "organization";
    if (means) {
      const message = `"${key}" is not known; did you mean "${means}"? An organization has ${example} and organization: KEY.`;
      return { type: "finding", at, message };
    }
  }
  const first = node.entries[0];
  if (first !== undefined && platforms.some((platform) => couldBePart(node, platform))) {
    const message = `This looks like a part of an organization, but does not say of which: write ${example} and organization: KEY in each document.`;
    return { type: "finding", at: first.at, message };
  }
  return { type: "foreign" };
}

/** Files of other tools may have people too: theirs have no handles, and stand among other things. */
function namesPeople(node: MapNode): boolean {
  const people = entryOf(node, "people");
  if (people === undefined || entryOf(node, "organization") !== undefined) return false;
  const alone = node.entries.every(({ key }) => key === "people" || key === "$schema");
  const empty = people.value.type === "scalar" && people.value.value === null;
  return (alone && (people.value.type === "map" || empty)) || holdsHandles(people.value);
}

function holdsHandles(node: Node): boolean {
  const people =
    node.type === "map" ? node.entries.map(({ value }) => value) : node.type === "list" ? node.items : [];
  return people.some((each) => entryOf(each, "handles") !== undefined);
}

function near(written: string, name: string): boolean {
  return editDistance(written.toLowerCase(), name) <= 2;
}

function isOrganizationKey(text: string, platforms: readonly Platform[]): boolean {
  return platforms.some((platform) => {
    const { pattern } = formOf(platform);
    return pattern?.test(text) ?? false;
  });
}

function couldBePart(node: MapNode, platform: Platform): boolean {
  const { members } = formOf(platform);
  let telling = false;
  for (const { key } of node.entries) {
    const member = members.get(key);
    if (member === undefined) return false;
    if (member.type === "collection" || key === "manage") telling = true;
  }
  return telling;
}

/**
 * Whether a text that cannot be read was meant to be an organization, or to name people: then what is wrong with it
 * must be said. Every document of ours holds one of the first two keys, or the others.
 */
export function looksOurs(text: string): boolean {
  const has = (keys: string): boolean => new RegExp(`(?<![\\w-])(${keys})["']?\\s*:`).test(text);
  return has("platform|organization") || (has("people") && has("handles"));
}
