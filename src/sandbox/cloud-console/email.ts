/** E-mails compare trimmed and in lower case; what was written is kept (cloud-console.md §6.15). */
export function fold(email: string): string {
  return email.trim().toLowerCase();
}

/** What is wrong with an address that is to be registered, or null. */
export function emailProblem(email: string): string | null {
  const plain = email.length <= 254 && email.isWellFormed() && !/\p{Cc}/u.test(email);
  return plain && /^[^\s@]+@[^\s@]+$/.test(email) ? null : "must be an e-mail address";
}
