import { rootOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { text } from "../../../model/value.ts";
import { memberFacts, membersFor, organizationAt } from "../facts.ts";
import { foldPerson, memberAt } from "../kinds/keys.ts";
import { invitedResource, memberResource } from "../resources.ts";
import { roleOfId } from "../roles.ts";
import { segment } from "./path.ts";

/** A mail goes out, and the person is waited for (datica.md §5.1). Who is there or invited stays as they are. */
export function sent(state: StateView, call: CallDraft): readonly Delta[] {
  const email = text(plain(call.body).email);
  const role = roleOfId(organizationAt(state, call.scope), plain(call.body).role);
  if (email === undefined || role === undefined) return [];
  const key = foldPerson(email);
  if (state.get(memberAt(call.scope, key)) !== undefined) return [];
  // Only the answer tells the id of an invite.
  return [put(invitedResource(rootOf(call.scope), key, role, undefined))];
}

/** The invite is gone; somebody who has joined by another one stays (§5.2, §5.3). */
export function revoked(state: StateView, call: CallDraft): readonly Delta[] {
  const id = segment(call, 3);
  for (const each of membersFor(state, call)) {
    const { invite, ...facts } = memberFacts(each);
    if (invite?.id !== id) continue;
    if (each.pending !== undefined) return [remove(each.address)];
    return [put(memberResource(rootOf(each.address), each.key, String(each.attributes.role), facts))];
  }
  return [];
}
