import { type Attribute, isAttribute, sameValue } from "../model/attribute.ts";
import { attributesOf } from "../model/kind.ts";
import type { Resource } from "../model/resource.ts";
import { isRecord, type Value } from "../model/value.ts";
import { removeEntry, setValue, writtenValue } from "./entry-edit.ts";
import { valueLines } from "./entry-text.ts";
import type { Form } from "./form.ts";
import type { LineEntry, LineMap } from "./line-document.ts";
import { memberRanks, type Ranks } from "./ranks.ts";

/** The entry of a map that is spelled so. */
export function entryNamed(map: LineMap | null, name: string): LineEntry | undefined {
  return map?.entries.find((entry) => entry.key === name);
}

/** Puts an entry where its name belongs among the others. */
export function insertByRank(map: LineMap, entry: LineEntry, ranks: Ranks): void {
  const rank = (key: string): number => ranks.get(key) ?? ranks.size;
  const at = map.entries.findIndex((each) => rank(each.key) > rank(entry.key));
  map.entries.splice(at < 0 ? map.entries.length : at, 0, entry);
}

/**
 * Brings a written entry to what the resource says. What is not written stays so: it is not managed. False where the
 * entry cannot be changed.
 */
export function updateEntry(entry: LineEntry, indent: number, form: Form, resource: Resource): boolean {
  if (entry.child !== null) return updateMembers(entry.child, form, resource);
  const written = writtenValue(entry, indent);
  if (!isRecord(written)) {
    const { shorthand } = form;
    if (shorthand === null) return written === null || written === undefined;
    return update(entry, indent, [], shorthand.attribute, resource.attributes[shorthand.name]);
  }
  let done = !("state" in written) || setValue(entry, indent, ["state"], undefined);
  for (const [name, attribute] of attributesOf(form.kind)) {
    done = update(entry, indent, name.split("."), attribute, resource.attributes[name]) && done;
  }
  return done;
}

/** The same for a resource whose members stand on lines of their own. */
export function updateMembers(map: LineMap, form: Form, resource: Resource): boolean {
  const state = entryNamed(map, "state");
  if (state !== undefined) removeEntry(map, state);
  let done = true;
  for (const [name, node] of Object.entries(form.kind.attributes)) {
    const entry = entryNamed(map, name);
    if (!isAttribute(node)) {
      if (entry !== undefined) done = updateGroup(map, entry, name, node, resource) && done;
      continue;
    }
    const live = resource.attributes[name];
    if (entry !== undefined) {
      done = update(entry, map.indent, [], node, live) && done;
    } else if (node.required && live !== undefined) {
      const own = [...valueLines(name, live, " ".repeat(map.indent))];
      insertByRank(map, { key: name, lead: [], own, child: null, value: null }, memberRanks(form));
    }
  }
  return done;
}

function updateGroup(
  map: LineMap,
  entry: LineEntry,
  group: string,
  members: Readonly<Record<string, Attribute>>,
  resource: Resource,
): boolean {
  let done = true;
  for (const [name, attribute] of Object.entries(members)) {
    const live = resource.attributes[`${group}.${name}`];
    const leaf = entry.child === null ? entry : entryNamed(entry.child, name);
    if (leaf === undefined) continue;
    const [indent, path] = leaf === entry ? [map.indent, [name]] : [entry.child?.indent ?? map.indent, []];
    done = update(leaf, indent, path, attribute, live) && done;
  }
  return done;
}

/** Rewrites one value where it is written and live is another. */
function update(
  entry: LineEntry,
  indent: number,
  path: readonly string[],
  attribute: Attribute,
  live: Value | undefined,
): boolean {
  if (live === undefined) return true;
  let said: unknown = writtenValue(entry, indent);
  for (const part of path) said = isRecord(said) ? said[part] : undefined;
  if (said === undefined && !attribute.required) return true;
  const meant =
    said === null && attribute.default !== undefined ? attribute.default : (said as Value | undefined);
  return sameValue(attribute, meant, live) || setValue(entry, indent, path, live);
}
