/**
 * Signing in (datica.md §3a, §4): a session holds 24 hours, is kept in the token store, and is used until it is
 * refused. A second factor is a code that only a person can read. Where it comes by mail, signing in once more would
 * make another one: so the challenge is kept until the code is there.
 */

import { failure } from "../../http/failure.ts";
import { encodeSegment } from "../../model/call.ts";
import type { Failure, Protocol, Request, SignIn } from "../../model/protocol.ts";
import { sentence } from "../../model/text.ts";
import { answers, decode } from "./contract.ts";

export const authorize: Protocol["authorize"] = async (signIn) => {
  const { credentials, tokens, renew, refused } = signIn;
  const email = credentials.get("email")?.trim() ?? "";
  const password = credentials.get("password") ?? "";
  if (email === "" || password === "") {
    return refusal("NoCredential", "The e-mail address or the password of the account is missing.");
  }
  const session = `session of ${email.toLowerCase()}`;
  const stored = await tokens.get(session);
  if (!renew && isToken(stored)) return bearer(stored);
  const spent = renew ? (refused?.authorization ?? `Bearer ${stored}`) : null;
  return tokens.exclusively(async () => {
    // Somebody else may have signed in while this one waited.
    const now = await tokens.get(session);
    if (isToken(now) && bearer(now).authorization !== spent) return bearer(now);
    const token = await openSession(signIn, email, password);
    if (typeof token !== "string") return token;
    await tokens.set(session, token);
    return bearer(token);
  });
};

function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\x21-\x7e]+$/.test(text);
}

function refusal(code: string, message: string): Failure {
  return failure("unauthenticated", code, message);
}

function post(path: string, body: Request["body"] & object): Request {
  return { method: "POST", path, body };
}

async function openSession(signIn: SignIn, email: string, password: string): Promise<string | Failure> {
  const { credentials, tokens, send } = signIn;
  const challenge = `challenge of ${email.toLowerCase()}`;
  const otp = credentials.get("otp")?.trim() ?? "";
  const open = otp === "" ? undefined : await tokens.get(challenge);
  if (open !== undefined && open !== "") {
    await tokens.set(challenge, "");
    const token = await answerChallenge(signIn, open, otp);
    // A challenge that is over says nothing about the code.
    if (typeof token === "string" || token.code !== codes.refused) return token;
  }
  const sent = await send(post("/auth/signin", { identifier: email, password }));
  const read = decode(answers.signin, sent, "sign-in");
  if (!read.ok) return read;
  if ("sessionToken" in read.value) return tokenOf(read.value);
  const { mfaID, mfaPreferredType } = read.value;
  if (otp !== "") return answerChallenge(signIn, mfaID, otp);
  await tokens.set(challenge, mfaID);
  return refusal(codes.needed, needed(mfaPreferredType ?? "authenticator"));
}

const codes = { needed: "SecondFactor", refused: "SecondFactorRefused" } as const;

function needed(type: string): string {
  const from = type === "email" ? "that was just mailed to it" : "of its authenticator";
  return (
    `The account signs in with a second factor: put the code ${from} into CHARTER_DATICA_OTP (the \`otp\` of the ` +
    "connection) and run again. The session then holds for a day."
  );
}

async function answerChallenge({ send }: SignIn, id: string, otp: string): Promise<string | Failure> {
  const sent = await send(post(`/auth/signin/mfa/${encodeSegment(id)}`, { otp }));
  if (!sent.ok && refuses.has(sent.reason)) {
    const words = sentence(sent.message === "" ? sent.code : sent.message);
    return refusal(
      codes.refused,
      `The one-time code was refused: ${words} Codes hold for a short time: take a new one.`,
    );
  }
  const read = decode(answers.session, sent, "second step of the sign-in");
  return read.ok ? tokenOf(read.value) : read;
}

const refuses: ReadonlySet<Failure["reason"]> = new Set([
  "unauthenticated",
  "forbidden",
  "missing",
  "invalid",
  "conflict",
]);

function tokenOf({ sessionToken }: { readonly sessionToken: string }): string | Failure {
  if (isToken(sessionToken)) return sessionToken;
  return failure(
    "malformed",
    "MalformedAnswer",
    "The session token that signing in gave holds characters that no token has.",
  );
}
