import { addressOf, isWithin, parentOf, rootOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { environmentsOf, memberFacts, memberWithAccount, organizationAt } from "../facts.ts";
import { grantResource, invitedResource, type MemberFacts, memberResource } from "../resources.ts";
import { hasEverything, roleOfId } from "../roles.ts";
import { segment } from "./path.ts";

/**
 * A role that has every environment hides what was granted, and keeps it; without that role it counts again (datica.md
 * §5.8; inferred).
 */
export function roleSet(state: StateView, call: CallDraft): readonly Delta[] {
  const live = joined(state, call);
  const role = roleOfId(organizationAt(state, call.scope), plain(call.body).role);
  if (live === undefined || role === undefined || live.attributes.role === role) return [];
  const facts = memberFacts(live);
  const as = (stored: readonly string[]): Delta =>
    put(memberResource(rootOf(live.address), live.key, role, { ...facts, stored }));
  const [had, has] = [hasEverything(live.attributes.role), hasEverything(role)];
  if (had === has) return [as(facts.stored ?? [])];
  if (has) {
    const grants = [...heldBy(state, "grant", live)];
    const hidden = grants.flatMap(({ address }) => state.get(parentOf(address) ?? "")?.id ?? []);
    return [...grants.map(({ address }) => remove(address)), as(hidden)];
  }
  const stored = new Set(facts.stored);
  const again = [...environmentsOf(state, call.scope)].filter(({ id }) => id !== undefined && stored.has(id));
  return [as([]), ...again.map(({ address }) => put(grantResource(address, live.key, facts.user)))];
}

/**
 * Membership ends, with all access to the organization's environments and all places in its groups (§5.7; groups are
 * inferred). An invite to the same address is an invite again.
 */
export function removed(state: StateView, call: CallDraft): readonly Delta[] {
  const live = joined(state, call);
  if (live === undefined) return [];
  const { invite } = memberFacts(live);
  return [
    remove(live.address),
    ...[...heldBy(state, "grant", live), ...heldBy(state, "group-member", live)].map(({ address }) =>
      remove(address),
    ),
    ...(invite === undefined
      ? []
      : [put(invitedResource(rootOf(live.address), live.key, invite.role, invite.id))]),
  ];
}

/** The member whom the path names. */
function joined(state: StateView, call: CallDraft): Resource | undefined {
  return memberWithAccount(state, call, segment(call, 3));
}

function* heldBy(state: StateView, kind: string, { address, key }: Resource): Iterable<Resource> {
  for (const each of state.named(kind, key)) if (isWithin(each.address, rootOf(address))) yield each;
}

/** Access to an environment: of admins and owners it is kept and does not count (§5.8; inferred). */
export function granted(state: StateView, call: CallDraft): readonly Delta[] {
  const user = segment(call, 3);
  const environment = state.get(call.scope);
  const live = memberWithAccount(state, call, user);
  if (environment?.id === undefined || live === undefined) return [];
  if (!hasEverything(live.attributes.role)) {
    const grant = grantResource(environment.address, live.key, user);
    return state.get(grant.address) === undefined ? [put(grant)] : [];
  }
  const facts = memberFacts(live);
  const stored = new Set(facts.stored).add(environment.id);
  return [restored(live, { ...facts, stored: [...stored] })];
}

export function ungranted(state: StateView, call: CallDraft): readonly Delta[] {
  const user = segment(call, 3);
  const environment = state.get(call.scope);
  if (environment === undefined) return [];
  const live = memberWithAccount(state, call, user);
  const grant = state.get(addressOf(environment.address, "grants", live?.key ?? user));
  if (grant !== undefined) return [remove(grant.address)];
  if (live === undefined) return [];
  const facts = memberFacts(live);
  const stored = facts.stored?.filter((id) => id !== environment.id) ?? [];
  return stored.length === (facts.stored?.length ?? 0) ? [] : [restored(live, { ...facts, stored })];
}

function restored(live: Resource, facts: MemberFacts): Delta {
  return put(memberResource(rootOf(live.address), live.key, String(live.attributes.role), facts));
}
