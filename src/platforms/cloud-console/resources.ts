/** Live resources, in the one shape that reading and effects give them. */
import { type Address, addressOf, collectionOf } from "../../model/address.ts";
import type { Attributes, Resource } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import type { Value } from "../../model/value.ts";

export function organizationAddress(id: string): Address {
  return addressOf(null, "organizations", id);
}

export function projectAddress(organization: Address, key: string): Address {
  return addressOf(organization, "projects", key);
}

export function ownerAddress(organization: Address, email: string): Address {
  return addressOf(organization, "owners", email);
}

export function administratorAddress(organization: Address, email: string): Address {
  return addressOf(organization, "administrators", email);
}

export function billingAddress(organization: Address, email: string): Address {
  return addressOf(organization, "billingAdministrators", email);
}

/** What waits for a person, in the words of plans. */
export const pendingWords = {
  administrator: (email: string) => `${email} to accept the invitation as administrator`,
  member: (email: string) => `${email} to accept the invitation`,
  owner: (email: string) => `${email} to accept the ownership`,
} as const;

/**
 * A row of a list of people. `rowId` is what the platform calls it: a user id, or for an invitation the e-mail as it
 * was written there (cloud-console.md §1, §3.3 D4). No `id`: it changes with the acceptance, which is no change.
 */
interface Row {
  readonly rowId?: string;
  readonly pending?: boolean;
}

function row(address: Address, kind: string, key: string, { rowId }: Row, pending?: string): Resource {
  return {
    address,
    kind,
    key,
    attributes: {},
    ...(pending === undefined ? {} : { pending }),
    ...(rowId === undefined ? {} : { facts: { rowId } }),
  };
}

export function administratorResource(organization: Address, email: string, of: Row = {}): Resource {
  const pending = of.pending ? pendingWords.administrator(email) : undefined;
  return row(administratorAddress(organization, email), "administrator", email, of, pending);
}

export function ownerResource(organization: Address, email: string, of: Row = {}): Resource {
  const pending = of.pending ? pendingWords.owner(email) : undefined;
  return row(ownerAddress(organization, email), "owner", email, of, pending);
}

export function memberAddress(group: Address, email: string): Address {
  return addressOf(group, "members", email);
}

export function memberResource(group: Address, email: string, of: Row = {}): Resource {
  const pending = of.pending ? pendingWords.member(email) : undefined;
  return row(memberAddress(group, email), "group-member", email, of, pending);
}

/** Of the billing list, `rowId` is the e-mail as it stands there: the list is written back as it was (§6.15). */
export function billingResource(organization: Address, email: string, of: Row = {}): Resource {
  return row(billingAddress(organization, email), "billing-administrator", email, of);
}

export function groupProjectAddress(group: Address, project: string): Address {
  return addressOf(group, "projects", project);
}

export function groupProjectResource(group: Address, project: string): Resource {
  const address = groupProjectAddress(group, project);
  return { address, kind: "group-project", key: project, attributes: {} };
}

/** What the platform calls a row; where it was made a moment ago, its e-mail. */
export function rowIdOf(resource: Resource): string {
  const id: Value | undefined = resource.facts?.rowId;
  return typeof id === "string" ? id : resource.key;
}

/** Somebody's accepted place, whatever it is. */
export function holds(resource: Resource | undefined): resource is Resource {
  return resource !== undefined && resource.pending === undefined;
}

export function isOwner(state: StateView, organization: Address, email: string): boolean {
  return holds(state.get(ownerAddress(organization, email)));
}

/** The offer of ownership that waits to be accepted: at most one (§3.3 D5). */
export function offerOf(state: StateView, organization: Address): Resource | undefined {
  for (const each of state.list(collectionOf(organization, "owners"))) {
    if (each.pending !== undefined) return each;
  }
  return undefined;
}

/** A project, under whatever the platform or the configuration calls it. */
export function projectResource(organization: Address, key: string, attributes: Attributes): Resource {
  return { address: projectAddress(organization, key), kind: "project", key, attributes };
}
