import { keyOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { text } from "../../../model/value.ts";
import { groupProjectResource, memberResource } from "../resources.ts";

/** A new group is empty (cloud-console.md §3.4 G2). */
export function created(call: CallDraft): readonly Delta[] {
  const address = call.yields?.address;
  if (address === undefined) return [];
  return [
    put({
      address,
      kind: "group",
      key: keyOf(address),
      attributes: { name: text(plain(call.body).name) ?? "" },
    }),
  ];
}

/** Assigning what is assigned does nothing (G6). */
export function assigned(state: StateView, { scope, changes }: CallDraft): readonly Delta[] {
  return changes
    .filter((address) => state.get(address) === undefined)
    .map((address) => put(groupProjectResource(scope, keyOf(address))));
}

/** Membership begins with the acceptance (§5.6). */
export function invited(state: StateView, call: CallDraft): readonly Delta[] {
  const email = text(plain(call.body).email);
  if (email === undefined) return [];
  const row = memberResource(call.scope, email, { pending: true });
  return state.get(row.address) === undefined ? [put(row)] : [];
}

export function removed({ changes }: CallDraft): readonly Delta[] {
  return changes.map(remove);
}
