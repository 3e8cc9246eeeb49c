import { createHmac } from "node:crypto";
import { numberOf, textOf } from "../row.ts";
import { isRecord } from "../shape.ts";
import type { Store } from "../store.ts";
import { makeToken } from "../token.ts";
import type { User } from "./users.ts";

/** What signs the tokens of a store. Only the seed sets how long they live, in seconds. */
interface Signing {
  readonly seconds: number;
  readonly secret: string;
}

/** The lifetime is not published; minutes are what Keycloak does (cloud-console.md §4). */
export const defaultSeconds = 300;

export function initTokens(store: Store, seconds: number): void {
  store.run("INSERT INTO settings (tokenSeconds, secret) VALUES (?, ?)", seconds, makeToken());
}

export function signingOf(store: Store): Signing {
  const found = store.first("SELECT * FROM settings", (row) => ({
    seconds: numberOf(row, "tokenSeconds"),
    secret: textOf(row, "secret"),
  }));
  return found ?? { seconds: defaultSeconds, secret: "" };
}

/** Ends all tokens given out: with another secret none of them holds. */
export function expireTokens(store: Store): void {
  store.run("UPDATE settings SET secret = ?", makeToken());
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function sign(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}

const header = part({ alg: "HS256", typ: "JWT" });

/** A person's id token: a JWT with `exp` and `email`. `now` is in milliseconds. */
export function idToken(user: User, { seconds, secret }: Signing, now: number): string {
  const issued = Math.floor(now / 1000);
  const claims = { iss: "cloud-console", sub: user.id, email: user.email, name: user.fullName, iat: issued };
  const text = `${header}.${part({ ...claims, exp: issued + seconds })}`;
  return `${text}.${sign(text, secret)}`;
}

/** The access token that belongs to an id token: the same with `-access` at the end, which is still a JWT. */
export function accessToken(id: string): string {
  return `${id}${mark}`;
}

const mark = "-access";

/** Whose id token it is, by e-mail; null where it is none of ours, or no longer. */
function emailOf(token: string, { secret }: Signing, now: number): string | null {
  const [head = "", claims = "", signature = "", ...more] = token.split(".");
  if (more.length > 0 || sign(`${head}.${claims}`, secret) !== signature) return null;
  const said: unknown = JSON.parse(Buffer.from(claims, "base64url").toString());
  if (!isRecord(said)) return null;
  const { email, exp } = said;
  return typeof email === "string" && typeof exp === "number" && now < exp * 1000 ? email : null;
}

function bearer(value: string | undefined): string {
  return /^Bearer +(\S+)$/i.exec(value ?? "")?.[1] ?? "";
}

/** Who asks: both tokens are needed, and both must be of one person (§4). */
export function accountOf(store: Store, headers: (name: string) => string | undefined): string | null {
  const [id, access] = [bearer(headers("authorization")), bearer(headers("access"))];
  if (id === "" || !access.endsWith(mark)) return null;
  const signing = signingOf(store);
  const now = Date.now();
  const email = emailOf(id, signing, now);
  return email !== null && emailOf(access.slice(0, -mark.length), signing, now) === email ? email : null;
}
