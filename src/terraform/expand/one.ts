/** Resources one by one: one block with `for_each` for all of a kind in an organization. */
import type { Address } from "../../model/address.ts";
import { type Attribute, isAttribute } from "../../model/attribute.ts";
import type { Kind } from "../../model/kind.ts";
import type { Desired } from "../../model/resource.ts";
import { parentAttribute, snake } from "../schema/names.ts";
import { call, code, type Expression, list, type Member, map, object, value } from "./expression.ts";
import { instanceKey } from "./names.ts";
import { membersOf, type Secrets, unsetNames } from "./values.ts";

/** Where a resource that holds others stands: the block, and its key in it (null: the block is that one resource). */
export interface Place {
  readonly block: string;
  readonly key: string | null;
}

export interface Body {
  readonly forEach: Expression | null;
  readonly attributes: readonly Member[];
  readonly instances: ReadonlyMap<Address, string | null>;
}

/** The root: a block of its own. */
export function rootBody(kind: Kind, resource: Desired, secrets: Secrets): Body {
  return {
    forEach: null,
    attributes: [["key", value(resource.key)], ...ownMembers(kind, resource, secrets)],
    instances: new Map([[resource.address, null]]),
  };
}

/** A resource, and what holds it. */
export interface Held {
  readonly resource: Desired;
  readonly parent: Desired;
}

/** @param placeOf where a parent stands; null: it is no block, so that its address is written */
export function oneBody(
  kind: Kind,
  held: readonly Held[],
  placeOf: (parent: Address) => Place | null,
  secrets: Secrets,
): Body {
  const attribute = parentAttribute(kind) ?? "";
  const parents = new Map(held.map(({ parent }) => [parent.address, placeOf(parent.address)]));
  const [place] = parents.values();
  // Below the root all have the same parent; elsewhere each says which one.
  const shared = parents.size === 1 && place?.key === null ? place : null;
  const rows = held.map(({ resource, parent }) => {
    const key = parents.get(parent.address)?.key;
    const where: readonly Member[] =
      shared === null
        ? [
            [attribute, value(key ?? parent.address)],
            ["key", value(resource.key)],
          ]
        : [];
    const own = ownMembers(kind, resource, secrets);
    return { address: resource.address, name: instanceKey(resource.address), members: [...where, ...own] };
  });
  const plain = rows.every(({ members }) => members.length === 0);
  const names = rows.map(({ name }) => name);
  const used = new Set(rows.flatMap(({ members }) => members.map(([name]) => name)));
  return {
    forEach: plain
      ? call("toset", list(names.map(value)))
      : map(rows.map(({ name, members }) => [name, object(members)] as const)),
    attributes: [
      [attribute, parentExpression(attribute, shared, place ?? null)],
      ["key", code(shared === null ? "each.value.key" : "each.key")],
      ...optionalNames(kind)
        .filter(([name]) => used.has(name))
        .map(([name, always]): Member => {
          const read = `each.value.${name}`;
          return [name, code(always ? read : `try(${read}, null)`)];
        }),
    ],
    instances: new Map(rows.map(({ address, name }) => [address, name])),
  };
}

function parentExpression(attribute: string, shared: Place | null, place: Place | null): Expression {
  if (shared !== null) return code({ block: shared.block }, ".id");
  if (place === null) return code(`each.value.${attribute}`);
  return code({ block: place.block }, `[each.value.${attribute}].id`);
}

/** The names that a row can have besides its place, and whether each row has it. */
function optionalNames(kind: Kind): readonly (readonly [string, boolean])[] {
  const required = (node: Attribute | { readonly [name: string]: Attribute }): boolean =>
    isAttribute(node) && node.required;
  return [
    ...Object.entries(kind.attributes).map(([name, node]) => [snake(name), required(node)] as const),
    ["expires", false],
    ["unset", false],
    ["platform_id", false],
  ];
}

/** What is written of a resource. A name that is the label anyway is not. */
function ownMembers(kind: Kind, resource: Desired, secrets: Secrets): readonly Member[] {
  const { attributes, expires, id, key } = resource;
  const unset = unsetNames(attributes);
  const label = kind.labelled?.nameAttribute;
  const members = membersOf(kind, attributes, secrets).filter(
    ([name, made]) =>
      label === undefined || name !== snake(label) || made.type !== "value" || made.value !== key,
  );
  return [
    ...members,
    ...(expires === undefined ? [] : [["expires", value(expires)] as const]),
    ...(unset.length === 0 ? [] : [["unset", list(unset.map(value))] as const]),
    ...(id === undefined || kind.labelled === undefined ? [] : [["platform_id", value(id)] as const]),
  ];
}
