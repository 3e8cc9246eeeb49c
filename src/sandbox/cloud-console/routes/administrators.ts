import type { Route } from "../../rest.ts";
import { field, text } from "../../shape.ts";
import { isMember } from "../acceptance.ts";
import { administratorsOf, ownerOf, removeAdministrator } from "../administrators.ts";
import { directory } from "../apps.ts";
import type { Call } from "../call.ts";
import { conflict, notFound } from "../errors.ts";
import { inDirectory, managers } from "../guard.ts";
import { dropInvitation, invitationsTo, invitationTo, invite, type Scope } from "../invitations.ts";
import { registered } from "../people.ts";
import { standingIn } from "../standing.ts";
import type { Person } from "../users.ts";
import { pendingInvitation, pendingPerson } from "./pending.ts";

const admins = `${directory}/orgs/:org/admins`;

const scopeOf = (organization: string): Scope => ({ kind: "administrator", organization, group: null });

const row = (role: "owner" | "administrator") => (person: Person) => ({
  ...person,
  role,
  pending: false,
});

/** An invitation's role is as empty as its name (`shot:organizations/12`). */
const pendingRow = (email: string) => ({ ...pendingPerson(email), role: "" });

/** cloud-console.md §3.3 D1 to D4. */
export const administratorRoutes: readonly Route<Call>[] = [
  {
    method: "GET",
    path: admins,
    act: inDirectory(managers, ({ store }, { id }) => {
      const owner = ownerOf(store, id);
      return [
        ...(owner === undefined ? [] : [owner].map(row("owner"))),
        ...administratorsOf(store, id).map(row("administrator")),
        ...invitationsTo(store, scopeOf(id)).map(({ email }) => pendingRow(email)),
      ];
    }),
  },
  {
    method: "POST",
    path: admins,
    act: inDirectory(managers, ({ store, body }, { id }) => {
      const email = text(field(body, "email")).trim();
      const user = registered(store, email).id;
      const role = standingIn(store, id, user)?.role;
      if (role === "owner" || role === "administrator") {
        throw conflict("already_administrator", `${email} is an administrator already`);
      }
      if (invitationTo(store, scopeOf(id), user) !== undefined) {
        throw conflict("already_invited", `${email} is invited already`);
      }
      if (role === "member") throw isMember();
      invite(store, scopeOf(id), user, email);
      return pendingRow(email);
    }),
  },
  {
    method: "POST",
    path: `${admins}/:email/resend`,
    // Another mail with the same link: nothing that anybody could see here changes (§5.7).
    act: inDirectory(managers, ({ store }, { id }, params) => {
      pendingInvitation(store, scopeOf(id), params["email"]);
    }),
  },
  {
    method: "DELETE",
    path: `${admins}/:row`,
    act: inDirectory(managers, ({ store }, { id }, params) => {
      const { row: rowId = "" } = params;
      if (rowId.includes("@")) {
        dropInvitation(store, pendingInvitation(store, scopeOf(id), rowId).id);
        return;
      }
      if (ownerOf(store, id)?.id === rowId) {
        throw conflict("cannot_remove_owner", "The owner cannot be removed");
      }
      if (!removeAdministrator(store, id, rowId)) {
        throw notFound("administrator_not_found", "There is no such administrator");
      }
    }),
  },
];
