import type { Resource } from "../../../model/resource.ts";

const part = "[^@\\s\\u0000-\\u001f\\u007f]+";

/** How people are known: by e-mail, whatever its case (cloud-console.md §6.15). */
export const person = {
  description: "The person's e-mail, in any case. Only people with an account can be named.",
  pattern: `^${part}@${part}$`,
  example: "carol@example.com",
  fold: foldEmail,
} as const;

export function foldEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** The account that must exist before anything can be given to it (§6.3). */
export function accountOf(resource: Resource): string {
  return resource.key;
}

/** A label: no control characters, no blanks at its ends. */
export const labelPattern =
  "^[^\\s\\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$";

/** What a project's key looks like where the file has no label for it (§1). */
export const projectId = /^[0-9a-f]{32}$/;
