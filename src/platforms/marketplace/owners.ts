/** Who owns an application, as far as what was read tells. */
import { type Address, addressOf, collectionOf } from "../../model/address.ts";
import type { Resource } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import { isRecord, order } from "../../model/value.ts";

export interface Owner {
  /** Of the account. */
  readonly id: string;
  readonly email?: string;
}

function textIn(resource: Resource | undefined, fact: string): string | undefined {
  const value = resource?.facts?.[fact];
  return typeof value === "string" ? value : undefined;
}

/** All that is shared under this client id, anywhere: an application has one owner. */
export function* sharesOf(state: StateView, clientId: string): Iterable<Resource> {
  yield* state.named("share", clientId);
  yield* state.named("team-share", clientId);
}

/** By a share of it, or by the list of what the actor can reach, which has its own that are not shared. */
export function ownerOf(state: StateView, organization: Address, clientId: string): Owner | undefined {
  const root = state.get(organization);
  let id = ownersIn(root, clientId);
  for (const share of sharesOf(state, clientId)) {
    const email = textIn(share, "ownerEmail");
    id = textIn(share, "owner") ?? id;
    if (id !== undefined && email !== undefined) return { id, email };
  }
  if (id === undefined) return undefined;
  const email = emailOf(state, organization, id);
  return email === undefined ? { id } : { id, email };
}

function ownersIn(organization: Resource | undefined, clientId: string): string | undefined {
  const owners = organization?.facts?.owners;
  const id = isRecord(owners) && Object.hasOwn(owners, clientId) ? owners[clientId] : undefined;
  return typeof id === "string" ? id : undefined;
}

function emailOf(state: StateView, organization: Address, id: string): string | undefined {
  const root = state.get(organization);
  if (textIn(root, "userId") === id) return textIn(root, "email");
  for (const member of state.list(collectionOf(organization, "members"))) {
    if (member.id === id) return member.key;
  }
  return undefined;
}

/** The account id of a person, from the membership or, of the actor, from what the organization was read with. */
export function accountOf(state: StateView, organization: Address, email: string): string | undefined {
  const member = state.get(addressOf(organization, "members", email));
  if (member?.id !== undefined) return member.id;
  const root = state.get(organization);
  return textIn(root, "email") === email ? textIn(root, "userId") : undefined;
}

/** What is shared with an organization or with its teams, and belongs to a person. Sorted. */
export function sharesOwnedBy(state: StateView, organization: Address, email: string): readonly Resource[] {
  const account = accountOf(state, organization, email);
  if (account === undefined) return [];
  const homes = [
    organization,
    ...[...state.list(collectionOf(organization, "teams"))].map((each) => each.address),
  ];
  return homes
    .flatMap((home) => [...state.list(collectionOf(home, "applications"))])
    .filter((share) => textIn(share, "owner") === account)
    .sort((a, b) => order(a.address, b.address));
}
