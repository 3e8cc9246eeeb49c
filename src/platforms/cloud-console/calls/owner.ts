/**
 * Ownership can only be offered, only to an administrator, and passes by being accepted (cloud-console.md §5.3, §6.5).
 * Whoever is written as owner is led there over several runs:
 *
 * | live | call | what then waits |
 * | --- | --- | --- |
 * | neither administrator nor invited | an invitation as administrator | the offer |
 * | invited as administrator | none | the offer |
 * | administrator | the offer, after any other offer is withdrawn | (pending until it is accepted) |
 *
 * The former owner's place has no call of its own: it ends when the offer is accepted.
 */
import { type Address, collectionOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Batch, Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { enterprises } from "../requests.ts";
import { administratorAddress, holds, offerOf, pendingWords, rowIdOf } from "../resources.ts";
import { passing } from "./administrator.ts";
import { draft, waits } from "./draft.ts";

export function ownerCalls(
  organization: Address,
  change: Change,
  state: StateView,
  { planned }: Batch,
): Drafts {
  if (change.after !== null) return offering(organization, change, state, planned);
  const live = state.get(change.address);
  if (live === undefined) return { calls: [] };
  return holds(live)
    ? waits(change, passing(state, organization, planned))
    : { calls: [withdrawal(organization, change, state)] };
}

function offering(
  organization: Address,
  change: Change,
  state: StateView,
  planned: Batch["planned"],
): Drafts {
  const place = administratorAddress(organization, change.key);
  const administrator = state.get(place);
  if (administrator === undefined) return preparation(organization, change, place, state);
  if (administrator.pending !== undefined) return waits(change, administrator.pending);
  const former = [...state.list(collectionOf(organization, "owners"))]
    .filter((each) => holds(each) && planned?.(each.address)?.action === "delete")
    .map(({ address }) => address);
  const withdrawn =
    offerOf(state, organization) === undefined ? [] : [withdrawal(organization, change, state)];
  const offer = draft({
    operation: "transfer.start",
    method: "POST",
    path: transfer(organization, state),
    body: { userId: rowIdOf(administrator) },
    scope: organization,
    // The end of the one place begins here, and is guarded here.
    changes: [change.address, ...former],
    after: withdrawn.map((_, index) => index),
  });
  return { calls: [...withdrawn, offer] };
}

/** An invitation as administrator, by the owner alone: nobody else could go on from there. */
function preparation(organization: Address, change: Change, place: Address, state: StateView): Drafts {
  const invite = draft({
    operation: "owner.invite",
    method: "POST",
    path: enterprises("orgs", idOf(state, organization), "admins"),
    body: { email: change.key },
    scope: organization,
    // The place of an administrator is made on purpose, and stays until the ownership has passed.
    changes: [change.address, place],
  });
  return {
    calls: [invite],
    waiting: [{ address: change.address, for: pendingWords.administrator(change.key) }],
    notes: [
      {
        address: change.address,
        step: `${change.key} is invited as administrator first: nobody else can be offered the ownership.`,
      },
    ],
  };
}

function withdrawal(organization: Address, change: Change, state: StateView): CallDraft {
  return draft({
    operation: "transfer.cancel",
    method: "DELETE",
    path: transfer(organization, state),
    scope: organization,
    changes: [change.address],
  });
}

function transfer(organization: Address, state: StateView) {
  return enterprises("orgs", idOf(state, organization), "transfer");
}
