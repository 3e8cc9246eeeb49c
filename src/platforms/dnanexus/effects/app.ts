import { addressOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { texts } from "../../../model/value.ts";
import { type AppList, listedResource } from "../resources.ts";

/** Naming one twice does no harm (dnanexus.md §3.7). */
export function added(state: StateView, call: CallDraft, list: AppList): readonly Delta[] {
  const deltas: Delta[] = [];
  for (const principal of new Set(texts(plain(call.body)[list]))) {
    const resource = listedResource(call.scope, list, principal);
    if (state.get(resource.address) === undefined) deltas.push(put(resource));
  }
  return deltas;
}

/** Names that are not in the list are passed over, whether they exist or not (§6.24). */
export function removed(state: StateView, call: CallDraft, list: AppList): readonly Delta[] {
  const deltas: Delta[] = [];
  for (const principal of new Set(texts(plain(call.body)[list]))) {
    const address = addressOf(call.scope, list, principal);
    if (state.get(address) !== undefined) deltas.push(remove(address));
  }
  return deltas;
}
