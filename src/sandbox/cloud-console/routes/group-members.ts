import type { Route } from "../../rest.ts";
import { field, text } from "../../shape.ts";
import { isAdministrator } from "../acceptance.ts";
import { directory } from "../apps.ts";
import type { Call } from "../call.ts";
import { conflict, notFound } from "../errors.ts";
import { isIn, removeMember } from "../groups.ts";
import { inDirectory, managers } from "../guard.ts";
import { dropInvitation, invitationTo, invite } from "../invitations.ts";
import { registered } from "../people.ts";
import { standingIn } from "../standing.ts";
import { groupIn, scopeOf } from "./group.ts";
import { pendingInvitation, pendingPerson } from "./pending.ts";

const members = `${directory}/orgs/:org/groups/:group/members`;

/** cloud-console.md §3.4 G8 to G10: membership starts when the invitee accepts (§5.6). */
export const groupMemberRoutes: readonly Route<Call>[] = [
  {
    method: "POST",
    path: members,
    act: inDirectory(managers, ({ store, body }, on, params) => {
      const email = text(field(body, "email")).trim();
      const group = groupIn(store, on.id, params["group"]);
      const user = registered(store, email).id;
      if (isIn(store, group.id, user)) throw conflict("already_member", `${email} is a member already`);
      if (invitationTo(store, scopeOf(group), user) !== undefined) {
        throw conflict("already_invited", `${email} is invited already`);
      }
      const role = standingIn(store, on.id, user)?.role;
      if (role === "owner" || role === "administrator") throw isAdministrator();
      invite(store, scopeOf(group), user, email);
      return pendingPerson(email);
    }),
  },
  {
    method: "POST",
    path: `${members}/:email/resend`,
    act: inDirectory(managers, ({ store }, on, params) => {
      pendingInvitation(store, scopeOf(groupIn(store, on.id, params["group"])), params["email"]);
    }),
  },
  {
    method: "DELETE",
    path: `${members}/:row`,
    act: inDirectory(managers, ({ store }, on, params) => {
      const group = groupIn(store, on.id, params["group"]);
      const { row: rowId = "" } = params;
      if (rowId.includes("@")) dropInvitation(store, pendingInvitation(store, scopeOf(group), rowId).id);
      else if (!removeMember(store, group.id, rowId)) {
        throw notFound("member_not_found", "There is no such member");
      }
    }),
  },
];
