/** Ids with which what is live is taken over. */
import type { Address } from "../../model/address.ts";
import type { Kind } from "../../model/kind.ts";
import type { Desired } from "../../model/resource.ts";
import type { Block, Import } from "./blocks.ts";

/** The import of every instance: of a resource by its address, of a whole collection by that of the collection. */
export function importsOf(
  { id: block, kind, form, instances, provider }: Block,
  resources: ReadonlyMap<Address, Desired>,
): readonly Import[] {
  return [...instances].map(([address, key]) => {
    const resource = resources.get(address);
    const id = form === "all" || resource === undefined ? address : importId(kind, resource);
    return { block, key, id, provider };
  });
}

/** An object whose name is not its label is found by its id where one is pinned, else by its name. */
function importId(kind: Kind, { address, attributes, id, key }: Desired): string {
  if (kind.labelled === undefined) return address;
  if (id !== undefined) return `${address}?id=${id}`;
  const name = attributes[kind.labelled.nameAttribute];
  // A label can look as if it had such an ending of its own.
  const said = name !== key || /\?(id|name)=/.test(key);
  return typeof name === "string" && said ? `${address}?name=${name}` : address;
}
