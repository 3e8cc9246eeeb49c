import { type Address, collectionOf, isWithin, keyOf, rootOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import { foldEmail } from "../../../model/keys.ts";
import type { Actor } from "../../../model/platform.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { text, texts } from "../../../model/value.ts";
import {
  administratorAddress,
  administratorResource,
  billingResource,
  holds,
  isOwner,
  offerOf,
  ownerResource,
  rowIdOf,
} from "../resources.ts";

/** Whoever is there or owns the organization is not invited again. */
export function invited(state: StateView, call: CallDraft): readonly Delta[] {
  const email = text(plain(call.body).email);
  if (email === undefined || isOwner(state, call.scope, email)) return [];
  const row = administratorResource(call.scope, email, { pending: true });
  return state.get(row.address) === undefined ? [put(row)] : [];
}

/** Whoever stops being an administrator is offered the ownership no longer (cloud-console.md §5.3). */
export function removed(state: StateView, { scope, changes }: CallDraft): readonly Delta[] {
  return changes.flatMap((address) => {
    const offer = offerOf(state, scope);
    return [remove(address), ...(offer?.key === keyOf(address) ? [remove(offer.address)] : [])];
  });
}

/** An administrator loses the place, a member leaves all groups; the billing list is untouched (§3.2 O6). */
export function left(state: StateView, call: CallDraft, actor: Actor): readonly Delta[] {
  const place = administratorAddress(call.scope, actor.id);
  if (state.get(place) !== undefined) return removed(state, { ...call, changes: [place] });
  return [...state.named("group-member", actor.id)]
    .filter((each) => isWithin(each.address, rootOf(call.scope)) && holds(each))
    .map(({ address }) => remove(address));
}

/** Nothing changes until it is accepted (§5.3). */
export function offered(state: StateView, call: CallDraft): readonly Delta[] {
  const user = text(plain(call.body).userId);
  const target = [...state.list(collectionOf(call.scope, "administrators"))].find(
    (each) => holds(each) && rowIdOf(each) === user,
  );
  return target === undefined || user === undefined
    ? []
    : [put(ownerResource(call.scope, target.key, { rowId: user, pending: true }))];
}

export function withdrawn(state: StateView, { scope }: CallDraft): readonly Delta[] {
  const offer = offerOf(state, scope);
  return offer === undefined ? [] : [remove(offer.address)];
}

/** The list is what the call says (§3.5 B3). */
export function billingReplaced(state: StateView, call: CallDraft): readonly Delta[] {
  const wanted = new Map<Address, Delta>();
  for (const email of texts(plain(call.body).emails)) {
    const row = billingResource(call.scope, foldEmail(email), { rowId: email });
    wanted.set(row.address, put(row));
  }
  const deltas: Delta[] = [];
  for (const { address } of state.list(collectionOf(call.scope, "billingAdministrators"))) {
    if (!wanted.delete(address)) deltas.push(remove(address));
  }
  return [...deltas, ...wanted.values()];
}
