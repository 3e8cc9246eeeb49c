import { attributesOf } from "../model/kind.ts";
import type { Resource } from "../model/resource.ts";
import { isRecord } from "../model/value.ts";
import { removeEntry, setValue, writtenValue } from "./entry-edit.ts";
import { valueLines } from "./entry-text.ts";
import { entryNamed, insertByRank } from "./entry-update.ts";
import type { Form } from "./form.ts";
import type { LineEntry, LineMap } from "./line-document.ts";
import { memberRanks } from "./ranks.ts";

/**
 * Takes out what the resource does not have and its other attributes imply: where it stays written, the file may not
 * even be valid.
 */
export function dropImplied(entry: LineEntry, indent: number, form: Form, resource: Resource): boolean {
  const { implied } = form.kind;
  if (implied === undefined) return true;
  let done = true;
  for (const [name, attribute] of attributesOf(form.kind)) {
    if (attribute.required || resource.attributes[name] !== undefined || !implied(resource.attributes, name))
      continue;
    done = drop(entry, indent, name.split(".")) && done;
  }
  return done;
}

/** Takes out what is written at a path inside an entry. */
function drop(entry: LineEntry, indent: number, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (entry.child === null)
    return !isWritten(entry, indent, path) || setValue(entry, indent, path, undefined);
  const inner = entryNamed(entry.child, name);
  if (inner === undefined) return true;
  if (rest.length > 0) {
    const done = drop(inner, entry.child.indent, rest);
    if (inner.child === null || inner.child.entries.length > 0) return done;
  }
  removeEntry(entry.child, inner);
  return true;
}

function isWritten(entry: LineEntry, indent: number, path: readonly string[]): boolean {
  let said = writtenValue(entry, indent);
  for (const part of path) said = isRecord(said) ? said[part] : undefined;
  return said !== undefined;
}

/** Writes the name of an object where it goes without saying that its label is the name, and no longer is. */
export function keepName(entry: LineEntry, indent: number, form: Form, resource: Resource): boolean {
  const name = form.kind.labelled?.nameAttribute;
  const live = name === undefined ? undefined : resource.attributes[name];
  if (name === undefined || live === undefined || live === entry.key) return true;
  if (entry.child === null) return isWritten(entry, indent, [name]) || setValue(entry, indent, [name], live);
  if (entryNamed(entry.child, name) === undefined) insertName(entry.child, form, name, resource);
  return true;
}

function insertName(map: LineMap, form: Form, name: string, resource: Resource): void {
  const own = [...valueLines(name, resource.attributes[name] ?? null, " ".repeat(map.indent))];
  insertByRank(map, { key: name, lead: [], own, child: null, value: null }, memberRanks(form));
}
