import { isWithin, rootOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import { foldEmail } from "../../../model/keys.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { text } from "../../../model/value.ts";
import { personResource } from "../resources.ts";

/** At once, without an invitation (marketplace.md §5.4). */
export function added(state: StateView, call: CallDraft, kind: "member" | "team-member"): readonly Delta[] {
  const deltas: Delta[] = [];
  const { members } = plain(call.body);
  for (const each of Array.isArray(members) ? members : []) {
    const { email, role } = plain(each);
    if (typeof email !== "string" || typeof role !== "string") continue;
    const resource = personResource(kind, call.scope, { email: foldEmail(email), role });
    if (state.get(resource.address) === undefined) deltas.push(put(resource));
  }
  return deltas;
}

/** A change replaces the role at once (§5.5). */
export function changed(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(call.scope);
  const role = text(plain(call.body).role);
  return live === undefined || role === undefined ? [] : [put({ ...live, attributes: { role } })];
}

/** Who leaves an organization leaves its teams; applications of theirs stay shared (§5.6, §5.8). */
export function removed(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(call.scope);
  if (live === undefined) return [];
  const organization = rootOf(live.address);
  const seats = [...state.named("team-member", live.key)].filter(({ address }) =>
    isWithin(address, organization),
  );
  return [remove(live.address), ...seats.map(({ address }) => remove(address))];
}

/** Membership of the organization is kept (§3.3 T9). */
export function seatRemoved(state: StateView, call: CallDraft): readonly Delta[] {
  return state.get(call.scope) === undefined ? [] : [remove(call.scope)];
}
