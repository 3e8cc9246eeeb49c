import { randomUUID } from "node:crypto";
import { claim, listIn } from "../../seed.ts";
import { type At, field, filled, given, nullable, oneOf, only, optional } from "../../shape.ts";
import { uuidOf } from "../ids.ts";
import type { Invite } from "../invites.ts";
import { type Role, roleNames } from "../roles.ts";
import { knownUser, type Names, newEmail, newId } from "./names.ts";

const known = ["email", "role", "id", "code", "sender", "acceptedBy"];

/**
 * The invites of an organization: pending ones, and with `acceptedBy` those that made somebody a member. Who sent it
 * is the first owner where nobody is said, and the platform itself where `sender` is null.
 */
export function readInvites(
  at: At,
  org: string,
  names: Names,
  members: ReadonlyMap<string, Role>,
  taken: Set<string>,
): Invite[] {
  const [firstOwner = ""] = [...members.keys()].filter((id) => members.get(id) === "owner");
  return listIn(at, "invites").map((one) => {
    only(one, known);
    const email = newEmail(field(one, "email"));
    const code = field(one, "code");
    const accepted = field(one, "acceptedBy");
    const invite: Invite = {
      id: newId(one, uuidOf("invite", org, email.toLowerCase()), taken),
      org,
      email,
      role: oneOf(field(one, "role"), roleNames),
      sender: senderAt(field(one, "sender"), names) ?? firstOwner,
      code: optional(code, filled) ?? randomUUID(),
      codeGiven: given(code),
      acceptedBy: optional(accepted, (who) => knownUser(who, names).id) ?? null,
    };
    claim(code, `the code ${invite.code}`, taken);
    // Nobody is invited twice at a time. A member may be waited for: who accepts need not be who was invited.
    if (invite.acceptedBy === null) {
      claim(field(one, "email"), `the pending invite of ${email.toLowerCase()} to ${org}`, taken);
    }
    return invite;
  });
}

/** Empty where the platform itself invited; undefined where nobody is said. */
function senderAt(at: At, names: Names): string | undefined {
  return optional(at, (sender) => nullable(sender, (who) => knownUser(who, names).id) ?? "");
}
