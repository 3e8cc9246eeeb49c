/** A label of one's own: any text without control characters that neither begins nor ends with a blank. */
export const labelPattern =
  "^[^\\s\\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$";

/** Something@something, with neither blanks nor control characters. */
export const mailPattern = "^[^\\s@\\u0000-\\u001f\\u007f]+@[^\\s@\\u0000-\\u001f\\u007f]+$";

/** The spelling in which a mail is known: a sign-in name does not depend on case. */
export function foldMail(mail: string): string {
  return mail.trim().toLowerCase();
}
