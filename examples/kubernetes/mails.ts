/**
 * Mails of people, on platforms that know people by mail: `benthe-elder@kubernetes.example` for the GitHub login
 * `BenThe-Elder`. Both sides know no difference between cases, and a login holds nothing but letters, digits and
 * inner hyphens: whatever else is refused, so that two people never have one mail.
 */
const login = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
const domain = "kubernetes.example";

/** In the case in which the login is spelled. */
export function writtenMail(person: string): string {
  if (!login.test(person)) throw new Error(`${JSON.stringify(person)} is not a login of GitHub`);
  return `${person}@${domain}`;
}

/** In lower case: what tells people apart. */
export function mailOf(person: string): string {
  return writtenMail(person).toLowerCase();
}

/** The login in lower case: the way back. */
export function loginOf(mail: string): string {
  const person = mail.slice(0, mail.indexOf("@"));
  if (mailOf(person) !== mail.toLowerCase()) throw new Error(`${mail} is nobody's mail`);
  return person.toLowerCase();
}
