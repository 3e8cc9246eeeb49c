import { keyOf, parentOf, rootOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Actor } from "../../../model/platform.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { accountOf } from "../owners.ts";
import { shareResource } from "../resources.ts";

/** Idempotent, and only ever done by the owner (marketplace.md §3.4 A4). */
export function shared(state: StateView, call: CallDraft, actor: Actor): readonly Delta[] {
  const home = parentOf(call.scope);
  if (home === null || state.get(call.scope) !== undefined) return [];
  const kind = parentOf(home) === null ? "share" : "team-share";
  const id = accountOf(state, rootOf(home), actor.id) ?? actor.id;
  return [put(shareResource(kind, home, keyOf(call.scope), { id, email: actor.id }))];
}

export function unshared(state: StateView, call: CallDraft): readonly Delta[] {
  return state.get(call.scope) === undefined ? [] : [remove(call.scope)];
}
