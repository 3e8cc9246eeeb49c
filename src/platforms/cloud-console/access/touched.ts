import type { AccessModel, Touched } from "../../../model/access.ts";
import { type Address, collectionOf, parentOf, rootOf } from "../../../model/address.ts";
import type { StateView } from "../../../model/state.ts";
import { projectAddress } from "../resources.ts";

/**
 * | resource | rows |
 * | --- | --- |
 * | organization, project | all of its own |
 * | owner, administrator | that person's, in the organization and in every project |
 * | billing administrator | that person's in the organization |
 * | member of a group | that person's, in the organization and in the group's projects |
 * | project of a group | a row for each member of the group |
 * | group | those of its members, since it is the way they are reached by |
 */
export const touched: AccessModel["touched"] = function* (state, { kind, address, key }) {
  const organization = rootOf(address);
  switch (kind) {
    case "organization":
    case "project":
      yield { target: address, who: null };
      return;
    case "owner":
    case "administrator":
      yield { target: organization, who: key };
      for (const project of state.list(collectionOf(organization, "projects"))) {
        yield { target: project.address, who: key };
      }
      return;
    case "billing-administrator":
      yield { target: organization, who: key };
      return;
    case "group-member":
      yield { target: organization, who: key };
      yield* ofGroup(state, address, "projects", (project) => ({
        target: projectAddress(organization, project),
        who: key,
      }));
      return;
    case "group":
      for (const member of state.list(collectionOf(address, "members"))) yield* touched(state, member);
      return;
    case "group-project":
      yield* ofGroup(state, address, "members", (who) => ({
        target: projectAddress(organization, key),
        who,
      }));
  }
};

/** One for each of what stands in a collection of the group that holds this. */
function* ofGroup(
  state: StateView,
  address: Address,
  collection: string,
  make: (key: string) => Touched,
): Iterable<Touched> {
  const group = parentOf(address);
  if (group === null) return;
  for (const { key } of state.list(collectionOf(group, collection))) yield make(key);
}
