import { claim, listIn } from "../../seed.ts";
import { type At, field, nullable, only, optional, text } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { firstClient } from "../oauth/clients.ts";
import { insertCode } from "../oauth/codes.ts";
import { findUser } from "../users.ts";
import { readable } from "./clients.ts";
import { knownClient, knownUser, type Names, type Taken } from "./names.ts";
import { readScopes } from "./users.ts";

/** Stores the authorization codes of a seed: consents that no client has turned into tokens so far. */
export function loadCodes(store: Store, seed: At, names: Names): void {
  const taken: Taken = new Set();
  for (const at of listIn(seed, "codes")) {
    only(at, ["code", "user", "client", "redirectUri", "challenge", "scopes"]);
    const code = readable(field(at, "code"));
    claim(field(at, "code"), code, taken);
    const user = knownUser(field(at, "user"), names.users);
    insertCode(store, {
      code,
      user,
      client: optional(field(at, "client"), (one) => knownClient(one, names)) ?? firstClient(store).id,
      redirectUri: optional(field(at, "redirectUri"), (one) => nullable(one, text)) ?? null,
      challenge: optional(field(at, "challenge"), (one) => nullable(one, readChallenge)) ?? null,
      scopes: optional(field(at, "scopes"), readScopes) ?? findUser(store, user)?.scopes ?? [],
    });
  }
}

/** A SHA-256 in base64url. */
function readChallenge(at: At): string {
  const value = text(at);
  return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : at.fail(at.path, "must be an S256 code challenge");
}
