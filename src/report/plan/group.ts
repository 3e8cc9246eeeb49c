import { type Address, homeOf, rootOf } from "../../model/address.ts";
import type { Action } from "../../model/change.ts";
import type { PlannedChange } from "../../model/plan.ts";
import { order } from "../../model/value.ts";
import { list, plural } from "../text.ts";

/** The changes of one collection; of the organization itself where `path` is empty. */
interface CollectionGroup {
  /** Relative to the organization, parts still encoded: `projects/raw-data/grants`. */
  readonly path: string;
  readonly changes: readonly PlannedChange[];
}

export interface OrganizationGroup {
  readonly organization: Address;
  readonly collections: readonly CollectionGroup[];
  readonly changes: number;
}

/** Changes by organization, then by collection, each in the order of their addresses. */
export function groupChanges(changes: readonly PlannedChange[]): readonly OrganizationGroup[] {
  const organizations = new Map<Address, Map<string, PlannedChange[]>>();
  for (const change of [...changes].sort((a, b) => order(a.address, b.address))) {
    const root = rootOf(change.address);
    const path = homeOf(change.address)?.slice(root.length + 1) ?? "";
    const collections = organizations.get(root) ?? new Map<string, PlannedChange[]>();
    organizations.set(root, collections);
    const collection = collections.get(path);
    if (collection === undefined) collections.set(path, [change]);
    else collection.push(change);
  }
  return [...organizations].map(([organization, collections]) => ({
    organization,
    collections: [...collections]
      .sort(([a], [b]) => order(a, b))
      .map(([path, own]) => ({ path, changes: own })),
    changes: [...collections.values()].reduce((sum, own) => sum + own.length, 0),
  }));
}

const actions: readonly Action[] = ["create", "update", "replace", "delete"];

export type Tally = Readonly<Record<Action, number>>;

export function tally(changes: Iterable<PlannedChange>): Tally {
  const numbers = { create: 0, update: 0, replace: 0, delete: 0 };
  for (const change of changes) numbers[change.action] += 1;
  return numbers;
}

/** `3 to create, 1 to delete`: what there is none of is not said. */
export function tallyText(numbers: Tally): string {
  const parts = actions
    .filter((action) => numbers[action] > 0)
    .map((action) => `${numbers[action]} to ${action}`);
  return parts.length === 0 ? plural(0, "change") : list(parts);
}

/** Where only some can be shown, those that take something away are shown first. */
export function mostHarmfulFirst(changes: readonly PlannedChange[]): readonly PlannedChange[] {
  const rank = (change: PlannedChange): number => {
    if (change.action === "delete") return 0;
    if (change.action === "replace") return 1;
    if (change.direction === "lowering") return 2;
    return change.action === "update" ? 3 : 4;
  };
  return [...changes].sort((a, b) => rank(a) - rank(b) || order(a.address, b.address));
}
