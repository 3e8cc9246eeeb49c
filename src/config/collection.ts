import { type Address, encodePart } from "../model/address.ts";
import type { Person } from "../model/configuration.ts";
import { foldKey } from "../model/kind.ts";
import { isReference } from "../model/people.ts";
import { emptyAttributes } from "../model/resource.ts";
import { sentence } from "../model/text.ts";
import { readAttribute } from "./attributes.ts";
import { type Body, checkBody, emptyBody, placeOfAttribute, readBody } from "./body.ts";
import { mixedAlphabets } from "./characters.ts";
import { collectionForms, showNode, standing } from "./common.ts";
import { placeText } from "./findings.ts";
import type { Form } from "./form.ts";
import { keyText, type Node, type Origin, sourceOf } from "./node.ts";
import { goneMessage } from "./people/names.ts";
import type { Placed, Walk } from "./walk.ts";
import { quote } from "./words.ts";

/** Reads a written collection; `dotted` is its name in `manage`. */
function readCollection(
  walk: Walk,
  form: Form,
  parent: Address,
  dotted: string,
  node: Node,
  origin: Origin,
): void {
  const name = form.kind.collection;
  const home = `${parent}/${name}`;
  const place = { origin, at: node.at };
  if (node.type === "scalar") {
    const empty = node.value === null;
    const message = empty
      ? `${name} has nothing after it. Write ${name}: {} if there shall be none, or leave the line out if they are not to be managed.`
      : `${name} is ${showNode(node)}; write ${collectionForms(form)}.`;
    walk.findings.add(empty ? "config/null" : "config/wrong-type", place, message, { address: parent });
    return;
  }
  walk.managed.set(home, walk.manage.get(dotted) ?? form.kind.manage);
  if (node.type === "map") {
    for (const entry of node.entries) {
      readEntry(walk, form, home, dotted, entry.key, entry.at, entry.value, origin);
    }
    return;
  }
  if (!form.list) {
    const message = `${name} is a list; write a map of keys: each ${form.kind.name} has attributes.`;
    walk.findings.add("config/wrong-type", place, message, { address: parent });
    return;
  }
  for (const item of node.items) {
    const key = keyText(item);
    if (key === null) {
      const message = `${name} holds ${showNode(item)}; write keys as text, for example ${form.kind.key.example}.`;
      walk.findings.add("config/wrong-type", { origin, at: item.at }, message, { address: parent });
    } else {
      readEntry(walk, form, home, dotted, key, item.at, { type: "map", at: item.at, entries: [] }, origin);
    }
  }
}

function readEntry(
  walk: Walk,
  form: Form,
  home: Address,
  dotted: string,
  written: string,
  at: number,
  node: Node,
  origin: Origin,
): void {
  const key = claimKey(walk, form, home, written, at, origin);
  if (key === null) return;
  const address = `${home}/${encodePart(key)}`;
  const place = { origin, at };
  const errors = walk.findings.errors();
  const body = readResource(walk, form, address, written, node, origin);
  const person = walk.names.holder(form.kind, key);
  if (person?.gone !== undefined && body?.state !== "absent") {
    walk.findings.add("config/gone", place, goneMessage(written, person), { severity: "note", address });
  }
  const put = (of: Body): void => {
    walk.resources.set(address, desiredOf(form, address, key, of, walk.today, origin, at, written, person));
  };
  if (body === null) {
    // It cannot be used, but its key is taken.
    put(emptyBody());
    return;
  }
  const sound = walk.findings.errors() === errors;
  const { labelled } = form.kind;
  if (labelled !== undefined && body.attributes[labelled.nameAttribute] === undefined) {
    body.attributes[labelled.nameAttribute] = written;
  }
  checkBody(walk, form, address, written, body, place, sound, (attribute) =>
    placeOfAttribute(attribute, node, place),
  );
  put(body);
  if (body.collections.length > 0) readCollections(walk, address, dotted, body);
}

/** The folded key, or null where it cannot be one or is there already. */
function claimKey(
  walk: Walk,
  form: Form,
  home: Address,
  written: string,
  at: number,
  origin: Origin,
): string | null {
  if (isReference(form.kind, written)) {
    const meant = walk.names.resolve(form.kind, written);
    if ("key" in meant) return free(walk, form, home, meant.key, written, at, origin);
    walk.findings.add("config/unknown-person", { origin, at }, meant.message);
    return null;
  }
  if (written === "" || (form.pattern !== null && !form.pattern.test(written))) {
    const { description, example } = form.kind.key;
    const message = `${quote(written)} cannot be a key of ${form.kind.collection}: ${sentence(description)} For example: ${example}`;
    walk.findings.add("config/wrong-key", { origin, at }, message);
    return null;
  }
  return free(walk, form, home, foldKey(form.kind, written), written, at, origin);
}

/** The key, where nobody has it yet. */
function free(
  walk: Walk,
  form: Form,
  home: Address,
  key: string,
  written: string,
  at: number,
  origin: Origin,
): string | null {
  const address = `${home}/${encodePart(key)}`;
  const first = walk.resources.get(address)?.source;
  if (first === undefined) {
    const mixed = form.kind.principal ? mixedAlphabets(key) : null;
    if (mixed !== null) {
      const message = `${quote(written)} mixes ${mixed.join(" and ")} letters that look alike; check that it is who you mean.`;
      walk.findings.add("config/lookalike", { origin, at }, message, { address, severity: "warning" });
    }
    return key;
  }
  const byName = [first.written, written].find((each) => isReference(form.kind, each));
  const folded =
    first.written === written
      ? ""
      : byName === undefined
        ? " (upper and lower case are one)"
        : ` (${byName} is ${quote(key)})`;
  const message = `${quote(written)} is written twice${folded}: here and at ${placeText(first)}; keep one of them.`;
  walk.findings.add("config/duplicate-key", { origin, at }, message, { address });
  return null;
}

/** What is written of a resource: a map, or the bare value of its shorthand. */
function readResource(
  walk: Walk,
  form: Form,
  address: Address,
  key: string,
  node: Node,
  origin: Origin,
): Body | null {
  if (node.type === "map") {
    const body = emptyBody();
    readBody(walk, form, address, node, origin, body);
    return body;
  }
  const place = { origin, at: node.at };
  const short = form.shorthand;
  if (node.type === "scalar" && node.value === null) {
    const offer =
      form.required.length === 0
        ? "{}"
        : short === null
          ? `{ ${form.required.join(": …, ")}: … }`
          : `a ${short.name}`;
    const message = `${quote(key)} has nothing after it; write ${offer} if it shall be there, or leave the line out.`;
    walk.findings.add("config/null", place, message, { address });
    return null;
  }
  if (short === null) {
    const message = `${quote(key)} is ${showNode(node)}; write a map, for example ${quote(key)}: {}.`;
    walk.findings.add("config/wrong-type", place, message, { address });
    return null;
  }
  const body: Body = { attributes: emptyAttributes(), collections: [] };
  readAttribute(walk, address, short.name, short.attribute, node, origin, body.attributes);
  return body;
}

export function desiredOf(
  form: Form,
  address: Address,
  key: string,
  body: Body,
  today: string,
  origin: Origin,
  at: number,
  written: string,
  person?: Person,
): Placed {
  const { attributes, id, state, expires, previously } = body;
  const resource = { address, kind: form.kind.name, key, attributes, source: sourceOf(origin, at, written) };
  // Most resources have none of these, and there can be a hundred thousand.
  const plain = id === undefined && state === undefined && expires === undefined && previously === undefined;
  if (plain && person === undefined) return resource;
  return {
    ...resource,
    ...standing(body, today, person),
    ...(id === undefined ? {} : { id }),
    ...(previously === undefined ? {} : { previously }),
  };
}

/** Reads the collections of a resource. Below one that is absent there can be nothing. */
export function readCollections(walk: Walk, address: Address, dotted: string, body: Body): void {
  const over = body.state !== "absent" && walk.resources.get(address)?.state === "absent";
  // What has expired goes with all that it holds: it is still checked, but asks for nothing any more.
  const inner: Walk = over ? { ...walk, resources: new Map(), managed: new Map() } : walk;
  for (const { form, entry, origin } of body.collections) {
    const { value } = entry;
    const holds =
      (value.type === "map" && value.entries.length > 0) || (value.type === "list" && value.items.length > 0);
    if (body.state === "absent" && holds) {
      const message = `Nothing can be written below what shall be absent; take ${form.kind.collection} out.`;
      walk.findings.add("config/absent-parent", { origin, at: entry.at }, message, { address });
    }
    const name = dotted === "" ? form.kind.collection : `${dotted}.${form.kind.collection}`;
    readCollection(inner, form, address, name, value, origin);
  }
}
