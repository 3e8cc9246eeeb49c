import { randomBytes } from "node:crypto";

/** 32 lower-case hexadecimal characters (cloud-elements.md §1). */
export const organizationSecret = /^[0-9a-f]{32}$/;

/** Base64: 43 characters and a "=", with `+` and `/` among them (§1). */
export const userSecret = /^[A-Za-z0-9+/]{43}=$/;

export function makeOrganizationSecret(): string {
  return randomBytes(16).toString("hex");
}

export function makeUserSecret(): string {
  return randomBytes(32).toString("base64");
}
