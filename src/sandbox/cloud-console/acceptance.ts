import type { Store } from "../store.ts";
import { addAdministrator } from "./administrators.ts";
import { type ApiError, conflict } from "./errors.ts";
import { addMember } from "./groups.ts";
import { dropInvitation, type Invitation, invitationsFor } from "./invitations.ts";
import { changeOwner } from "./organizations.ts";
import { type Role, standingIn } from "./standing.ts";
import { userByEmail } from "./users.ts";

/**
 * Gives what an invitation promised, or says what stands in the way: a person is either administrator or in groups,
 * not both (cloud-console.md §6.4), and may have become the other while the invitation waited.
 */
export function accept(store: Store, invitation: Invitation): ApiError | null {
  const { organization, user } = invitation;
  const why = obstacle(invitation, standingIn(store, organization, user)?.role ?? null);
  if (why !== null) return why;
  dropInvitation(store, invitation.id);
  switch (invitation.kind) {
    case "administrator":
      addAdministrator(store, organization, user);
      return null;
    case "group":
      addMember(store, invitation.group ?? "", user);
      return null;
    case "ownership":
      changeOwner(store, organization, user);
      return null;
  }
}

function obstacle({ kind }: Invitation, role: Role | null): ApiError | null {
  switch (kind) {
    case "administrator":
      return role === "member" ? isMember() : null;
    case "group":
      return role === "owner" || role === "administrator" ? isAdministrator() : null;
    case "ownership":
      // An offer whose target no longer administers is gone by then.
      return null;
  }
}

/** Why who is in a group cannot administer (§5.4). */
export function isMember(): ApiError {
  return conflict("user_is_project_member", "The user is a member of projects of this organization");
}

/** Why who owns or administers cannot be in a group (§6.4). */
export function isAdministrator(): ApiError {
  return conflict("user_is_administrator", "The user is an administrator of this organization");
}

/** People answer what waits for them, all or one by e-mail, in the order of arrival; what cannot be accepted stays. */
export function answer(store: Store, how: "accept" | "decline", who: string | null): number {
  const user = who === null ? null : userByEmail(store, who)?.id;
  if (user === undefined) return 0;
  return store.transaction(() => {
    let answered = 0;
    for (const invitation of invitationsFor(store, user)) {
      if (how === "decline") dropInvitation(store, invitation.id);
      else if (accept(store, invitation) !== null) continue;
      answered += 1;
    }
    return answered;
  });
}
