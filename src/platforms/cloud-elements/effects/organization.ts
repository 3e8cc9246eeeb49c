import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { isRecord, type Value } from "../../../model/value.ts";
import { policyAttributes } from "../policy.ts";
import { isInternal } from "../privileges.ts";
import { privilegeResource, privilegesOf, rolesOf } from "../resources.ts";
import { keysIn } from "./body.ts";

/** Name and second factor: what is not in the body stays as it is. */
export function updated(state: StateView, call: CallDraft): readonly Delta[] {
  return changed(state, call, plain(call.body));
}

export function policySet(state: StateView, call: CallDraft): readonly Delta[] {
  return changed(state, call, policyAttributes(plain(call.body)));
}

function changed(
  state: StateView,
  call: CallDraft,
  attributes: Readonly<Record<string, Value>>,
): readonly Delta[] {
  const live = state.get(call.scope);
  return live === undefined ? [] : [put({ ...live, attributes: { ...live.attributes, ...attributes } })];
}

/** Every role of the body, matched by its id, has the privileges of the body and no others (cloud-elements.md §3e). */
export function* privilegesSet(state: StateView, call: CallDraft): Iterable<Delta> {
  const lists = new Map<string, ReadonlySet<string>>();
  for (const each of Array.isArray(call.body) ? call.body : []) {
    if (isRecord(each)) lists.set(String(each.id), new Set(keysIn(each.privileges)));
  }
  for (const role of state.list(rolesOf(call.scope))) {
    const keys = role.id === undefined ? undefined : lists.get(role.id);
    if (keys === undefined) continue;
    const had = new Set<string>();
    for (const { key, address } of state.list(privilegesOf(role.address))) {
      had.add(key);
      if (!keys.has(key)) yield remove(address);
    }
    for (const key of keys) {
      if (!had.has(key) && !isInternal(key)) yield put(privilegeResource(role.address, key));
    }
  }
}
