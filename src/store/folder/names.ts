import { Buffer } from "node:buffer";
import { hash } from "node:crypto";

/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/;

const longest = 120;

/**
 * A name (of an organization, a connection) as a file name that every system takes: lower-case letters, digits,
 * `-`, `_` and inner dots stay, all else (capitals too, since some systems fold them) becomes `%XX`. Two names
 * never give the same file name; a long one is cut and ends in `~` and a digest.
 */
export function fileNameOf(name: string): string {
  let text = "";
  for (const byte of Buffer.from(name.toWellFormed(), "utf8")) {
    const char = String.fromCharCode(byte);
    text += /[a-z0-9._-]/.test(char) ? char : percent(char);
  }
  text = text.replace(/^\.|\.$/g, percent);
  if (reserved.test(text)) text = percent(text.slice(0, 1)) + text.slice(1);
  if (text === "") return "%";
  return text.length > longest
    ? `${text.slice(0, longest - 33)}~${hash("sha256", name, "hex").slice(0, 32)}`
    : text;
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
