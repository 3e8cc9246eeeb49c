/** Secrets that can be told from everything else, and a search for them in whatever form they may have. */
import { Buffer } from "node:buffer";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Characters that every encoding turns into something else. */
export const awkward = "+/=\"<&>'% ä\\";

/** The text, and what becomes of it in JSON, URLs, forms, HTML, hex and base64 (also inside of a longer text). */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const within = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
  });
  const html = secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    new URLSearchParams([["", secret]]).toString().slice(1),
    html,
    html.replaceAll("'", "&#39;"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...within,
    ...within.map((each) => each.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** Where one of the secrets stands: `stderr`, a path of a file. Empty: nowhere. */
export function leaks(texts: ReadonlyMap<string, string>, secrets: Iterable<string>): readonly string[] {
  const found: string[] = [];
  for (const secret of secrets) {
    for (const form of new Set(formsOf(secret))) {
      for (const [place, text] of texts) {
        const at = text.indexOf(form);
        if (at >= 0) found.push(`${place}: …${text.slice(Math.max(0, at - 60), at + form.length + 20)}…`);
      }
    }
  }
  return found;
}

/** Every file below a folder, by its path there. */
export async function filesIn(folder: string, except: (path: string) => boolean = () => false) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (!except(name)) texts.set(name, await readFile(path, "utf8"));
  }
  return texts;
}
