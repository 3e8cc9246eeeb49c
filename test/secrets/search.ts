/** Looks for secrets in texts, however they are written there. Shares nothing with the code that takes them out. */
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect } from "vitest";

/** So much of a secret in one piece is a leak. */
const piece = 12;

/** Texts by where they stand. */
export type Texts = Readonly<Record<string, string>>;

/** Throws where one of the texts holds one of the secrets, or a good piece of it. */
export function expectNone(secrets: Iterable<string>, texts: Texts): void {
  const pieces = [...new Set(secrets)].flatMap(piecesOf);
  expect(pieces.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const [where, text] of Object.entries(texts)) {
    for (const view of viewsOf(text)) {
      for (const part of pieces) {
        const at = view.indexOf(part);
        if (at >= 0) found.push(`${where}: …${view.slice(Math.max(0, at - 60), at + 60)}…`);
      }
    }
  }
  expect(found.slice(0, 5)).toEqual([]);
}

/** Any stretch of the secret that is a little longer than a piece holds one of these. */
function piecesOf(whole: string): readonly string[] {
  // What a JWT says is no secret, and is said elsewhere too: its signature is.
  const secret = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(whole) ? (whole.split(".")[2] ?? "") : whole;
  if (secret.length <= piece) return secret.length < 6 ? [] : [secret];
  const parts: string[] = [];
  for (let at = 0; at + piece <= secret.length; at += 3) parts.push(secret.slice(at, at + piece));
  return parts;
}

/** The text as it stands, and as whoever reads it can make it out. */
function* viewsOf(text: string): Iterable<string> {
  yield text;
  yield text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) =>
    Buffer.from(codes.replaceAll("%", ""), "hex").toString("utf8"),
  );
  const plain = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(["\\/])/g, "$1");
  yield plain;
  yield plain.replace(/\\(["\\/])/g, "$1");
  yield text
    .replace(/&#(x[0-9a-f]+|\d+);/gi, (_, code: string) =>
      String.fromCodePoint(Number(`0${code}`.replace(/^0(?=\d+$)/, ""))),
    )
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  for (const [run] of text.matchAll(/[0-9a-f]{12,}/gi)) {
    for (const shift of [0, 1]) yield Buffer.from(run.slice(shift), "hex").toString("latin1");
  }
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{12,}/g)) {
    for (const shift of [0, 1, 2, 3]) yield Buffer.from(run.slice(shift), "base64").toString("latin1");
  }
}

/** Every file below a folder. Session tokens have a place of their own, which the store keeps to itself. */
export async function filesIn(folder: string): Promise<Texts> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    texts[`the name of ${name}`] = name;
    if (entry.isFile() && !/(^|\/)\.charter\/tokens\/[^/]+\.json$/.test(name)) {
      texts[name] = await readFile(path, "utf8");
    }
  }
  return texts;
}
