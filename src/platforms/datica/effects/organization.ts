import { type CallDraft, plain } from "../../../model/call.ts";
import { put } from "../../../model/delta.ts";
import { emptyAttributes } from "../../../model/resource.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { text } from "../../../model/value.ts";
import { organizationAt } from "../facts.ts";

/** What is not in the body stays as it is (datica.md §3b). */
export function updated(state: StateView, call: CallDraft): readonly Delta[] {
  const live = organizationAt(state, call.scope);
  if (live === undefined) return [];
  const attributes = Object.assign(emptyAttributes(), live.attributes);
  const body = plain(call.body);
  for (const name of ["name", "description", "mfaRequired"]) {
    const value = body[name];
    if (value !== undefined) attributes[name] = value;
  }
  return [put({ ...live, attributes })];
}

export function environmentRenamed(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(call.scope);
  const name = text(plain(call.body).name);
  if (live === undefined || name === undefined) return [];
  return [put({ ...live, attributes: { ...live.attributes, name } })];
}
