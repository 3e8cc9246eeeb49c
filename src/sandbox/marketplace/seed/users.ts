import { claim, listIn } from "../../seed.ts";
import { type At, field, items, oneOf, only, optional } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { readEmail, readName } from "../fields.ts";
import { firstClient } from "../oauth/clients.ts";
import { insertRefreshToken } from "../oauth/refresh.ts";
import { type Scope, scopes } from "../scopes.ts";
import { fold, insertUser } from "../users.ts";
import { readable } from "./clients.ts";
import { idOf, type Taken } from "./names.ts";

/** Stores the people of a seed, each with a refresh token in the hands of the first client; folded e-mail → id. */
export function loadUsers(store: Store, seed: At, now: number): ReadonlyMap<string, string> {
  const client = firstClient(store).id;
  const ids = new Map<string, string>();
  const taken: Taken = new Set();
  const tokens: Taken = new Set();
  for (const at of listIn(seed, "users")) {
    only(at, ["email", "id", "name", "refreshToken", "scopes"]);
    const email = readEmail(field(at, "email"));
    const folded = fold(email);
    if (ids.has(folded)) at.fail(`${at.path}.email`, `repeats ${email}`);
    const id = idOf(at, `user ${folded}`, taken);
    ids.set(folded, id);
    const granted = optional(field(at, "scopes"), readScopes) ?? scopes;
    insertUser(store, {
      id,
      email,
      name: optional(field(at, "name"), readName) ?? nameFrom(email),
      scopes: granted,
    });
    const usual = `refresh-${folded}`;
    const written = optional(field(at, "refreshToken"), readable);
    const token = written ?? usual;
    // Also the usual one is taken: it comes back with the next dump, once the written one was used.
    for (const one of new Set([usual, token])) {
      claim(field(at, "refreshToken"), one, tokens, `the refresh token ${one}`);
    }
    insertRefreshToken(store, { token, client, user: id, scopes: granted }, written !== undefined, now);
  }
  return ids;
}

/** alice@example.com is Alice. */
function nameFrom(email: string): string {
  const local = email.slice(0, email.indexOf("@"));
  return local.charAt(0).toUpperCase() + local.slice(1);
}

/** Each once, in the order of the contract. */
export function readScopes(at: At): readonly Scope[] {
  const written = items(at).map((one) => oneOf(one, scopes));
  return scopes.filter((scope) => written.includes(scope));
}
