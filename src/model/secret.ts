/**
 * People write secrets where they do not belong, and a message that repeats them puts them into logs. These rules
 * err on the side of saying less: what is told then is where it stands.
 */

const key = String.raw`(?:token|secret|passw(?:or)?d|passphrase|credentials?|api[-_]?key|private[-_]?key|authorization|otp)["']?\s*[:=]`;

/** A value behind a telling name that says no source; a user in a URL; a header. */
const holding = new RegExp(
  String.raw`${key}\s*(?!\{\s*["']?(?:env|file)\b|[|>][-+\d]*\s*$|#)\S|://[^/\s"']*@|\b(?:bearer|basic)\s+\S`,
  "i",
);
/** A value may follow on the next line. */
const opening = new RegExp(String.raw`${key}\s*(?:[|>][-+\d]*)?\s*(?:#.*)?$`, "i");
const entry = /^\s*(?:- )?["']?[\w.-]+["']?\s*:(?:\s|$)/;

/** Whether a line of a file, after the line before, looks as if it held a secret. */
export function mayHoldSecret(line: string, before: string): boolean {
  return holding.test(line) || (opening.test(before) && !entry.test(line));
}

/** A word of letters and digits as no person makes one. */
const dense = /(?=[A-Za-z0-9]{12})[A-Za-z0-9]*\d[A-Za-z]/;

/** Whether the name of an environment variable or of a file looks as if it were the secret itself. */
export function mayBeSecret(source: { readonly env: string } | { readonly file: string }): boolean {
  if ("env" in source) return !/^[A-Z_][A-Z0-9_]*$/.test(source.env) || dense.test(source.env);
  return /[^\w./\\~: -]/.test(source.file) || dense.test(source.file);
}
