/**
 * Invites. One cannot be changed (datica.md §6), nobody is invited as owner and only an owner invites admins (§2): so
 * people are invited as far as that goes, and the rest waits until they have accepted.
 *
 * | live | wanted | calls |
 * | --- | --- | --- |
 * | nobody | a role | an invite, to the highest role that is possible |
 * | an invite | a role to which that invite is as near as can be | none: it waits |
 * | an invite | another role | the invite is revoked, another one sent |
 * | an invite | none | the invite is revoked |
 */
import type { Address } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Actor, Drafts, Waiting } from "../../../model/platform.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { isOwner } from "../access/standing.ts";
import { memberFacts, organizationAt } from "../facts.ts";
import { acceptanceOf } from "../resources.ts";
import { idOfRole, invitableRole, type Role, rankOf } from "../roles.ts";
import { draft, orgId } from "./draft.ts";

/** Where the mail leads: the dashboard's page, in which the platform puts the code that only the mail holds. */
export const linkTemplate = "https://product.datica.com/accept-invite?code={inviteCode}";

/** Invites somebody who is not there. */
export function invitation(
  organization: Address,
  change: Change,
  wanted: Role,
  state: StateView,
  actor: Actor,
): Drafts {
  const role = invitableRole(wanted, isOwner(state, actor, organization));
  return {
    calls: [send(organization, change, role, state)],
    waiting: rest(change, wanted, role, state, actor),
  };
}

/** Brings somebody who has not accepted yet nearer to the role. */
export function newInvitation(
  organization: Address,
  change: Change,
  live: Resource,
  wanted: Role,
  state: StateView,
  actor: Actor,
): Drafts {
  const role = invitableRole(wanted, isOwner(state, actor, organization));
  const has = rankOf(live.attributes.role);
  if (has <= rankOf(wanted) && has >= rankOf(role)) {
    return { calls: [], waiting: rest(change, wanted, null, state, actor) };
  }
  const { invite } = memberFacts(live);
  const revoke = invite === undefined ? [] : [revocation(organization, change, invite.id, state)];
  return {
    calls: [
      ...revoke,
      { ...send(organization, change, role, state), after: revoke.map((_, index) => index) },
    ],
    waiting: rest(change, wanted, role, state, actor),
  };
}

export function revocation(
  organization: Address,
  change: Change,
  invite: string,
  state: StateView,
): CallDraft {
  return draft({
    operation: "invite.revoke",
    method: "DELETE",
    path: ["orgs", orgId(state, organization), "invites", invite],
    scope: organization,
    changes: [change.address],
  });
}

function send(organization: Address, change: Change, role: "member" | "admin", state: StateView): CallDraft {
  return draft({
    operation: `invite.send-${role}`,
    method: "POST",
    path: ["orgs", orgId(state, organization), "invites"],
    body: { email: change.key, role: idOfRole(organizationAt(state, organization), role), linkTemplate },
    scope: organization,
    changes: [change.address],
  });
}

/** What is left to do once the person has accepted, and whose turn it is then. */
function rest(
  { address, key }: Change,
  wanted: Role,
  invited: Role | null,
  state: StateView,
  actor: Actor,
): readonly Waiting[] {
  if (invited === wanted) return [];
  const accepted = acceptanceOf(key);
  const mayGoOn = isOwner(state, actor, address);
  return [
    {
      address,
      for: mayGoOn ? accepted : `${accepted}, and then for an owner, since ${actor.id} may not change roles`,
    },
  ];
}
