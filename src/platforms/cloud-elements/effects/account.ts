import { type Address, addressOf, keyOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Delta, StateView } from "../../../model/state.ts";

/** Name and description default to the external id (cloud-elements.md §3c). It is never the default account. */
export function created(call: CallDraft): readonly Delta[] {
  const { externalId, name, description } = plain(call.body);
  if (externalId === undefined) return [];
  const address =
    call.yields?.address ?? call.changes[0] ?? addressOf(call.scope, "accounts", String(externalId));
  return [
    put({
      address,
      kind: "account",
      key: keyOf(address),
      attributes: { externalId, name: name ?? externalId, description: description ?? externalId },
      facts: { defaultAccount: false },
    }),
  ];
}

export function updated(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(placeOf(call));
  if (live === undefined) return [];
  return [put({ ...live, attributes: { ...live.attributes, ...plain(call.body) } })];
}

/** Gone from the list, with all of its users (§5.7). */
export function deleted(state: StateView, call: CallDraft): readonly Delta[] {
  const address = placeOf(call);
  return state.get(address) === undefined ? [] : [remove(address)];
}

function placeOf(call: CallDraft): Address {
  return call.changes[0] ?? call.scope;
}
