import { type Address, addressOf, rootOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { text, texts } from "../../../model/value.ts";
import { memberWithAccount } from "../facts.ts";
import { groupMemberResource, groupResource } from "../resources.ts";
import { segment } from "./path.ts";

/** A new group holds nobody and is not protected (datica.md §3b; inferred). */
export function created(state: StateView, call: CallDraft): readonly Delta[] {
  const name = text(plain(call.body).name);
  if (name === undefined || state.get(addressOf(rootOf(call.scope), "groups", name)) !== undefined) return [];
  return [put(groupResource(rootOf(call.scope), name, texts(plain(call.body).acls), false))];
}

export function updated(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(groupAt(call));
  const { acls } = plain(call.body);
  if (live === undefined || acls === undefined) return [];
  return [put({ ...live, attributes: { acls: [...texts(acls)] } })];
}

/** With everybody's place in it. */
export function deleted(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(groupAt(call));
  return live === undefined ? [] : [remove(live.address)];
}

/** Only members of the organization can be in a group (§3b). */
export function entered(state: StateView, call: CallDraft): readonly Delta[] {
  const user = segment(call, 5);
  const key = memberWithAccount(state, call, user)?.key;
  if (key === undefined) return [];
  if (state.get(groupAt(call)) === undefined) return [];
  return [put(groupMemberResource(groupAt(call), key, user))];
}

export function left(state: StateView, call: CallDraft): readonly Delta[] {
  const user = segment(call, 5);
  const key = memberWithAccount(state, call, user)?.key;
  for (const each of state.list(`${groupAt(call)}/members`)) {
    if (each.key === key || each.facts?.user === user) return [remove(each.address)];
  }
  return [];
}

function groupAt(call: CallDraft): Address {
  return addressOf(rootOf(call.scope), "groups", segment(call, 3));
}
