/** Looks into live state that calls, effects and access share. Pure. */
import { type Address, collectionOf, rootOf } from "../../model/address.ts";
import type { Resource } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import { isRecord } from "../../model/value.ts";
import { memberAt } from "./kinds/keys.ts";
import type { MemberFacts } from "./resources.ts";

/** The organization in which an address lies. */
export function organizationAt(state: StateView, address: Address): Resource | undefined {
  return state.get(rootOf(address));
}

/** The platform's id of a resource that no plan creates. */
export function idAt(state: StateView, address: Address): string {
  const id = state.get(address)?.id;
  if (id === undefined) throw new Error(`the id of ${address} was not read`);
  return id;
}

export function membersOf(state: StateView, address: Address): Iterable<Resource> {
  return state.list(collectionOf(rootOf(address), "members"));
}

export function environmentsOf(state: StateView, address: Address): Iterable<Resource> {
  return state.list(collectionOf(rootOf(address), "environments"));
}

/** Somebody who has joined: an open invite is no membership yet. */
export function joinedMember(state: StateView, address: Address, key: string): Resource | undefined {
  const member = state.get(memberAt(address, key));
  return member === undefined || member.pending !== undefined ? undefined : member;
}

/** The member, or the invited person, whom the platform knows by an id. */
export function memberWithId(state: StateView, address: Address, id: string): Resource | undefined {
  const first = state.withId(id);
  // Somebody may be in several organizations, and ids of different kinds may coincide.
  if (first?.kind === "member" && rootOf(first.address) === rootOf(address)) return first;
  for (const each of membersOf(state, address)) if (each.id === id) return each;
  return undefined;
}

/** The account behind an entry of an environment or a group: as the platform said, or as the member that it is. */
export function userOf(
  state: StateView,
  entry: { readonly address: Address; readonly key: string },
): string | undefined {
  const told = state.get(entry.address)?.facts?.user;
  return typeof told === "string" ? told : joinedMember(state, entry.address, entry.key)?.id;
}

export function memberFacts(member: Resource): MemberFacts {
  const { stored, invite } = member.facts ?? {};
  return {
    ...(Array.isArray(stored) ? { stored: stored.map(String) } : {}),
    ...(isRecord(invite) ? { invite: { id: String(invite.id), role: String(invite.role) } } : {}),
  };
}
