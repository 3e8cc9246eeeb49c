/** Looks into live state that calls, effects and access share. Pure. */
import { type Address, collectionOf, keyOf, rootOf } from "../../model/address.ts";
import type { CallDraft } from "../../model/call.ts";
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

/** The account of somebody who has joined; every list of members says it. */
export function accountOf(member: Resource): string {
  const { user } = memberFacts(member);
  if (user === undefined) throw new Error(`the account of ${member.address} was not read`);
  return user;
}

/** The members whom a call may be about: those that it names itself, then all others. */
export function* membersFor(
  state: StateView,
  { scope, changes }: Pick<CallDraft, "scope" | "changes">,
): Iterable<Resource> {
  for (const address of changes) {
    const named = state.get(memberAt(address, keyOf(address)));
    if (named !== undefined) yield named;
  }
  yield* membersOf(state, scope);
}

/** The member whom the platform knows by an account. */
export function memberWithAccount(
  state: StateView,
  call: Pick<CallDraft, "scope" | "changes">,
  user: string,
): Resource | undefined {
  for (const each of membersFor(state, call)) if (each.facts?.user === user) return each;
  return undefined;
}

/** The account behind an entry of an environment or a group: as the platform said, or as the member that it is. */
export function userOf(
  state: StateView,
  entry: { readonly address: Address; readonly key: string },
): string | undefined {
  const told =
    state.get(entry.address)?.facts?.user ?? state.get(memberAt(entry.address, entry.key))?.facts?.user;
  return typeof told === "string" ? told : undefined;
}

export function memberFacts(member: Resource): MemberFacts {
  const { user, stored, invite } = member.facts ?? {};
  return {
    ...(typeof user === "string" ? { user } : {}),
    ...(Array.isArray(stored) ? { stored: stored.map(String) } : {}),
    ...(isRecord(invite) ? { invite: { id: String(invite.id), role: String(invite.role) } } : {}),
  };
}
