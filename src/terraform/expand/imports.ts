/** Ids with which what is live is taken over. */
import { type Address, homeOf } from "../../model/address.ts";
import type { Kind } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import { formatImportId } from "../import-id.ts";
import { snake } from "../schema/names.ts";
import type { Block, Import } from "./blocks.ts";
import { unsetNames } from "./values.ts";

/** The import of every instance: of a resource by its address, of a whole collection by that of the collection. */
export function importsOf(
  { id: block, platform, kind, form, instances, provider }: Block,
  resources: ReadonlyMap<Address, Desired>,
): readonly Import[] {
  const ends = form === "all" ? endsByHome(resources.values(), kind) : new Map<Address, readonly Desired[]>();
  return [...instances].map(([address, key]) => {
    const resource = resources.get(address);
    const parameters =
      form === "all"
        ? new Map((ends.get(address) ?? []).map((each) => [`expires.${each.key}`, each.expires ?? ""]))
        : parametersOf(kind, resource);
    const id = formatImportId({ address: belowHolders(platform, address, resources), parameters });
    return { block, key, id, provider };
  });
}

/** The address, with what tells each of its holders from others. */
function belowHolders(
  platform: Platform,
  address: Address,
  resources: ReadonlyMap<Address, Desired>,
): string {
  const parts = address.split("/");
  return parts
    .map((part, index) => {
      const holder =
        index % 2 === 0 && index < parts.length - 1
          ? resources.get(parts.slice(0, index + 1).join("/"))
          : undefined;
      if (holder === undefined) return part;
      return formatImportId({ address: part, parameters: tellingOf(kindOf(platform, holder.kind), holder) });
    })
    .join("/");
}

/** Those of a kind that end some day, by the collection in which they stand. */
function endsByHome(resources: Iterable<Desired>, kind: Kind): ReadonlyMap<Address, readonly Desired[]> {
  const ending = [...resources].filter(
    (each) => each.kind === kind.name && each.expires !== undefined && each.state !== "absent",
  );
  return Map.groupBy(ending, ({ address }) => homeOf(address) ?? "");
}

/** What neither the address nor the platform tells. */
function parametersOf(kind: Kind, resource: Desired | undefined): ReadonlyMap<string, string> {
  if (resource === undefined) return new Map();
  const { attributes, expires } = resource;
  const parameters = new Map(tellingOf(kind, resource));
  if (expires !== undefined) parameters.set("expires", expires);
  const unset = unsetNames(attributes);
  if (unset.length > 0) parameters.set("unset", unset.join(","));
  return parameters;
}

/** Which object has the label: by its id where one is pinned, else by its name, where that is not the label. */
function tellingOf({ labelled }: Kind, { attributes, id, key }: Desired): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  if (labelled === undefined) return parameters;
  if (id !== undefined) return parameters.set("id", id);
  const name = attributes[labelled.nameAttribute];
  if (typeof name === "string" && name !== key) parameters.set("name", name);
  for (const each of labelled.distinguishedBy ?? []) {
    const value = attributes[each];
    if (typeof value === "string") parameters.set(snake(each), value);
  }
  return parameters;
}
