import type { Address } from "../model/address.ts";
import type { Attribute } from "../model/attribute.ts";
import type { Value } from "../model/value.ts";
import { describeSchema, plainSchema } from "./attribute-schema.ts";
import { type Node, type Origin, placeAt, toValue } from "./node.ts";
import { checkAttribute, unknownKey } from "./sentences.ts";
import type { Walk } from "./walk.ts";

/**
 * Reads the value of one attribute into `into`.
 *
 * | written | attribute has a default | can be unset | else |
 * | --- | --- | --- | --- |
 * | null | its default | null | finding |
 * | a value | the value, if the schema allows it | | |
 */
export function readAttribute(
  walk: Walk,
  address: Address,
  name: string,
  attribute: Attribute,
  node: Node,
  origin: Origin,
  into: Record<string, Value>,
): void {
  if (node.type === "scalar" && node.value === null) {
    if (attribute.default !== undefined) into[name] = attribute.default;
    else if (attribute.nullable) into[name] = null;
    else {
      const message = `${name} has no value; write ${describeSchema(plainSchema(attribute))}, or leave the line out if it is not to be managed.`;
      walk.findings.add("config/null", { origin, at: node.at }, message, { address });
    }
    return;
  }
  if (attribute.secret && node.type === "scalar") {
    const message = `${name} must say where the secret comes from, not what it is: write { env: NAME }. If the secret stood here, it is no longer one: replace it.`;
    walk.findings.add("config/credential", { origin, at: node.at }, message, { address, hidden: true });
    return;
  }
  const value = toValue(node);
  for (const issue of checkAttribute(name, attribute, value)) {
    const at = placeAt(node, issue.pointer, issue.code === "config/unknown-key" ? "key" : "value");
    const options = { address, hidden: attribute.secret };
    walk.findings.add(issue.code, { origin, at }, issue.message, options);
  }
  into[name] = value;
}

/** Reads a group of attributes (`overrides: { copy: … }`). */
export function readGroup(
  walk: Walk,
  address: Address,
  group: string,
  members: ReadonlyMap<string, Attribute>,
  node: Node,
  origin: Origin,
  into: Record<string, Value>,
): void {
  if (node.type !== "map") {
    const empty = node.type === "scalar" && node.value === null;
    const message = `${group} ${empty ? "has nothing after it" : "is not a map"}; write { ${[...members.keys()][0] ?? ""}: … } or leave the line out.`;
    walk.findings.add(empty ? "config/null" : "config/wrong-type", { origin, at: node.at }, message, {
      address,
    });
    return;
  }
  for (const { key, at, value } of node.entries) {
    const attribute = members.get(key);
    if (attribute === undefined) {
      const message = unknownKey(key, group, [...members.keys()]);
      walk.findings.add("config/unknown-key", { origin, at }, message, { address });
    } else {
      readAttribute(walk, address, `${group}.${key}`, attribute, value, origin, into);
    }
  }
}
