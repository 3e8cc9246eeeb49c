import type { Store } from "../store.ts";
import { accept, allPending, dropInvite } from "./invites.ts";
import { findMember } from "./members.ts";
import { accountFor, insertUser, type User, userByEmail } from "./users.ts";

/**
 * People use the link in the mail, in the order in which they were invited: all, or the one with the mail address
 * `who`. An account is needed to accept (datica.md §5.1), so whoever has none makes one first. Declining means that
 * the invite is gone. Whoever became a member by another invite cannot accept, and is left out. Returns how many
 * invites were answered.
 */
export function answer(store: Store, how: "accept" | "decline", who: string | null): number {
  return store.transaction(() => {
    let answered = 0;
    for (const invite of allPending(store, who)) {
      if (how === "decline") {
        dropInvite(store, invite.id);
      } else {
        const user = userByEmail(store, invite.email) ?? signUp(store, invite.email);
        if (findMember(store, invite.org, user.id) !== undefined) continue;
        accept(store, invite, user.id);
      }
      answered += 1;
    }
    return answered;
  });
}

function signUp(store: Store, email: string): User {
  const user = accountFor(email);
  insertUser(store, user);
  return user;
}
