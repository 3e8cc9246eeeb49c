/**
 * What somebody may do at a place: the roles of `rules.ts`.
 *
 * | place | privileges that count there |
 * | --- | --- |
 * | the organization | all |
 * | the default account | `addUsersOrg` and `editUsersOrg`; for its own users also `…Account` |
 * | another account | `addUsersAccount` and `editUsersAccount` of its own users and of organization administrators |
 *
 * cloud-elements.md §2, §3d.
 */
import type { AccessModel } from "../../../model/access.ts";
import { type Address, rootOf } from "../../../model/address.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { accountsOf, isDefault, usersOf } from "../resources.ts";
import { organizationAdmin } from "../roles.ts";
import { type Holding, holdingBy, holdingOf } from "./holding.ts";

const ofOrganization = ["modifySecurity", "configureRoles"];
const ofDefaultAccount = ["addUsersOrg", "editUsersOrg"];
const ofAccount = ["addUsersAccount", "editUsersAccount"];

export const standing: AccessModel["standing"] = (state, actor, address) => {
  const holding = holdingBy(state, actor, rootOf(address));
  return new Set(holding === null ? [] : rolesAt(state, holding, address));
};

export const holders: AccessModel["holders"] = (state, address, roles) => {
  const wanted = new Set(roles);
  const who = new Set<string>();
  for (const account of state.list(accountsOf(rootOf(address)))) {
    for (const user of state.list(usersOf(account.address))) {
      const holding = holdingOf(state, user);
      if (holding === null) continue;
      for (const role of rolesAt(state, holding, address)) if (wanted.has(role)) who.add(user.key);
    }
  }
  return [...who].sort(order);
};

function* rolesAt(state: StateView, holding: Holding, address: Address): Iterable<string> {
  for (const role of holding.roles) yield `role:${role}`;
  const counts = new Set(counting(state, holding, address));
  const held = new Set([...holding.privileges.values()].flat());
  for (const privilege of counts) if (held.has(privilege)) yield `privilege:${privilege}`;
}

function counting(state: StateView, holding: Holding, address: Address): readonly string[] {
  const account = accountOf(address);
  if (account === null) return [...ofOrganization, ...ofDefaultAccount, ...ofAccount];
  const isOwn =
    holding.account === null ? holding.inDefault && isDefault(state, account) : holding.account === account;
  const reaches = isOwn || holding.roles.includes(organizationAdmin);
  return [...(isDefault(state, account) ? ofDefaultAccount : []), ...(reaches ? ofAccount : [])];
}

/** The account that an address is or lies in. */
function accountOf(address: Address): Address | null {
  const [root, collection, key] = address.split("/", 3);
  return root === undefined || collection !== "accounts" || key === undefined
    ? null
    : `${root}/accounts/${key}`;
}
