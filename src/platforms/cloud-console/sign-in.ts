/**
 * Signing in (cloud-console.md §3.1 A1, §4): a GET with a body gives two tokens, and every request carries both. They
 * are kept between runs for as long as they say that they hold.
 */
import { failure } from "../../http/failure.ts";
import type { Failure, Protocol, SignIn, TokenStore } from "../../model/protocol.ts";
import { sentence } from "../../model/text.ts";
import { isRecord } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";

interface Tokens {
  readonly id: string;
  readonly access: string;
}

type Headers = Readonly<Record<string, string>>;

/** Seconds that a token must still hold to be used again. */
const margin = 30;

export const authorize: Protocol["authorize"] = async (signIn) => {
  const { tokens, renew, refused } = signIn;
  const email = signIn.credentials.get("email")?.trim() ?? "";
  const password = signIn.credentials.get("password") ?? "";
  if (email === "" || password === "") {
    return failure(
      "unauthenticated",
      "NoCredential",
      "The Cloud Console takes the e-mail and the password of a person. Put both where the connection looks for them.",
    );
  }
  const usable = async (): Promise<Headers | null> => {
    const kept = await keptFor(email, tokens);
    if (kept === null || (renew && refused === undefined)) return null;
    const headers = headersOf(kept);
    return refused?.authorization === headers.authorization ? null : headers;
  };
  const kept = await usable();
  if (kept !== null) return kept;
  return tokens.exclusively(async () => {
    // Another process may have signed in meanwhile.
    const others = await usable();
    return others ?? (await freshFor(email, password, signIn));
  });
};

async function freshFor(
  email: string,
  password: string,
  { send, tokens }: SignIn,
): Promise<Headers | Failure> {
  const body = { username: email, password };
  const answer = await send({ host: "auth", method: "GET", path: "/get-tokens", body }, "safe");
  if (!answer.ok && answer.reason === "unauthenticated") return refusal(answer);
  const read = decode(answers.tokens, answer, "tokens");
  if (!read.ok) return read;
  const fresh: Tokens = { id: read.value.id_token, access: read.value.access_token };
  // Also where they say no time, so that they are known as secrets.
  await tokens.set(names(email).id, fresh.id);
  await tokens.set(names(email).access, fresh.access);
  return headersOf(fresh);
}

/** Accounts with an authenticator probably cannot sign in so (§4). */
function refusal(of: Failure): Failure {
  const words = of.message === "" ? of.code : of.message;
  const hint = "Check the e-mail and the password; an account with an authenticator cannot sign in this way.";
  return { ...of, message: `${sentence(words)} ${hint}` };
}

function headersOf({ id, access }: Tokens): Headers {
  return { authorization: `Bearer ${id}`, access: `Bearer ${access}` };
}

/** Each account has its own: a connection may be given another one. */
function names(email: string): Tokens {
  return { id: `id token of ${email}`, access: `access token of ${email}` };
}

/** The tokens of the last sign-in; null where there are none, or one of them holds no longer. */
async function keptFor(email: string, store: TokenStore): Promise<Tokens | null> {
  const id = await store.get(names(email).id);
  const access = await store.get(names(email).access);
  const least = Date.now() / 1_000 + margin;
  return id !== undefined && access !== undefined && endOf(id) > least && endOf(access) > least
    ? { id, access }
    : null;
}

/** The `exp` of a JWT, seconds since 1970; 0 where it says none. */
function endOf(token: string): number {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return isRecord(claims) && typeof claims.exp === "number" ? claims.exp : 0;
  } catch {
    return 0;
  }
}
