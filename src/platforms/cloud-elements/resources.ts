/** Live resources, in the one shape that reading and effects give them. */
import { type Address, addressOf, collectionOf, rootOf } from "../../model/address.ts";
import type { Attributes, Resource } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import type { Value } from "../../model/value.ts";
import { texts } from "../../model/value.ts";
import { baseRole, given } from "./roles.ts";

export function organizationAddress(id: string): Address {
  return addressOf(null, "organizations", id);
}

export function rolesOf(organization: Address): Address {
  return collectionOf(organization, "roles");
}

export function roleAddress(organization: Address, key: string): Address {
  return addressOf(organization, "roles", key);
}

export function privilegesOf(role: Address): Address {
  return collectionOf(role, "privileges");
}

export function accountsOf(organization: Address): Address {
  return collectionOf(organization, "accounts");
}

export function usersOf(account: Address): Address {
  return collectionOf(account, "users");
}

export function userAddress(account: Address, mail: string): Address {
  return addressOf(account, "users", mail);
}

export function privilegeResource(role: Address, key: string): Resource {
  return { address: addressOf(role, "privileges", key), kind: "privilege", key, attributes: {} };
}

/** What a user is beside its roles. */
export interface Person {
  readonly firstName?: Value | undefined;
  readonly lastName?: Value | undefined;
  readonly active: boolean;
}

/**
 * Attributes of a user. Roles that the platform gives are no attribute (cloud-elements.md §6), and neither is being
 * active, which everybody is who is there.
 */
export function userAttributes(person: Person, roles: Iterable<string>): Attributes {
  const attributes: Record<string, Value> = {};
  for (const name of ["firstName", "lastName"] as const) {
    const value = person[name];
    if (typeof value === "string") attributes[name] = value;
  }
  attributes.roles = given(roles);
  if (!person.active) attributes.active = false;
  return attributes;
}

/** Whether the account is the one that organization administrators live in. Unknown where it was not read: no. */
export function isDefault(state: StateView, account: Address): boolean {
  return state.get(account)?.facts?.defaultAccount === true;
}

export function isActive(user: Resource): boolean {
  return user.attributes.active !== false;
}

/** The keys of all roles that a user has, those that the platform gives included. */
export function allRoles(state: StateView, user: Resource, account: Address): readonly string[] {
  const own = texts(user.attributes.roles);
  const system = user.facts?.systemRoles;
  return [...own, ...(system === undefined ? [baseRole(isDefault(state, account))] : texts(system))];
}

/** The users with a mail anywhere in the organization of an address, deactivated ones included. */
export function* usersWith(state: StateView, mail: string, address: Address): Iterable<Resource> {
  const organization = rootOf(address);
  for (const user of state.named("user", mail)) if (rootOf(user.address) === organization) yield user;
}
