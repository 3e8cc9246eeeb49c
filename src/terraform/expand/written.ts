/** What files write, sorted by the blocks that it becomes. */
import { type Address, holderOf, homeOf, rootOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Kind } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Desired } from "../../model/resource.ts";
import { isListed } from "../schema/resources.ts";

/** A written collection that is managed. */
export interface Collection {
  readonly address: Address;
  readonly parent: Desired;
  readonly entries: readonly Desired[];
}

/** Collections of one kind in one organization: they are managed alike, so that they become one block. */
export interface Group {
  readonly kind: Kind;
  readonly form: "one" | "all";
  readonly collections: readonly Collection[];
}

export interface WrittenOrganization {
  readonly root: Desired;
  /** What holds others first. */
  readonly groups: readonly Group[];
}

/** Each organization with its collections. What is below an absent one is not written. */
export function writtenOrganizations(
  platform: Platform,
  desired: DesiredState,
): readonly WrittenOrganization[] {
  const entries = new Map<Address, Desired[]>();
  const roots: Desired[] = [];
  for (const resource of desired.resources.values()) {
    const home = homeOf(resource.address);
    if (home === null) roots.push(resource);
    else pushTo(entries, home, resource);
  }
  const groups = new Map<Address, Map<string, Collection[]>>();
  for (const [address, mode] of desired.managed) {
    const parent = desired.resources.get(holderOf(address) ?? "");
    if (mode === "ignore" || parent === undefined || parent.state === "absent") continue;
    const kind = kindUnder(platform, parent, address);
    if (kind === undefined) continue;
    const root = rootOf(address);
    const byKind = groups.get(root) ?? new Map<string, Collection[]>();
    groups.set(root, byKind);
    const form = mode === "authoritative" && isListed(kind) ? "all" : "one";
    const collection = { address, parent, entries: entries.get(address) ?? [] };
    pushTo(byKind, `${form} ${kind.name}`, collection);
  }
  return roots.map((root) => ({
    root,
    groups: platform.kinds.flatMap((kind) =>
      (["one", "all"] as const).flatMap((form): readonly Group[] => {
        const collections = groups.get(root.address)?.get(`${form} ${kind.name}`) ?? [];
        return collections.length === 0 ? [] : [{ kind, form, collections }];
      }),
    ),
  }));
}

function kindUnder(platform: Platform, parent: Desired, collection: Address): Kind | undefined {
  const name = collection.slice(collection.lastIndexOf("/") + 1);
  const holder = kindOf(platform, parent.kind).name;
  return platform.kinds.find((kind) => kind.parent === holder && kind.collection === name);
}

function pushTo<K, V>(into: Map<K, V[]>, key: K, item: V): void {
  const found = into.get(key);
  if (found === undefined) into.set(key, [item]);
  else found.push(item);
}
