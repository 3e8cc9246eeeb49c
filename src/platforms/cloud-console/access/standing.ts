/**
 * What an account may do: the roles of `rules.ts`, from the resources of the state. Where the managers of an
 * organization were not read, the actor's own role counts as the platform gave it beside the organization (`facts`).
 */
import type { AccessModel } from "../../../model/access.ts";
import { type Address, collectionOf, rootOf } from "../../../model/address.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import type { Level } from "./actions.ts";
import { waysInto } from "./ways.ts";

const roles: Readonly<Record<Level, string>> = {
  owner: "organization:owner",
  administrator: "organization:administrator",
  member: "organization:member",
  "billing administrator": "organization:billing",
};

export const standing: AccessModel["standing"] = (state, actor, address) => {
  const organization = rootOf(address);
  const held = new Set<string>();
  const told = wereRead(state, organization) ? undefined : state.get(organization)?.facts?.role;
  if (typeof told === "string") held.add(`organization:${told}`);
  for (const { level } of waysInto(state, organization, actor)) held.add(roles[level]);
  return held;
};

/** An organization is never without an owner. */
function wereRead(state: StateView, organization: Address): boolean {
  return state.count(collectionOf(organization, "owners")) > 0;
}

export const holders: AccessModel["holders"] = (state, address, wanted) => {
  const who = new Set<string>();
  for (const way of waysInto(state, rootOf(address), null)) {
    if (wanted.includes(roles[way.level])) who.add(way.who);
  }
  return [...who].sort(order);
};
