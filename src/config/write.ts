import { hash } from "node:crypto";
import { type Address, collectionOf, encodePart, homeOf } from "../model/address.ts";
import { foldKey } from "../model/kind.ts";
import { isReference, referredName } from "../model/people.ts";
import type { Platform } from "../model/platform.ts";
import type { Resource } from "../model/resource.ts";
import { order, type Value } from "../model/value.ts";
import { characterName, hiddenIn } from "./characters.ts";
import { entryLines, inlineText, valueLines } from "./entry-text.ts";
import { scalarText } from "./flow.ts";
import { type Form, formOf } from "./form.ts";
import { type Labelled, labelsFor, slug } from "./labels.ts";
import { minimal, nested } from "./minimal.ts";
import { type Section, splitFiles, type WrittenFile } from "./split.ts";
import { quote } from "./words.ts";

export interface WriteOptions {
  /** The label of the organization, where its platform has labels; default: its key. */
  readonly label?: string;
  /** The schema that editors load; default: the published one. A path is relative to the folder of the files. */
  readonly schema?: string;
  /** The connection to name; default: none. */
  readonly connection?: string;
  /**
   * Whether a collection without resources is known to be empty, and so is written as `members: {}`; default: no, it
   * is left out, and so is not managed.
   */
  readonly complete?: (collection: Address) => boolean;
  /** Lines up to which an organization stays in one file. Default 200. */
  readonly singleFile?: number;
}

/** The resources of a collection; undefined where nothing is to be written of it. */
type Homes = (parent: Address, child: Form) => readonly Resource[] | undefined;

/** Keys are unique, and so are the names made of them: what a file system might not keep as it is gets a digest. */
function fileName(key: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,99}$/.test(key)) return key;
  return [slug(key), hash("sha256", key, "hex").slice(0, 8)].filter((part) => part !== "").join("-");
}

/**
 * Live resources of one organization (the organization first) as the files a person would keep: nothing that goes
 * without saying, keys sorted, one file when it is small, else one for each collection (see {@link splitFiles}).
 *
 * Objects that people name get labels made from their names; `name` is written where it is not the label, `id` where
 * the name does not tell which object is meant. What cannot stand in a file (a name with control characters) is left
 * out with a comment that says so.
 */
export function writeOrganization(
  platform: Platform,
  resources: readonly Resource[],
  options: WriteOptions = {},
): readonly WrittenFile[] {
  const [root] = resources;
  if (root === undefined) return [];
  const form = formOf(platform);
  const label = options.label ?? root.key;
  const groups = new Map<Address, Resource[]>();
  for (const resource of spelled(platform, resources, labelsIn(platform, resources))) {
    const home = homeOf(resource.address);
    if (home === null) continue;
    const group = groups.get(home);
    if (group === undefined) groups.set(home, [resource]);
    else group.push(resource);
  }
  const homes: Homes = (parent, child) => {
    const home = collectionOf(parent, child.kind.collection);
    return groups.get(home) ?? (options.complete?.(home) === true ? [] : undefined);
  };

  const written = minimal(form, root.attributes);
  const header = [
    `# yaml-language-server: $schema=${options.schema ?? `https://unpkg.com/orgcharter/schemas/${platform.name}.schema.json`}`,
    `platform: ${scalarText(platform.name)}`,
    `organization: ${scalarText(label)}`,
    ...(options.connection === undefined ? [] : [`connection: ${scalarText(options.connection)}`]),
  ];
  const own: string[] = left(written.unwritable, root, "");
  for (const [name, value] of nested(form, written.attributes)) {
    if (name === form.kind.labelled?.nameAttribute && value === label) continue;
    own.push(...valueLines(name, value, ""));
  }
  // Names of organizations are neither unique nor for ever, and where no store is kept nothing else remembers.
  if (form.kind.labelled !== undefined && root.id !== undefined) own.push(...valueLines("id", root.id, ""));
  const sections: Section[] = [];
  for (const child of form.collections) {
    const group = homes(root.address, child);
    if (group === undefined) continue;
    const entries = collectionEntries(child, group, homes, "  ");
    const out = leftOut(child, entries, "");
    own.push(...out);
    if (out.length > 0) continue;
    sections.push({
      name: child.kind.collection,
      container: child.collections.length > 0,
      inline: listText(child, group, ""),
      entries,
    });
  }
  return splitFiles(fileName(label), header, own, sections, options.singleFile ?? 200);
}

/** The labels that the objects of an organization get which keys of others speak of, by kind and key. */
function labelsIn(platform: Platform, resources: readonly Resource[]): Labels {
  const labels = new Map<string, ReadonlyMap<string, string>>();
  const root = formOf(platform);
  for (const of of new Set(platform.kinds.map(({ key }) => key.of))) {
    const form = root.collections.find(({ kind }) => kind.name === of);
    if (of === undefined || form === undefined) continue;
    const keyed = labelled(
      form,
      resources.filter(({ kind }) => kind === of),
    );
    labels.set(of, new Map(keyed.map(({ resource, label }) => [resource.key, label])));
  }
  return labels;
}

/** By kind: key → label. */
export type Labels = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Resources whose key is that of another (`key.of`), with its label in place of what the platform calls it. */
export function spelled(
  platform: Platform,
  resources: readonly Resource[],
  labels: Labels,
): readonly Resource[] {
  const kinds = new Map(platform.kinds.map((kind) => [kind.name, kind]));
  return resources.map((resource) => {
    const of = kinds.get(resource.kind)?.key.of;
    const label = of === undefined ? undefined : labels.get(of)?.get(resource.key);
    if (label === undefined) return resource;
    return { ...resource, key: label, address: `${homeOf(resource.address) ?? ""}/${encodePart(label)}` };
  });
}

/** A collection of keys without attributes, on one line: `labels: [a, b]`. */
function listText(form: Form, group: readonly Resource[], indent: string): string | null {
  if (
    group.length === 0 ||
    !form.list ||
    form.collections.length > 0 ||
    !group.every((each) => isKey(form, each.key))
  )
    return null;
  const line = `${indent}${form.kind.collection}: ${inlineText(group.map((each) => each.key).sort(order))}`;
  return line.length <= 110 ? line : null;
}

/** Whether a file can hold this key. */
export function isKey(form: Form, key: string): boolean {
  if (isReference(form.kind, key)) return referredName(key) !== null;
  return key !== "" && hiddenIn(key, "key") < 0 && form.pattern?.test(key) !== false;
}

/** What is there of a collection, each under the key that a file gives it. */
function labelled(form: Form, group: readonly Resource[]): readonly Labelled[] {
  const { labelled: by, absent } = form.kind;
  const there = group.filter((each) => absent?.(each.attributes) !== true);
  if (by === undefined) {
    return there.map((resource) => ({
      resource,
      label: foldKey(form.kind, resource.key),
      ambiguous: false,
    }));
  }
  return labelsFor(
    there,
    (resource) => by.natural(resource.attributes),
    (label) => isKey(form, label),
  );
}

/** An entry of a collection. */
type Entry = Section["entries"][number] & {
  /** Nothing but a comment: no file can hold it. */
  readonly out?: true;
};

/**
 * The comments in place of a collection that must not be written. A key with nothing but comments after it is no
 * collection, and a list of people that lacks one would remove them.
 *
 * | no file can hold | people and grants | projects and the like |
 * | --- | --- | --- |
 * | every entry | left out | left out |
 * | some of them | left out | the others are written |
 */
function leftOut(form: Form, entries: readonly Entry[], indent: string): readonly string[] {
  const out = entries.filter((entry) => entry.out);
  if (out.length === 0) return [];
  if (out.length < entries.length && form.kind.omission !== "remove") return [];
  const why =
    out.length === entries.length
      ? "nothing of it can be written"
      : "what cannot be written would be removed as soon as the rest is listed";
  return [
    `${indent}# ${form.kind.collection} is left out: ${why}`,
    ...out.flatMap(({ lines }) => lines.map((line) => indent + line.trimStart())),
  ];
}

function collectionEntries(
  form: Form,
  group: readonly Resource[],
  homes: Homes,
  indent: string,
): readonly Entry[] {
  const { nameAttribute } = form.kind.labelled ?? {};
  return [...labelled(form, group)]
    .sort((a, b) => order(a.label, b.label))
    .map(({ resource, label, ambiguous }) => {
      if (!isKey(form, label))
        return {
          key: label,
          lines: [`${indent}# ${quote(label)} is left out: no file can hold its key`],
          out: true,
        };
      const { attributes, unwritable } = minimal(form, resource.attributes);
      const members = new Map<string, Value>(nested(form, attributes));
      if (nameAttribute !== undefined && members.get(nameAttribute) === label) members.delete(nameAttribute);
      if (nameAttribute !== undefined && unwritable.includes(nameAttribute)) {
        // Without its name the file would rename it after its label.
        const lines = left([nameAttribute], resource, indent, resource.id ?? label);
        return { key: label, lines, out: true };
      }
      if (ambiguous && resource.id !== undefined) members.set("id", resource.id);
      const below = form.collections.flatMap((child) => {
        const inner = homes(resource.address, child);
        return inner === undefined ? [] : collectionLines(child, inner, homes, `${indent}  `);
      });
      const short = form.shorthand?.name;
      const value = short === undefined ? undefined : members.get(short);
      const lines =
        value !== undefined && members.size === 1 && below.length === 0 && !(typeof value === "object")
          ? valueLines(label, value, indent)
          : entryLines(label, members, indent, below);
      return { key: label, lines: [...left(unwritable, resource, indent), ...lines] };
    });
}

/** A collection inside another resource. */
export function collectionLines(
  form: Form,
  group: readonly Resource[],
  homes: Homes,
  indent: string,
): readonly string[] {
  const list = listText(form, group, indent);
  if (list !== null) return [list];
  const entries = collectionEntries(form, group, homes, `${indent}  `);
  const out = leftOut(form, entries, indent);
  if (out.length > 0) return out;
  const name = form.kind.collection;
  return entries.length === 0
    ? [`${indent}${name}: {}`]
    : [`${indent}${name}:`, ...entries.flatMap((each) => each.lines)];
}

/** Says what is left out of a file, since no file can hold it: attributes, or the whole of `entry` because of them. */
function left(names: readonly string[], resource: Resource, indent: string, entry?: string): string[] {
  return names.map((name) => {
    const value = resource.attributes[name];
    const at = typeof value === "string" ? hiddenIn(value, "value") : -1;
    const holds =
      typeof value === "string" && at >= 0 ? characterName(value, at) : "a character that cannot be shown";
    return entry === undefined
      ? `${indent}# ${name} is left out: it holds ${holds}`
      : `${indent}# ${quote(entry)} is left out: its ${name} holds ${holds}`;
  });
}
