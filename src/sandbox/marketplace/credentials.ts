import type { Credentials } from "../definition.ts";
import { SandboxError } from "../error.ts";
import type { Store } from "../store.ts";
import { firstClient } from "./oauth/clients.ts";
import { currentRefreshToken } from "./oauth/refresh.ts";
import { findUserByEmail } from "./users.ts";

/**
 * What a client needs to act for an account (its e-mail): `clientId` and `clientSecret` of the first client, and the
 * account's `refreshToken` that was not used yet: another one after each use.
 */
export function credentialsOf(store: Store, account: string): Credentials {
  const user = findUserByEmail(store, account);
  if (user === undefined) throw new SandboxError(`There is no account ${account} in this sandbox.`);
  const { id, secret } = firstClient(store);
  return { clientId: id, clientSecret: secret, refreshToken: currentRefreshToken(store, user) };
}
