/** Rules of keys that platforms share. Patterns are those of JSON Schema: a key as people write it. */

const part = "[^\\s@\\u0000-\\u001f\\u007f]+";

/** Something@something, with neither blanks nor control characters. */
export const emailPattern = `^${part}@${part}$`;

/** A label of one's own: any text without control characters that neither begins nor ends with a blank. */
export const labelPattern =
  "^[^\\s\\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$";

/** E-mails are the same whatever their case and the blanks around them. For platforms that compare them so. */
export function foldEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** The second spelling of an e-mail that stands twice in a list: who is meant by it, nobody could tell. */
export function repeatedEmail(list: Iterable<{ readonly email: string }>): string | undefined {
  const seen = new Set<string>();
  for (const { email } of list) {
    const key = foldEmail(email);
    if (seen.has(key)) return email;
    seen.add(key);
  }
  return undefined;
}
