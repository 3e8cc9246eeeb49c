import type { AccessModel, Touched } from "../../../model/access.ts";
import { type Address, collectionOf, keyOf, parentOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { isOrganization, membersOf } from "./paths.ts";

/**
 * | resource | rows |
 * | --- | --- |
 * | organization, project, app | all of its own: settings take parts of every level |
 * | grant, place in a list of an app, to a user or PUBLIC | that one row |
 * | the same, to an organization | a row for each of its members |
 * | member | its row in the organization, and in what is granted to the organization |
 */
export const touched: AccessModel["touched"] = function* (state, resource) {
  const parent = parentOf(resource.address);
  switch (resource.kind) {
    case "organization":
    case "project":
    case "app":
      yield { target: resource.address, who: null };
      return;
    case "member":
      if (parent !== null) yield* touchedByMember(state, resource, parent);
      return;
    default:
      if (parent !== null) yield* touchedByEntry(state, resource, parent);
  }
};

function* touchedByEntry(state: StateView, entry: Resource, target: Address): Iterable<Touched> {
  const members = isOrganization(entry.key) ? membersOf(state, entry.key) : null;
  if (members === null) yield { target, who: entry.key };
  else for (const member of members) yield { target, who: member.key };
}

function* touchedByMember(state: StateView, member: Resource, organization: Address): Iterable<Touched> {
  yield { target: organization, who: member.key };
  const id = keyOf(organization);
  // With its first member (or its last) an organization stops (or starts) to stand for itself.
  const edge = state.count(collectionOf(organization, "members")) <= 1;
  for (const kind of ["grant", "authorized-user", "developer"]) {
    for (const entry of state.named(kind, id)) {
      const target = parentOf(entry.address);
      if (target === null) continue;
      yield { target, who: member.key };
      if (edge) yield { target, who: id };
    }
  }
}
