import type { Store } from "../../store.ts";
import { uuidOf } from "../ids.ts";
import { invite, type Scope } from "../invitations.ts";
import type { Mention } from "./people.ts";

/** Stores what waits for people. The links are the same for the same seed. */
export function pending(store: Store, scope: Scope, mentions: readonly Mention[]): void {
  for (const { user, email } of mentions) {
    const id = uuidOf("invitation", scope.kind, scope.organization, scope.group ?? "", user);
    invite(store, scope, user, email, id);
  }
}
