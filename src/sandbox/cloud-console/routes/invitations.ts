import type { Route } from "../../rest.ts";
import { accept } from "../acceptance.ts";
import { directory } from "../apps.ts";
import type { Call } from "../call.ts";
import { notFound } from "../errors.ts";
import { dropInvitation, type Invitation, invitationsFor } from "../invitations.ts";
import { standingIn } from "../standing.ts";

/** An invitation of one's own: those of others do not exist. */
function own({ store, user }: Call, id: string | undefined): Invitation {
  const found = invitationsFor(store, user).find((one) => one.id === id);
  if (found === undefined) throw notFound("invitation_not_found", "There is no such invitation");
  return found;
}

/** The invitee's side (cloud-console.md §3.5 V1 to V3). */
export const invitationRoutes: readonly Route<Call>[] = [
  {
    method: "GET",
    path: `${directory}/invitations`,
    act: ({ store, user }) =>
      invitationsFor(store, user).map(({ id, kind, organization, group, email }) => ({
        id,
        kind,
        orgId: organization,
        orgName: standingIn(store, organization, user)?.name,
        groupId: group,
        email,
      })),
  },
  {
    method: "POST",
    path: `${directory}/invitations/:invitation/accept`,
    act: (call, params) => {
      const why = accept(call.store, own(call, params["invitation"]));
      if (why !== null) throw why;
    },
  },
  {
    method: "DELETE",
    path: `${directory}/invitations/:invitation`,
    act: (call, params) => dropInvitation(call.store, own(call, params["invitation"]).id),
  },
];
