import type { Route } from "../../rest.ts";
import { field, text } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { directory } from "../apps.ts";
import type { Call } from "../call.ts";
import { conflict, notFound } from "../errors.ts";
import { inDirectory, managers, ownerOnly } from "../guard.ts";
import { dropInvitation, type Invitation, invite, transferOf } from "../invitations.ts";
import { standingIn } from "../standing.ts";
import { findUser } from "../users.ts";

const path = `${directory}/orgs/:org/transfer`;

const tell = (user: string, email: string) => ({ userId: user, email, status: "pending" });

function pending(store: Store, organization: string): Invitation {
  const offer = transferOf(store, organization);
  if (offer === undefined) throw notFound("no_transfer", "No transfer is pending");
  return offer;
}

/** cloud-console.md §3.3 D5 to D7: an owner can only be offered, and the target must accept (§5.3). */
export const transferRoutes: readonly Route<Call>[] = [
  {
    method: "POST",
    path,
    act: inDirectory(ownerOnly, ({ store, body }, { id }) => {
      const user = findUser(store, text(field(body, "userId")));
      if (user === undefined) throw notFound("user_not_found", "There is no such user");
      if (standingIn(store, id, user.id)?.role !== "administrator") {
        throw conflict("not_an_administrator", `${user.email} is not an administrator of this organization`);
      }
      if (transferOf(store, id) !== undefined) {
        throw conflict("transfer_pending", "A transfer is pending already");
      }
      invite(store, { kind: "ownership", organization: id, group: null }, user.id, user.email);
      return tell(user.id, user.email);
    }),
  },
  {
    method: "GET",
    path,
    act: inDirectory(managers, ({ store }, { id }) => {
      const { user, email } = pending(store, id);
      return tell(user, email);
    }),
  },
  {
    method: "DELETE",
    path,
    act: inDirectory(ownerOnly, ({ store }, { id }) => dropInvitation(store, pending(store, id).id)),
  },
];
