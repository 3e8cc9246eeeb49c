/** Live resources, in the one shape that reading and effects give them. */
import { type Address, addressOf } from "../../model/address.ts";
import type { Attributes, Resource } from "../../model/resource.ts";
import type { Value } from "../../model/value.ts";
import { coreFlags, newerFlags } from "./levels.ts";

export function organizationAddress(id: string): Address {
  return addressOf(null, "organizations", id);
}

export function memberAddress(organization: Address, user: string): Address {
  return addressOf(organization, "members", user);
}

export function grantAddress(project: Address, principal: string): Address {
  return addressOf(project, "grants", principal);
}

const coreDefaults = Object.entries(coreFlags);

/**
 * The attributes of a member. An ADMIN has its level and nothing else: the flags go with it, can neither be written
 * nor compared, and must not be carried over when the member becomes a MEMBER again (dnanexus.md §6.4).
 */
export function memberAttributes(
  level: string,
  flags: Readonly<Record<string, Value | undefined>>,
): Attributes {
  if (level === "ADMIN") return { level };
  // The names are ours, not the server's: a plain object, which is read a hundred thousand times, will do.
  const attributes: Record<string, Value> = { level };
  for (const [name, standard] of coreDefaults) attributes[name] = flags[name] ?? standard;
  for (const name of newerFlags) attributes[name] = flags[name] ?? false;
  return attributes;
}

export function memberResource(organization: Address, user: string, attributes: Attributes): Resource {
  return { address: memberAddress(organization, user), kind: "member", key: user, attributes };
}

export function grantResource(project: Address, principal: string, level: string): Resource {
  return { address: grantAddress(project, principal), kind: "grant", key: principal, attributes: { level } };
}

/** The two lists of an app: kind, collection, and the name on the wire. */
const appLists = {
  authorizedUsers: "authorized-user",
  developers: "developer",
} as const;
export type AppList = keyof typeof appLists;

export function listedResource(app: Address, list: AppList, principal: string): Resource {
  return { address: addressOf(app, list, principal), kind: appLists[list], key: principal, attributes: {} };
}
