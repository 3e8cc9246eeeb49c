import { emailPattern, foldEmail } from "../../../model/keys.ts";
import type { Resource } from "../../../model/resource.ts";
import { text } from "../../../model/value.ts";

/** How people are known: by e-mail, whatever its case (cloud-console.md §6.15). */
export const person = {
  description: "The person's e-mail, in any case. Only people with an account can be named.",
  pattern: emailPattern,
  example: "carol@example.com",
  fold: foldEmail,
  person: true,
} as const;

/**
 * The id of an account stands in the lists of people who have accepted; what an invitation is called there is its e-mail
 * (cloud-console.md §1).
 */
export function userOf({ pending, facts }: Resource): string | undefined {
  return pending === undefined ? text(facts?.rowId) : undefined;
}

/** The account that must exist before anything can be given to it (§6.3). */
export function accountOf(resource: Resource): string {
  return resource.key;
}

/** What a project's key looks like where the file has no label for it (§1). */
export const projectId = /^[0-9a-f]{32}$/;
