/** Who holds which roles, and what these allow. */
import { type Address, parentOf, rootOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { texts } from "../../../model/value.ts";
import { allRoles, isActive, isDefault, privilegesOf, roleAddress, usersWith } from "../resources.ts";
import { organizationAdmin } from "../roles.ts";

/** What somebody may do, by role. */
export interface Holding {
  /** The account that holds the user; null where its users were not read. */
  readonly account: Address | null;
  readonly inDefault: boolean;
  readonly roles: readonly string[];
  /** The privileges of each role. */
  readonly privileges: ReadonlyMap<string, readonly string[]>;
}

/** Of a user that was read. Somebody deactivated holds nothing. */
export function holdingOf(state: StateView, user: Resource): Holding | null {
  const account = parentOf(user.address);
  if (account === null || !isActive(user)) return null;
  const roles = allRoles(state, user, account);
  const organization = rootOf(account);
  return {
    account,
    inDefault: isDefault(state, account),
    roles,
    privileges: new Map(roles.map((role) => [role, privilegesIn(state, organization, role)])),
  };
}

function privilegesIn(state: StateView, organization: Address, role: string): readonly string[] {
  return [...state.list(privilegesOf(roleAddress(organization, role)))].map(({ key }) => key);
}

/**
 * Of anybody. Where the user was not read, what the platform said of the actor's own roles counts (`facts`); and where
 * the roles were not, what it said of their privileges.
 */
export function holdingBy(state: StateView, who: string, organization: Address): Holding | null {
  const facts = state.get(organization)?.facts;
  const own = facts?.actor === who ? facts : undefined;
  const users = [...usersWith(state, who, organization)];
  const active = users.find(isActive);
  if (users.length > 0 && active === undefined) return null;
  const held =
    active === undefined ? ofFacts(state, organization, texts(own?.roles)) : holdingOf(state, active);
  if (held === null || own === undefined || held.roles.some((role) => isRead(state, organization, role)))
    return held;
  const [first] = held.roles;
  return first === undefined ? held : { ...held, privileges: new Map([[first, texts(own.privileges)]]) };
}

function ofFacts(state: StateView, organization: Address, roles: readonly string[]): Holding | null {
  if (roles.length === 0) return null;
  return {
    account: null,
    inDefault: roles.some((role) => role === "org" || role === organizationAdmin),
    roles,
    privileges: new Map(roles.map((role) => [role, privilegesIn(state, organization, role)])),
  };
}

function isRead(state: StateView, organization: Address, role: string): boolean {
  return state.get(roleAddress(organization, role)) !== undefined;
}
