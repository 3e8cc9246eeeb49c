/**
 * What an account may do: the roles of `rules.ts`. Where the members were not read (the configuration does not speak of
 * them), the actor's own role counts as the platform gave it beside the organization (`facts`).
 */
import type { AccessModel } from "../../../model/access.ts";
import { type Address, addressOf, collectionOf, homeOf, keyOf, rootOf } from "../../../model/address.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { accountOf, type Owner, ownerOf } from "../owners.ts";

const ownership = "application:owner";

/** Of an application's owner who is a member too: an owner outside the organization can do nothing in it. */
export const standing: AccessModel["standing"] = (state, actor, address) => {
  const organization = rootOf(address);
  const role = roleIn(state, actor, organization);
  if (role === undefined) return new Set();
  const roles = new Set([`organization:${role}`]);
  const owner = ownerAt(state, address);
  if (owner !== undefined && owner.id === accountOf(state, organization, actor)) roles.add(ownership);
  return roles;
};

export const holders: AccessModel["holders"] = (state, address, roles) => {
  const wanted = new Set(roles);
  const who = new Set<string>();
  for (const member of state.list(collectionOf(rootOf(address), "members"))) {
    if (wanted.has(`organization:${String(member.attributes.role)}`)) who.add(member.key);
  }
  const owner = wanted.has(ownership) ? ownerAt(state, address) : undefined;
  if (owner !== undefined) who.add(owner.email ?? `the account ${owner.id}`);
  return [...who].sort(order);
};

function roleIn(state: StateView, who: string, organization: Address): string | undefined {
  const own = state.get(addressOf(organization, "members", who))?.attributes.role;
  if (own !== undefined) return String(own);
  const facts = state.get(organization)?.facts;
  const unread = state.count(collectionOf(organization, "members")) === 0;
  return unread && facts?.email === who && typeof facts.role === "string" ? facts.role : undefined;
}

/** The owner of the application that is shared at an address, or shall be; undefined elsewhere. */
function ownerAt(state: StateView, address: Address): Owner | undefined {
  const home = homeOf(address);
  if (home === null || keyOf(home) !== "applications") return undefined;
  return ownerOf(state, rootOf(address), keyOf(address));
}
