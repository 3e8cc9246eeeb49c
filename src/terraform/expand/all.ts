/** Whole collections: one block below the root, one with `for_each` over the parents elsewhere. */
import type { Address } from "../../model/address.ts";
import type { Kind } from "../../model/kind.ts";
import { mapAttribute, parentAttribute } from "../schema/names.ts";
import { code, type Entry, type Expression, type Member, map, object, value } from "./expression.ts";
import { instanceKey } from "./names.ts";
import type { Body, Place } from "./one.ts";
import { membersOf, type Secrets } from "./values.ts";
import type { Collection } from "./written.ts";

/** A key as it is written: of an object that its label does not find, by the id that it has. */
export type NamedKeys = (address: Address, key: string) => string | Expression;

const asWritten: NamedKeys = (_, key) => key;

/** @param placeOf where a parent stands; null: it is no block, so that its address is written */
export function allBody(
  kind: Kind,
  collections: readonly Collection[],
  placeOf: (parent: Address) => Place | null,
  secrets: Secrets,
  named: NamedKeys = asWritten,
): Body {
  const [attribute, entries] = [parentAttribute(kind) ?? "", mapAttribute(kind)];
  const [first] = collections;
  const place = first === undefined ? null : placeOf(first.parent.address);
  if (first !== undefined && place?.key === null) {
    return {
      forEach: null,
      attributes: [
        [attribute, code({ block: place.block }, ".id")],
        [entries, entriesOf(kind, first, secrets, named)],
      ],
      instances: new Map([[first.address, null]]),
    };
  }
  const rows = collections.map((collection) => {
    const { parent } = collection;
    return { collection, name: placeOf(parent.address)?.key ?? instanceKey(parent.address) };
  });
  return {
    forEach: map(
      rows.map(({ collection, name }): Member => {
        const all = entriesOf(kind, collection, secrets, named);
        const row: readonly Member[] = [
          [attribute, value(collection.parent.address)],
          [entries, all],
        ];
        return [name, place === null ? object(row) : all];
      }),
    ),
    attributes:
      place === null
        ? [
            [attribute, code(`each.value.${attribute}`)],
            [entries, code(`each.value.${entries}`)],
          ]
        : [
            [attribute, code({ block: place.block }, "[each.key].id")],
            [entries, code("each.value")],
          ],
    instances: new Map(rows.map(({ collection, name }) => [collection.address, name])),
  };
}

/** Whoever shall not be there is not in the map, which is what removes them. */
function entriesOf(kind: Kind, { entries }: Collection, secrets: Secrets, named: NamedKeys): Expression {
  return map(
    entries
      .filter(({ state }) => state !== "absent")
      .map(({ address, key, attributes, expires }): Entry => {
        const until: readonly Member[] = expires === undefined ? [] : [["expires", value(expires)]];
        return [named(address, key), object([...membersOf(kind, attributes, secrets), ...until])];
      }),
  );
}
