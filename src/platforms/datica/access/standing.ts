/**
 * What an account may do, in the words of `rules.ts`: its role in the organization, and the group of the administrators
 * where there are groups. Where the members were not read (the configuration does not speak of them), the actor's own
 * role counts as the platform gave it beside the organization.
 */
import type { AccessModel } from "../../../model/access.ts";
import { type Address, addressOf, collectionOf, rootOf } from "../../../model/address.ts";
import type { Actor } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { membersOf } from "../facts.ts";
import { memberAt } from "../kinds/keys.ts";
import { adminsGroup } from "../resources.ts";

const keeper = `group:${adminsGroup}`;

export const standing: AccessModel["standing"] = (state, actor, address) => {
  const held = new Set<string>();
  const role = roleOf(state, actor, address);
  if (role !== null) held.add(`organization:${role}`);
  if (state.get(addressOf(adminsAt(address), "members", actor)) !== undefined) held.add(keeper);
  return held;
};

export const holders: AccessModel["holders"] = (state, address, roles) => {
  const who = new Set<string>();
  for (const { key, attributes, pending } of membersOf(state, address)) {
    if (pending === undefined && roles.includes(`organization:${attributes.role}`)) who.add(key);
  }
  if (roles.includes(keeper)) {
    for (const { key } of state.list(collectionOf(adminsAt(address), "members"))) who.add(key);
  }
  return [...who].sort(order);
};

export function isOwner(state: StateView, actor: Actor, address: Address): boolean {
  return roleOf(state, actor.id, address) === "owner";
}

function adminsAt(address: Address): Address {
  return addressOf(rootOf(address), "groups", adminsGroup);
}

function roleOf(state: StateView, actor: string, address: Address): string | null {
  const own = state.get(memberAt(address, actor));
  if (own !== undefined) return own.pending === undefined ? String(own.attributes.role) : null;
  const organization = rootOf(address);
  if (state.count(collectionOf(organization, "members")) > 0) return null;
  const told = state.get(organization)?.facts?.role;
  return typeof told === "string" ? told : null;
}
