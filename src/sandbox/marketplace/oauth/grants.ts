import { TokenError } from "../errors.ts";
import { json } from "../respond.ts";
import { clientScopes } from "../scopes.ts";
import { findUser, type User } from "../users.ts";
import { mintAccess } from "./access.ts";
import { findCode, proves, spendCode } from "./codes.ts";
import type { TokenRequest } from "./endpoint.ts";
import { findRefreshToken, mintRefreshToken, spendRefreshToken } from "./refresh.ts";
import { tokenSeconds } from "./settings.ts";

/** The three grants of the token endpoint (marketplace.md §4). */
export function grantTokens(request: TokenRequest): Response {
  const type = required(request, "grant_type");
  switch (type) {
    case "client_credentials":
      return forClient(request);
    case "authorization_code":
      return forCode(request);
    case "refresh_token":
      return forRefreshToken(request);
    default:
      throw new TokenError("unsupported_grant_type", `There is no grant type ${type}`);
  }
}

/** In the client's own name, and without a refresh token. */
function forClient(request: TokenRequest): Response {
  const scopes = requested(request, clientScopes);
  return answer(request, null, scopes, {});
}

function forCode(request: TokenRequest): Response {
  const { store, client } = request;
  const code = findCode(store, required(request, "code"), client.id);
  if (code === undefined) throw invalidGrant("The authorization code is invalid, or was used");
  if (code.redirectUri !== null && code.redirectUri !== request.parameter("redirect_uri")) {
    throw invalidGrant("The redirect_uri is not that of the authorization request");
  }
  if (!proves(request.parameter("code_verifier"), code.challenge)) {
    throw invalidGrant("The code_verifier does not belong to the code_challenge");
  }
  spendCode(store, code.code);
  return forUser(request, code.user, code.scopes, code.scopes);
}

/** A new pair for the old token, which is spent by that. */
function forRefreshToken(request: TokenRequest): Response {
  const { store, client, now } = request;
  const old = findRefreshToken(store, required(request, "refresh_token"), client.id, now);
  if (old === undefined) throw invalidGrant("The refresh token is invalid, was used, or has expired");
  const scopes = requested(request, old.scopes);
  spendRefreshToken(store, old.token);
  return forUser(request, old.user, scopes, old.scopes);
}

/** `all` is what the refresh token keeps, `scopes` what this access token gets of it (RFC 6749 §6). */
function forUser(
  request: TokenRequest,
  id: string,
  scopes: readonly string[],
  all: readonly string[],
): Response {
  const { store, client, now } = request;
  const refresh = mintRefreshToken(store, { client: client.id, user: id, scopes: all }, now);
  return answer(request, findUser(store, id) ?? null, scopes, { refresh_token: refresh });
}

function answer(
  { store, client, now }: TokenRequest,
  user: User | null,
  scopes: readonly string[],
  more: Readonly<Record<string, string>>,
): Response {
  const token = mintAccess(store, { client: client.id, user, scopes }, now);
  const body = { access_token: token, token_type: "bearer", expires_in: tokenSeconds(store), ...more };
  // What holds tokens must not be kept on the way (RFC 6749 §5.1).
  return json(200, body, { "cache-control": "no-store", pragma: "no-cache" });
}

function required({ parameter }: TokenRequest, name: string): string {
  const value = parameter(name);
  if (value === null) throw new TokenError("invalid_request", `The parameter ${name} is missing`);
  return value;
}

/** The scopes that are asked for, separated by blanks; all that can be had where none are. */
function requested({ parameter }: TokenRequest, granted: readonly string[]): readonly string[] {
  const written = parameter("scope");
  if (written === null) return granted;
  const names = [...new Set(written.split(" ").filter((name) => name !== ""))];
  const strange = names.find((name) => !granted.includes(name));
  if (strange !== undefined) throw new TokenError("invalid_scope", `The scope ${strange} cannot be granted`);
  return names;
}

function invalidGrant(description: string): TokenError {
  return new TokenError("invalid_grant", description);
}
