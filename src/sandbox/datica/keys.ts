import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { decodeUser, type User } from "./users.ts";

/** A public SSH key of an account, in the format of `authorized_keys`. */
export interface UserKey {
  readonly name: string;
  readonly key: string;
}

/** Characters that the vendor's client takes in no name, since names stand in paths (datica.md §3a). */
export const unfitName = /[/?%]/;

/** What identifies a key: its type and its base64, without the comment. */
export function materialOf(key: string): string {
  return key.trim().split(/\s+/).slice(0, 2).join(" ");
}

export function keysOf(store: Store, user: string): UserKey[] {
  return store.all(
    "SELECT name, key FROM keys WHERE user = ? ORDER BY name",
    (row) => ({ name: textOf(row, "name"), key: textOf(row, "key") }),
    user,
  );
}

export function hasKey(store: Store, user: string, name: string): boolean {
  return store.has("SELECT 1 FROM keys WHERE user = ? AND name = ?", user, name);
}

/** Whose key it is: a key belongs to one account, so that it can tell who signs in. */
export function ownerOf(store: Store, key: string): User | undefined {
  const sql = "SELECT users.* FROM keys JOIN users ON users.id = keys.user WHERE material = ?";
  return store.first(sql, decodeUser, materialOf(key));
}

export function insertKey(store: Store, user: string, { name, key }: UserKey): void {
  const sql = "INSERT INTO keys (user, name, key, material) VALUES (?, ?, ?, ?)";
  store.run(sql, user, name, key, materialOf(key));
}

/** Returns whether there was one. */
export function dropKey(store: Store, user: string, name: string): boolean {
  return store.run("DELETE FROM keys WHERE user = ? AND name = ?", user, name) > 0;
}

/** Whether a key (an `ssh-rsa` line) signed a text: RSA PKCS#1 v1.5 over SHA-256 (§3a). False for all other keys. */
export function signed(key: string, content: string, signature: string): boolean {
  try {
    const rsa = rsaKey(key);
    return rsa !== null && verify("sha256", Buffer.from(content), rsa, Buffer.from(signature, "base64"));
  } catch {
    // Numbers that make no key.
    return false;
  }
}

/** RFC 4253 §6.6: the type, the exponent and the modulus. */
function rsaKey(key: string): KeyObject | null {
  const [type, base64 = ""] = materialOf(key).split(" ");
  const [inner, e, n] = fields(Buffer.from(base64, "base64"));
  if (type !== "ssh-rsa" || inner?.toString() !== type || e === undefined || n === undefined) return null;
  const jwk = { kty: "RSA", e: e.toString("base64url"), n: n.toString("base64url") };
  return createPublicKey({ key: jwk, format: "jwk" });
}

/** The length-prefixed fields of a key. */
function fields(blob: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length; ) {
    const end = at + 4 + blob.readUInt32BE(at);
    found.push(blob.subarray(at + 4, end));
    at = end;
  }
  return found;
}
