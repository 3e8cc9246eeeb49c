import type { AccessModel, Touched } from "../../../model/access.ts";
import { parentOf, rootOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { accountsOf, allRoles, isActive, usersOf } from "../resources.ts";

/**
 * | resource | rows |
 * | --- | --- |
 * | user | its own, in its account and in the organization |
 * | privilege | of everybody with the role: all of the accounts that they are in, and all of the organization |
 * | account | all of its own |
 * | organization, role | none: what they are says nothing about anybody |
 */
export const touched: AccessModel["touched"] = function* (state, resource) {
  const parent = parentOf(resource.address);
  switch (resource.kind) {
    case "user":
      if (parent !== null) yield { target: parent, who: resource.key };
      yield { target: rootOf(resource.address), who: resource.key };
      return;
    case "privilege":
      yield* touchedByPrivilege(state, resource);
      return;
    case "account":
      yield { target: resource.address, who: null };
      return;
  }
};

function* touchedByPrivilege(state: StateView, privilege: Resource): Iterable<Touched> {
  const [organization, , role] = privilege.address.split("/");
  if (organization === undefined || role === undefined) return;
  yield { target: organization, who: null };
  for (const account of state.list(accountsOf(organization))) {
    for (const user of state.list(usersOf(account.address))) {
      if (!isActive(user) || !allRoles(state, user, account.address).includes(role)) continue;
      yield { target: account.address, who: null };
      break;
    }
  }
}
