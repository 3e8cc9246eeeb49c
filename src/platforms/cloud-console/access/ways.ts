/** The ways by which people are in an organization or reach a project. What is pending is none. */
import { type Address, collectionOf, isWithin, keyOf, parentOf, rootOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import {
  administratorAddress,
  billingAddress,
  groupProjectAddress,
  holds,
  memberAddress,
  ownerAddress,
} from "../resources.ts";
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
  for (const { collection, address, level, via } of managers) {
    const rows =
      who === null
        ? state.list(collectionOf(organization, collection))
        : [state.get(address(organization, who))];
    for (const row of rows) if (holds(row)) yield { who: row.key, level, via };
  }
  for (const group of groupsIn(state, organization, who)) yield* membersOf(state, group, who);
}

/** The ways to a project: those who manage all of them, and who is in a group that has it. */
export function* waysTo(state: StateView, project: Address, who: string | null): Iterable<Way> {
  const organization = rootOf(project);
  for (const way of waysInto(state, organization, who)) {
    if (way.level === "owner" || way.level === "administrator") yield way;
  }
  for (const group of groupsIn(state, organization, who)) {
    const link = groupProjectAddress(group.address, keyOf(project));
    if (state.get(link) !== undefined) yield* membersOf(state, group, who);
  }
}

/** The groups of an organization; of one person only those that the person is in. */
function* groupsIn(state: StateView, organization: Address, who: string | null): Iterable<Resource> {
  if (who === null) {
    yield* state.list(collectionOf(organization, "groups"));
    return;
  }
  for (const { address } of state.named("group-member", who)) {
    const group = state.get(parentOf(address) ?? address);
    if (group !== undefined && isWithin(group.address, organization)) yield group;
  }
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
