import type { Address } from "../model/address.ts";
import { attributesOf } from "../model/kind.ts";
import { emptyAttributes } from "../model/resource.ts";
import type { Value } from "../model/value.ts";
import { describeSchema, plainSchema } from "./attribute-schema.ts";
import { readAttribute, readGroup } from "./attributes.ts";
import { type Common, readCommon } from "./common.ts";
import type { Place } from "./findings.ts";
import type { Form, Member } from "./form.ts";
import { type Entry, entryOf, type MapNode, type Node, type Origin } from "./node.ts";
import { unknownKey } from "./sentences.ts";
import type { Walk } from "./walk.ts";
import { quote } from "./words.ts";

/** What is written of one resource. */
export interface Body extends Common {
  readonly attributes: Record<string, Value>;
  /** Its collections, read once it is known itself: parents stand before children. */
  readonly collections: { readonly form: Form; readonly entry: Entry; readonly origin: Origin }[];
}

export function emptyBody(): Body {
  return { attributes: emptyAttributes(), collections: [] };
}

/** Reads the members of a map into `body`. Header lines are the organization's own business. */
export function readBody(
  walk: Walk,
  form: Form,
  address: Address,
  node: MapNode,
  origin: Origin,
  body: Body,
): void {
  for (const entry of node.entries) {
    const member = form.members.get(entry.key);
    if (member === undefined) {
      const message = explainUnknown(form, entry.key);
      walk.findings.add("config/unknown-key", { origin, at: entry.at }, message, { address });
    } else {
      readMember(walk, form, address, member, entry, origin, body);
    }
  }
}

/** Reads one member of a resource. */
export function readMember(
  walk: Walk,
  form: Form,
  address: Address,
  member: Member,
  entry: Entry,
  origin: Origin,
  body: Body,
): void {
  switch (member.type) {
    case "attribute":
      readAttribute(walk, address, member.name, member.attribute, entry.value, origin, body.attributes);
      return;
    case "group":
      readGroup(walk, address, member.name, member.members, entry.value, origin, body.attributes);
      return;
    case "common":
      readCommon(walk, form, address, member.name, entry.value, origin, body);
      return;
    case "collection":
      body.collections.push({ form: member.form, entry, origin });
      return;
    case "header":
      return;
  }
}

/** What an unknown name is, as well as it can be told. */
export function explainUnknown(form: Form, key: string): string {
  const { kind } = form;
  if (key === "expires") {
    return `"expires" does not belong to a ${kind.name}: only what gives somebody access can end on a day.`;
  }
  if (key === "id") return `"id" does not belong to a ${kind.name}: its key is its id.`;
  for (const member of form.members.values()) {
    if (member.type !== "group") continue;
    if (member.members.has(key))
      return `${quote(key)} stands under ${quote(member.name)}: write ${member.name}: { ${key}: … }.`;
    const inner = key.startsWith(`${member.name}.`) ? key.slice(member.name.length + 1) : "";
    if (member.members.has(inner)) return `Write ${member.name}: { ${inner}: … } instead of ${quote(key)}.`;
  }
  return unknownKey(
    key,
    "",
    [...form.members.keys()].filter((name) => !name.startsWith("$")),
  );
}

/** The place of an attribute in a map, or of the map's owner where it is not written. */
export function placeOfAttribute(name: string, node: Node, fallback: Place): Place {
  const { origin } = fallback;
  const [top = "", inner] = name.split(".");
  const entry = entryOf(node, top);
  if (entry === undefined) return fallback;
  const leaf = inner === undefined ? undefined : entryOf(entry.value, inner);
  return { origin, at: (leaf ?? entry).value.at };
}

/**
 * Required attributes and the kind's own rules: what only the whole resource shows. The rules are asked only where
 * all values are `sound`, since they may rely on the schema.
 */
export function checkBody(
  walk: Walk,
  form: Form,
  address: Address,
  key: string,
  body: Body,
  place: Place,
  sound: boolean,
  placeOf: (attribute: string) => Place,
): void {
  if (body.state === "absent") return;
  let complete = sound;
  for (const name of form.required) {
    if (body.attributes[name] !== undefined) continue;
    complete = false;
    const attribute = attributesOf(form.kind).get(name);
    const values = attribute === undefined ? "a value" : describeSchema(plainSchema(attribute));
    walk.findings.add("config/missing", place, `${quote(key)} needs ${name}: ${values}.`, { address });
  }
  if (!complete || form.kind.check === undefined) return;
  for (const issue of form.kind.check(body.attributes, key)) {
    const at = issue.attribute === undefined ? place : placeOf(issue.attribute);
    walk.findings.add(`${walk.platform.name}/${issue.code}`, at, issue.message, { address });
  }
}
