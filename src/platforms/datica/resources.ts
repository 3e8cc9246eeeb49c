/** Live resources, in the one shape that reading and effects give them. */
import { type Address, addressOf } from "../../model/address.ts";
import { type Attributes, emptyAttributes, type Resource } from "../../model/resource.ts";
import type { Value } from "../../model/value.ts";

/** The one collection under which groups stand; its protected one is that of the administrators (datica.md §2). */
export const adminsGroup = "Admins";

/**
 * What the platform says of a member beside the role. No id stands on the resource itself: that of an invite becomes
 * that of an account with the acceptance, and an acceptance changes nothing that a plan rests on.
 */
export interface MemberFacts {
  /** Id of the account; not there while only invited. */
  readonly user?: string;
  /** Ids of environments that were granted and do not count, since the role gives all (§5.8). */
  readonly stored?: readonly string[];
  /** The invite that is open. Somebody who has joined may have one too: they came by another (§5.3). */
  readonly invite?: { readonly id: string; readonly role: string };
}

export function memberResource(
  organization: Address,
  key: string,
  role: string,
  { user, stored = [], invite }: MemberFacts = {},
): Resource {
  const facts: Record<string, Value> = emptyAttributes();
  if (user !== undefined) facts.user = user;
  if (stored.length > 0) facts.stored = [...stored];
  if (invite !== undefined) facts.invite = { ...invite };
  return {
    address: addressOf(organization, "members", key),
    kind: "member",
    key,
    attributes: { role },
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
  };
}

/** Invited, and not there yet. `id` is that of the invite, which only the platform gives. */
export function invitedResource(
  organization: Address,
  key: string,
  role: string,
  id: string | undefined,
): Resource {
  const facts = id === undefined ? {} : { invite: { id, role } };
  return { ...memberResource(organization, key, role, facts), pending: acceptanceOf(key) };
}

/** What everything about somebody waits for who is invited. */
export function acceptanceOf(key: string): string {
  return `${key} to accept the invitation`;
}

/** `user` is the account's own id, which an e-mail cannot always tell. */
export function grantResource(environment: Address, key: string, user: string | undefined): Resource {
  return heldBy(environment, "grants", "grant", key, user);
}

export function groupMemberResource(group: Address, key: string, user: string | undefined): Resource {
  return heldBy(group, "members", "group-member", key, user);
}

function heldBy(
  parent: Address,
  collection: string,
  kind: string,
  key: string,
  user: string | undefined,
): Resource {
  return {
    address: addressOf(parent, collection, key),
    kind,
    key,
    attributes: {},
    ...(user === undefined ? {} : { facts: { user } }),
  };
}

export function groupResource(
  organization: Address,
  name: string,
  acls: readonly string[],
  isProtected: boolean,
): Resource {
  return {
    address: addressOf(organization, "groups", name),
    kind: "group",
    key: name,
    attributes: { acls: [...acls] } satisfies Attributes,
    facts: { protected: isProtected },
  };
}
