/**
 * | live | wanted | calls |
 * | --- | --- | --- |
 * | nobody, or an invite | any | see invite.ts |
 * | a member | another role | the role is set; a demotion to member brings more, see demotion.ts |
 * | a member | none | the member is removed, an invite to the same address first |
 *
 * The last owner goes only once a successor is there, who may have to accept an invite first.
 */
import type { Address } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Actor, Batch, Drafts } from "../../../model/platform.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { accountOf, memberFacts, membersOf } from "../facts.ts";
import { hasEverything, isRole, type Role } from "../roles.ts";
import { demotion } from "./demotion.ts";
import { draft, orgId } from "./draft.ts";
import { invitation, newInvitation, revocation } from "./invite.ts";
import { roleSetting } from "./role.ts";

export function memberCalls(
  organization: Address,
  change: Change,
  batch: Batch,
  state: StateView,
  actor: Actor,
): Drafts {
  const live = state.get(change.address);
  const wanted = change.after?.role;
  if (change.after === null || !isRole(wanted)) {
    return live === undefined ? { calls: [] } : removal(organization, change, live, batch, state);
  }
  if (live === undefined) return invitation(organization, change, wanted, state, actor);
  if (live.pending !== undefined) return newInvitation(organization, change, live, wanted, state, actor);
  return setting(organization, change, live, wanted, batch, state, actor);
}

function setting(
  organization: Address,
  change: Change,
  live: Resource,
  wanted: Role,
  batch: Batch,
  state: StateView,
  actor: Actor,
): Drafts {
  const { role } = live.attributes;
  if (role === wanted) return { calls: [] };
  const heirs = role === "owner" ? heirsOf(state, change, batch) : [];
  const isDemotion = wanted === "member" && hasEverything(role);
  const calls = isDemotion
    ? demotion(organization, change, live, batch, state, actor)
    : [roleSetting(organization, live, wanted, [change.address], state)];
  return heirs.length === 0 ? { calls } : waitFor(heirs, calls);
}

function removal(
  organization: Address,
  change: Change,
  live: Resource,
  batch: Batch,
  state: StateView,
): Drafts {
  // Its code would bring whoever has it (back) in (datica.md §6).
  const { invite } = memberFacts(live);
  const before = invite === undefined ? [] : [revocation(organization, change, invite.id, state)];
  if (live.pending !== undefined) return { calls: before };
  const { role } = live.attributes;
  const heirs = role === "owner" ? heirsOf(state, change, batch) : [];
  const remove: CallDraft = draft({
    operation: role === "member" ? "member.remove-member" : "member.remove-any",
    method: "DELETE",
    path: ["orgs", orgId(state, organization), "users", accountOf(live)],
    scope: organization,
    changes: [change.address],
    ...(before.length === 0 ? {} : { after: [0] }),
  });
  const calls = [...before, remove];
  return heirs.length === 0 ? { calls } : waitFor(heirs, calls);
}

/**
 * The people for whom the last owner has to wait: those whom the configuration makes owners and who have not
 * accepted yet. Nobody where another owner is there, or where no successor is in sight: then the plan stops.
 */
function heirsOf(state: StateView, change: Change, { written }: Batch): readonly string[] {
  const heirs: string[] = [];
  for (const other of membersOf(state, change.address)) {
    if (other.address === change.address) continue;
    if (other.pending === undefined) {
      if (other.attributes.role === "owner") return [];
    } else if (written?.(other.address)?.role === "owner") heirs.push(other.pending);
  }
  return heirs;
}

/** Nothing is sent; everything that these calls would have carried waits. */
function waitFor(heirs: readonly string[], calls: readonly CallDraft[]): Drafts {
  const addresses = new Set(calls.flatMap(({ changes }) => changes));
  return {
    calls: [],
    waiting: [...addresses].map((address) => ({ address, for: heirs.join(" and ") })),
  };
}
