/** Ids with which what is live is taken over. */
import { type Address, homeOf } from "../../model/address.ts";
import type { Kind } from "../../model/kind.ts";
import type { Desired } from "../../model/resource.ts";
import { formatImportId } from "../import-id.ts";
import { snake } from "../schema/names.ts";
import type { Block, Import } from "./blocks.ts";
import { unsetNames } from "./values.ts";

/** The import of every instance: of a resource by its address, of a whole collection by that of the collection. */
export function importsOf(
  { id: block, kind, form, instances, provider }: Block,
  resources: ReadonlyMap<Address, Desired>,
): readonly Import[] {
  const ends = form === "all" ? endsByHome(resources.values(), kind) : new Map<Address, readonly Desired[]>();
  return [...instances].map(([address, key]) => {
    const resource = resources.get(address);
    const parameters =
      form === "all"
        ? new Map((ends.get(address) ?? []).map((each) => [`expires.${each.key}`, each.expires ?? ""]))
        : parametersOf(kind, resource);
    return { block, key, id: formatImportId({ address, parameters }), provider };
  });
}

/** Those of a kind that end some day, by the collection in which they stand. */
function endsByHome(resources: Iterable<Desired>, kind: Kind): ReadonlyMap<Address, readonly Desired[]> {
  const ending = [...resources].filter(
    (each) => each.kind === kind.name && each.expires !== undefined && each.state !== "absent",
  );
  return Map.groupBy(ending, ({ address }) => homeOf(address) ?? "");
}

/** What neither the address nor the platform tells. An object whose name is not its label is found by its id or name. */
function parametersOf(kind: Kind, resource: Desired | undefined): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  if (resource === undefined) return parameters;
  const { attributes, id, key, expires } = resource;
  const { labelled } = kind;
  if (labelled !== undefined && id !== undefined) parameters.set("id", id);
  else if (labelled !== undefined) {
    const name = attributes[labelled.nameAttribute];
    if (typeof name === "string" && name !== key) parameters.set("name", name);
    for (const each of labelled.distinguishedBy ?? []) {
      const value = attributes[each];
      if (typeof value === "string") parameters.set(snake(each), value);
    }
  }
  if (expires !== undefined) parameters.set("expires", expires);
  const unset = unsetNames(attributes);
  if (unset.length > 0) parameters.set("unset", unset.join(","));
  return parameters;
}
