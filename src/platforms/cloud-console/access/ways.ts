/** The ways by which people are in an organization or reach a project. What is pending is none. */
import { type Address, collectionOf, isWithin, keyOf, parentOf, rootOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { administratorAddress, billingAddress, holds, memberAddress, ownerAddress } from "../resources.ts";
import type { Level } from "./actions.ts";

/** One way of one person. */
export interface Way {
  readonly who: string;
  readonly level: Level;
  /** `owner`, `administrator`, `billing`, or the group. */
  readonly via: string;
}

const managers = [
  { collection: "owners", address: ownerAddress, level: "owner", via: "owner" },
  {
    collection: "administrators",
    address: administratorAddress,
    level: "administrator",
    via: "administrator",
  },
  {
    collection: "billingAdministrators",
    address: billingAddress,
    level: "billing administrator",
    via: "billing",
  },
] as const;

/** The ways into an organization, of one person or of all. */
export function* waysInto(state: StateView, organization: Address, who: string | null): Iterable<Way> {
  yield* managersOf(state, organization, who);
  if (who === null) {
    for (const group of state.list(collectionOf(organization, "groups")))
      yield* membersOf(state, group, null);
    return;
  }
  for (const place of state.named("group-member", who)) {
    const group = groupOf(state, place, organization);
    if (group !== undefined) yield* membersOf(state, group, who);
  }
}

/** The ways to a project: those who use all of them, and who is in a group that has it. */
export function* waysTo(state: StateView, project: Address, who: string | null): Iterable<Way> {
  const organization = rootOf(project);
  for (const way of managersOf(state, organization, who))
    if (way.level !== "billing administrator") yield way;
  for (const link of state.named("group-project", keyOf(project))) {
    const group = groupOf(state, link, organization);
    if (group !== undefined) yield* membersOf(state, group, who);
  }
}

function* managersOf(state: StateView, organization: Address, who: string | null): Iterable<Way> {
  for (const { collection, address, level, via } of managers) {
    const rows =
      who === null
        ? state.list(collectionOf(organization, collection))
        : [state.get(address(organization, who))];
    for (const row of rows) if (holds(row)) yield { who: row.key, level, via };
  }
}

/** The group of the organization in which something lies. */
function groupOf(state: StateView, { address }: Resource, organization: Address): Resource | undefined {
  return isWithin(address, organization) ? state.get(parentOf(address) ?? address) : undefined;
}

function* membersOf(state: StateView, group: Resource, who: string | null): Iterable<Way> {
  const { key, id, attributes } = group;
  // An id tells a person nothing: where the configuration has no label, the name does.
  const via = key === id && typeof attributes.name === "string" ? attributes.name : key;
  const rows =
    who === null
      ? state.list(collectionOf(group.address, "members"))
      : [state.get(memberAddress(group.address, who))];
  for (const row of rows) if (holds(row)) yield { who: row.key, level: "member", via };
}
