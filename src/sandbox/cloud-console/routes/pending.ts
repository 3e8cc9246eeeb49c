import type { Store } from "../../store.ts";
import { notFound } from "../errors.ts";
import { type Invitation, invitationTo, type Scope } from "../invitations.ts";
import { userByEmail } from "../users.ts";

/** The row of somebody who has not answered: the e-mail is its id, the name is empty (cloud-console.md §1). */
export function pendingPerson(email: string) {
  return { id: email, fullName: "", email, pending: true };
}

/** The invitation of an address that stands in a path. */
export function pendingInvitation(store: Store, scope: Scope, email = ""): Invitation {
  const user = userByEmail(store, email);
  const found = user && invitationTo(store, scope, user.id);
  if (found === undefined) throw notFound("invitation_not_found", `${email} is not invited`);
  return found;
}
