import { randomBytes } from "node:crypto";

/** A new bearer token, safe in a header and in a shell. */
export function makeToken(): string {
  return randomBytes(24).toString("base64url");
}
