import { type Address, addressOf, keyOf, parentOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put } from "../../../model/delta.ts";
import { foldEmail } from "../../../model/keys.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { texts } from "../../../model/value.ts";
import { isActive, isDefault, userAttributes } from "../resources.ts";
import { baseRole } from "../roles.ts";
import { keysIn } from "./body.ts";

/** Active at once, with the role that everybody has there (cloud-elements.md §2, §5.2). */
export function created(state: StateView, call: CallDraft): readonly Delta[] {
  const { email, firstName, lastName, roles } = plain(call.body);
  if (typeof email !== "string") return [];
  const key = foldEmail(email);
  const address = call.changes[0] ?? addressOf(call.scope, "users", key);
  const account = parentOf(address) ?? call.scope;
  return [
    put({
      address,
      kind: "user",
      key: keyOf(address),
      attributes: userAttributes({ firstName, lastName, active: true }, keysIn(roles)),
      facts: { systemRoles: [baseRole(isDefault(state, account))] },
    }),
  ];
}

/** Names, and being active: roles and all that a user owns stay (§5.5). */
export function patched(state: StateView, call: CallDraft): readonly Delta[] {
  const live = userOf(state, call);
  if (live === undefined) return [];
  const { firstName, lastName, active } = { ...live.attributes, ...plain(call.body) };
  const person = { firstName, lastName, active: active !== false };
  return [put({ ...live, attributes: userAttributes(person, texts(live.attributes.roles)) })];
}

export function given(state: StateView, call: CallDraft): readonly Delta[] {
  return withRoles(state, call, (roles, role) => [...roles, role]);
}

export function taken(state: StateView, call: CallDraft): readonly Delta[] {
  return withRoles(state, call, (roles, role) => roles.filter((each) => each !== role));
}

function withRoles(
  state: StateView,
  call: CallDraft,
  change: (roles: readonly string[], role: string) => readonly string[],
): readonly Delta[] {
  const live = userOf(state, call);
  const role = call.path.at(-1);
  if (live === undefined || typeof role !== "string") return [];
  const { firstName, lastName } = live.attributes;
  const person = { firstName, lastName, active: isActive(live) };
  return [put({ ...live, attributes: userAttributes(person, change(texts(live.attributes.roles), role)) })];
}

function userOf(state: StateView, call: CallDraft): Resource | undefined {
  const address: Address | undefined = call.changes[0];
  return address === undefined ? undefined : state.get(address);
}
