/**
 * What somebody may do at a place: the roles of `rules.ts`.
 *
 * | place | privileges that count there |
 * | --- | --- |
 * | the organization | all |
 * | the default account | `addUsersOrg`, `editUsersOrg`; for those who are in it also `editUsersAccount` |
 * | another account, for those who are in it | `addUsersAccount`, `editUsersAccount` |
 * | another account, for others | the same together with `…Org`: `privilege:addUsersAccount and addUsersOrg` |
 *
 * The last is inferred: a privilege of accounts ends at the own one (cloud-elements.md §2, §3d). To add an
 * administrator takes the role as well: `privilege:addUsersOrg as org-admin`.
 */
import type { AccessModel } from "../../../model/access.ts";
import { type Address, rootOf } from "../../../model/address.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { accountsOf, isDefault, usersOf } from "../resources.ts";
import { given } from "../roles.ts";
import { type Holding, holdingBy, holdingOf } from "./holding.ts";

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
  for (const privilege of counting(state, holding, address)) {
    yield `privilege:${privilege}`;
    if (!privilege.startsWith("addUsers")) continue;
    for (const role of given(holding.roles)) yield `privilege:${privilege} as ${role}`;
  }
}

/** Those of its privileges that count at the address. */
function counting(state: StateView, holding: Holding, address: Address): readonly string[] {
  const held = new Set([...holding.privileges.values()].flat());
  const has = (privilege: string): boolean => privilege.split(" and ").every((each) => held.has(each));
  const account = accountOf(address);
  if (account === null) return [...ofOrganization, ...ofDefault, ...ofAccount, ...ofOthers].filter(has);
  const inDefault = isDefault(state, account);
  const isOwn = holding.account === null ? holding.inDefault && inDefault : holding.account === account;
  if (inDefault) return [...ofDefault, ...(isOwn ? ["editUsersAccount"] : [])].filter(has);
  return (isOwn ? ofAccount : ofOthers).filter(has);
}

const ofOrganization = ["modifySecurity", "configureRoles"];
const ofDefault = ["addUsersOrg", "editUsersOrg"];
const ofAccount = ["addUsersAccount", "editUsersAccount"];
const ofOthers = ["addUsersAccount and addUsersOrg", "editUsersAccount and editUsersOrg"];

/** The account that an address is or lies in. */
function accountOf(address: Address): Address | null {
  const [root, collection, key] = address.split("/", 3);
  return root === undefined || collection !== "accounts" || key === undefined
    ? null
    : `${root}/accounts/${key}`;
}
