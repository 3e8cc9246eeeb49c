import { createHash, randomUUID } from "node:crypto";
import type { Store } from "../store.ts";
import type { OpenCall } from "./call.ts";
import { ApiError, invalid } from "./errors.ts";
import { ownerOf, signed } from "./keys.ts";
import { countAttempt, forgetAttempts } from "./lock.ts";
import { startSession } from "./sessions.ts";
import { decodeUser, defaultPassword, type MfaType, shown, type User, userByIdentifier } from "./users.ts";

/** How long the second step may take; Datica does not say. */
const challengeLife = 10 * 60 * 1000;

// What follows returns refusals instead of throwing them: a wrong attempt must stay counted.

/** The first step, with a password. */
export function byPassword(call: OpenCall, identifier: string, password: string): unknown {
  const user = userByIdentifier(call.store, identifier);
  if (user?.locked) return lockedOut();
  if (user !== undefined && password === (user.password ?? defaultPassword)) return admit(call, user);
  if (user !== undefined) countAttempt(call.store, user.id, call.now);
  return new ApiError("BadCredentials", "The credentials are not valid.");
}

/** The first step, with a key: what is signed are the request's own nonce and timestamp (datica.md §3a). */
export function byKey(call: OpenCall, publicKey: string, signature: string): unknown {
  const { nonce, timestamp } = call.freshness;
  if (nonce === null || timestamp === null) return invalid("There is no nonce or timestamp to be signed.");
  const user = ownerOf(call.store, publicKey);
  if (user === undefined || !signed(publicKey, `${nonce}&${timestamp}`, signature)) {
    return new ApiError("UnknownKey", "The key is not known, or the signature is not of this request.");
  }
  return user.locked ? lockedOut() : admit(call, user);
}

/** The second step, where one is due. */
export function byOneTimePassword(call: OpenCall, mfaID: string, otp: string): unknown {
  const { store, now } = call;
  const user = store.first(
    "SELECT users.* FROM challenges JOIN users ON users.id = challenges.user WHERE challenges.id = ? AND ends > ?",
    decodeUser,
    mfaID,
    now,
  );
  if (user?.locked) return lockedOut();
  if (user === undefined || otp !== codeOf(user)) {
    if (user !== undefined) countAttempt(store, user.id, now);
    return new ApiError("BadOneTimePassword", "The one-time password is wrong or has expired.");
  }
  store.run("DELETE FROM challenges WHERE id = ?", mfaID);
  return begin(call, user);
}

/** Whether signing in takes a second step: the account has one, or an organization demands it (§5.10). */
export function needsSecondStep(store: Store, user: User): boolean {
  if (user.mfa !== null) return true;
  const sql = "SELECT 1 FROM members JOIN orgs ON orgs.id = org WHERE user = ? AND mfaRequired = 1";
  return store.has(sql, user.id);
}

/** The code of the second step. Accounts that have none of their own are mailed one: in the sandbox always the same. */
export function codeOf({ id, mfa }: User): string {
  if (mfa !== null) return mfa.code;
  const digits = createHash("sha256").update(id).digest().readUInt32BE() % 1_000_000;
  return String(digits).padStart(6, "0");
}

function lockedOut(): ApiError {
  return new ApiError("AccountLocked", "The account is locked; use the link in the mail to unlock it.");
}

function admit(call: OpenCall, user: User): unknown {
  return needsSecondStep(call.store, user) ? challenge(call, user) : begin(call, user);
}

function challenge({ store, now }: OpenCall, { id, mfa }: User): unknown {
  const mfaID = randomUUID();
  store.run("DELETE FROM challenges WHERE ends <= ?", now);
  store.run("INSERT INTO challenges (id, user, ends) VALUES (?, ?, ?)", mfaID, id, now + challengeLife);
  const mfaTypes: MfaType[] = [mfa?.type ?? "email"];
  // The challenge itself is for hardware keys only, which are not among the modes of §4.
  return { mfaID, mfaTypes, mfaPreferredType: mfaTypes[0], mfaChallenge: "" };
}

function begin({ store, now }: OpenCall, user: User): unknown {
  forgetAttempts(store, user.id);
  return { ...shown(user), sessionToken: startSession(store, user.id, now) };
}
