/**
 * Administrators (cloud-console.md §3.3), told by what is live when the call is sent:
 *
 * | live | written | call |
 * | --- | --- | --- |
 * | nothing | administrator | an invitation |
 * | owner | administrator | none: the former owner becomes one when the ownership passes |
 * | invited, or administrator | as owner | none: the place is needed until the ownership has passed |
 * | invited | no | the invitation is deleted |
 * | administrator | no | removed; the actor itself leaves (§5.5) |
 */
import { type Address, collectionOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Actor, Batch, Drafts } from "../../../model/platform.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { enterprises } from "../requests.ts";
import { isOwner, offerOf, ownerAddress, pendingWords, rowIdOf } from "../resources.ts";
import { draft, waits } from "./draft.ts";

export function administratorCalls(
  organization: Address,
  change: Change,
  state: StateView,
  actor: Actor,
  { written, planned }: Batch,
): Drafts {
  if (change.after !== null) {
    if (isOwner(state, organization, change.key)) return waits(change, passing(state, organization, planned));
    return { calls: [invitation(organization, change, state)] };
  }
  const live = state.get(change.address);
  if (live === undefined) return { calls: [] };
  const owner = ownerAddress(organization, change.key);
  if (written?.(owner) !== undefined && !isOwner(state, organization, change.key)) {
    return waits(change, state.get(owner)?.pending ?? `${change.key} to become the owner`);
  }
  return { calls: [removal(organization, change, live, state, actor)] };
}

/** What must happen before somebody else owns the organization. An offer that the plan withdraws does not count. */
export function passing(state: StateView, organization: Address, planned: Batch["planned"]): string {
  const offer = offerOf(state, organization);
  if (offer?.pending !== undefined && planned?.(offer.address)?.action !== "delete") return offer.pending;
  for (const { key } of state.list(collectionOf(organization, "administrators"))) {
    const isNext = planned?.(ownerAddress(organization, key))?.action === "create";
    if (isNext) return pendingWords.owner(key);
  }
  return "the ownership to pass to somebody else";
}

function invitation(organization: Address, change: Change, state: StateView): CallDraft {
  return draft({
    operation: "administrator.invite",
    method: "POST",
    path: enterprises("orgs", idOf(state, organization), "admins"),
    body: { email: change.key },
    scope: organization,
    changes: [change.address],
  });
}

function removal(
  organization: Address,
  { address }: Change,
  live: Resource,
  state: StateView,
  actor: Actor,
): CallDraft {
  const id = idOf(state, organization);
  const base = { method: "DELETE", scope: organization, changes: [address] } as const;
  if (live.pending === undefined && live.key === actor.id) {
    return draft({ ...base, operation: "organization.leave", path: enterprises("orgs", id, "membership") });
  }
  return draft({
    ...base,
    operation: live.pending === undefined ? "administrator.remove" : "administrator.uninvite",
    path: enterprises("orgs", id, "admins", rowIdOf(live)),
  });
}
