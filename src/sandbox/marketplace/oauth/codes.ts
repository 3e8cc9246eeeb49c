import { createHash } from "node:crypto";
import { type Row, textOf, textOrNull, textsOf } from "../../row.ts";
import type { Store } from "../../store.ts";

/** What a person's consent left behind: a client may turn it into tokens, once. */
export interface Code {
  readonly code: string;
  readonly client: string;
  /** The id of the person. */
  readonly user: string;
  /** Where the consent page sent the person back to; null where the request named nothing. */
  readonly redirectUri: string | null;
  /** PKCE: the SHA-256 of the client's verifier in base64url; null without PKCE. */
  readonly challenge: string | null;
  readonly scopes: readonly string[];
}

const columns = "code, client, user, redirectUri, challenge, scopes";

function codeOf(row: Row): Code {
  return {
    code: textOf(row, "code"),
    client: textOf(row, "client"),
    user: textOf(row, "user"),
    redirectUri: textOrNull(row, "redirectUri"),
    challenge: textOrNull(row, "challenge"),
    scopes: textsOf(row, "scopes"),
  };
}

export function insertCode(store: Store, one: Code): void {
  store.run(
    "INSERT INTO codes (code, client, user, redirectUri, challenge, scopes) VALUES (?, ?, ?, ?, ?, ?)",
    one.code,
    one.client,
    one.user,
    one.redirectUri,
    one.challenge,
    JSON.stringify(one.scopes),
  );
}

/** The code, if it was given to this client. */
export function findCode(store: Store, code: string, client: string): Code | undefined {
  return store.first(`SELECT ${columns} FROM codes WHERE code = ? AND client = ?`, codeOf, code, client);
}

export function spendCode(store: Store, code: string): void {
  store.run("DELETE FROM codes WHERE code = ?", code);
}

export function allCodes(store: Store): Code[] {
  return store.all(`SELECT ${columns} FROM codes ORDER BY position`, codeOf);
}

/**
 * Whether the verifier proves that this client began (PKCE S256, marketplace.md §4). Without a challenge there must be
 * no verifier either, or PKCE could be taken away unseen (RFC 9700 §2.1.1).
 */
export function proves(verifier: string | null, challenge: string | null): boolean {
  if (verifier === null || challenge === null) return verifier === challenge;
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  return createHash("sha256").update(verifier).digest("base64url") === challenge;
}
