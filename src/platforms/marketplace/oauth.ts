/**
 * Signing in: OAuth2 with refresh tokens that work once (marketplace.md §4, §6.12). Each refresh kills the token that it
 * is made with, so whoever refreshes does so alone, after another look at what is stored, and stores the new refresh
 * token before anything is sent with the new access token.
 *
 * | stored for the configured credential | what signs in |
 * | --- | --- |
 * | an access token that holds and was not refused | that |
 * | a refresh token | that; where it is refused, the configured one |
 * | nothing: it is new | the configured one |
 *
 * A refused chain of tokens is broken wherever it is picked up, save on a server that was set up anew and knows the first
 * token only. What cannot be helped: a run that is killed after the answer and before the store has the new token.
 */
import { hash } from "node:crypto";
import { failure, mayHaveBeenCarriedOut } from "../../http/failure.ts";
import type { Credentials, Failure, Protocol, Request, SignIn } from "../../model/protocol.ts";
import { sentence } from "../../model/text.ts";
import { isRecord } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";

export const credentials = {
  clientId: {
    env: "CHARTER_MARKETPLACE_CLIENT_ID",
    description: "Client id of the application through which Charter signs in.",
    public: true,
  },
  clientSecret: {
    env: "CHARTER_MARKETPLACE_CLIENT_SECRET",
    description: "Client secret of that application.",
  },
  refreshToken: {
    env: "CHARTER_MARKETPLACE_REFRESH_TOKEN",
    description:
      "A refresh token of the account that Charter acts as. It is used once; those that follow are kept in the store.",
  },
} satisfies Protocol["credentials"];

/** Milliseconds before its end at which an access token is replaced; less where it lives shortly. */
const margin = 60_000;

export const authorize: Protocol["authorize"] = async (signIn) => {
  const account = accountOf(signIn.credentials);
  if ("ok" in account) return account;
  const usable = async () => {
    const token = await storedAccess(signIn.tokens, account.names);
    const header = token === null ? null : bearer(token);
    return header?.authorization === signIn.refused?.authorization ? null : header;
  };
  return (
    (await usable()) ??
    // Somebody else may have refreshed while this run waited for its turn.
    signIn.tokens.exclusively(async () => (await usable()) ?? refresh(signIn, account))
  );
};

interface Account {
  readonly basic: string;
  readonly configured: string;
  readonly names: Names;
}

/**
 * Names in the token store. They tell which configured credential the tokens descend from, without holding it: another
 * one finds nothing, and a mistaken one destroys nothing.
 */
interface Names {
  readonly refresh: string;
  readonly access: string;
}

/** Characters that a header and a form carry as they are. */
const printable = /^[\x21-\x7e]+$/;

function accountOf(given: Credentials): Account | Failure {
  const values: string[] = [];
  for (const part of ["clientId", "clientSecret", "refreshToken"]) {
    const value = given.get(part)?.trim() ?? "";
    if (!printable.test(value)) return unusable(part, value === "");
    values.push(value);
  }
  const [clientId = "", secret = "", configured = ""] = values;
  const source = hash("sha256", JSON.stringify([clientId, configured]), "hex").slice(0, 16);
  return {
    basic: `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`,
    configured,
    names: { refresh: `refreshToken ${source}`, access: `accessToken ${source}` },
  };
}

function unusable(part: string, missing: boolean): Failure {
  const why = missing
    ? `There is no ${part} for the Developer Marketplace. Put it where the connection looks for it.`
    : `The ${part} for the Developer Marketplace holds characters that none has. Copy it again, alone and on one line.`;
  return failure("unauthenticated", "NoCredential", why);
}

function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** The stored access token, where it holds for a while. */
async function storedAccess(tokens: SignIn["tokens"], names: Names): Promise<string | null> {
  const text = await tokens.get(names.access);
  if (text === undefined) return null;
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(stored) || typeof stored.token !== "string" || typeof stored.until !== "number") return null;
  return stored.until > Date.now() ? stored.token : null;
}

async function refresh({ tokens, send }: SignIn, { basic, configured, names }: Account) {
  // It is good no more, and a store that cannot be written is found out before a refresh token is used up.
  await tokens.set(names.access, "");
  const stored = await tokens.get(names.refresh);
  const now = Date.now();
  let answer = await send(exchange(basic, stored ?? configured));
  if (!answer.ok && answer.code === "invalid_grant" && stored !== undefined) {
    answer = await send(exchange(basic, configured));
  }
  const read = decode(answers.tokens, answer, "the answer of the token endpoint");
  if (!read.ok) return explained(read);
  const { access_token: token, refresh_token: next, expires_in: seconds } = read.value;
  if (next !== undefined) await tokens.set(names.refresh, next);
  const lifetime = seconds * 1000;
  const until = now + lifetime - Math.min(margin, lifetime / 4);
  await tokens.set(names.access, JSON.stringify({ until, token }));
  return bearer(token);
}

function exchange(basic: string, token: string): Request {
  return {
    host: "auth",
    method: "POST",
    path: "/v1/connect/oauth2/token",
    headers: { authorization: basic },
    form: { grant_type: "refresh_token", refresh_token: token },
  };
}

/** What the platform says, and what to do about it. */
function explained(of: Failure): Failure {
  const words = sentence(of.message === "" ? of.code : of.message);
  if (of.code === "invalid_grant") {
    return {
      ...of,
      message: `${words} A refresh token works once and for about six months: this one was used elsewhere, or is too old. Sign in anew, and configure the refresh token that this gives.`,
    };
  }
  if (!mayHaveBeenCarriedOut(of)) return of;
  return {
    ...of,
    message: `${words} The refresh token may be used up: where the next run is refused, sign in anew and configure the refresh token that this gives.`,
  };
}
