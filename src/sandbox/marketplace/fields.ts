import { type At, field, items, oneOf, optional, text } from "../shape.ts";
import { type Role, roles } from "./roles.ts";
import { fold } from "./users.ts";

/** Name and description, of an organization or a team. */
export interface Details {
  readonly name: string;
  readonly description: string;
}

/** All of them: what is left out is emptied, since a PUT replaces (marketplace.md §6.8). */
export function readDetails(at: At): Details {
  return {
    name: readName(field(at, "name")),
    description: optional(field(at, "description"), readText) ?? "",
  };
}

/** 1 to 255 characters (§3.1). */
export function readName(at: At): string {
  const name = readText(at);
  return name !== "" && name.length <= 255 ? name : at.fail(at.path, "must have 1 to 255 characters");
}

/** Half a surrogate pair is no text, and NUL ends texts in many a database: both would be stored as something else. */
export function readText(at: At): string {
  const value = text(at);
  const storable = value.isWellFormed() && !value.includes("\0");
  return storable ? value : at.fail(at.path, "must be well-formed Unicode without NUL");
}

export function readRole(at: At): Role {
  return oneOf(at, roles);
}

/** An address as it is written; at most 254 characters, as everywhere. */
export function readEmail(at: At): string {
  const email = readText(at).trim();
  return email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email)
    ? email
    : at.fail(at.path, "must be an e-mail");
}

/** People to be added, each with their own role; nobody twice (§3.2 M2). */
export function readBatch(at: At): readonly { readonly email: string; readonly role: Role }[] {
  const members = field(at, "members");
  const entries = items(members);
  if (entries.length === 0) members.fail(members.path, "must not be empty");
  const seen = new Set<string>();
  return entries.map((entry) => {
    const email = readEmail(field(entry, "email"));
    if (seen.has(fold(email))) entry.fail(entry.path, `repeats ${email}`);
    seen.add(fold(email));
    return { email, role: readRole(field(entry, "role")) };
  });
}
