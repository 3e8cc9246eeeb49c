import { claim } from "../../seed.ts";
import { type At, bool, entries, field, filled, oneOf, only, optional, text } from "../../shape.ts";
import { materialOf, type UserKey, unfitName } from "../keys.ts";
import { accountFor, type Mfa, mfaTypes, type User } from "../users.ts";
import { newEmail, newId } from "./names.ts";

const known = ["email", "id", "name", "username", "password", "mfa", "keys", "locked"];

export interface SeedUser {
  readonly user: User;
  readonly keys: readonly UserKey[];
}

/** A user of a seed; all but the mail address has a default. `taken` holds what may be there only once. */
export function readUser(at: At, taken: Set<string>): SeedUser {
  only(at, known);
  const email = newEmail(field(at, "email"));
  claim(field(at, "email"), `the email ${email.toLowerCase()}`, taken);
  const plain = accountFor(email);
  const username = optional(field(at, "username"), filled);
  if (username !== undefined) {
    claim(field(at, "username"), `the username ${username.toLowerCase()}`, taken);
  }
  const user: User = {
    id: newId(at, plain.id, taken),
    email,
    name: optional(field(at, "name"), text) ?? plain.name,
    username: username ?? null,
    password: optional(field(at, "password"), filled) ?? null,
    mfa: optional(field(at, "mfa"), readMfa) ?? null,
    locked: optional(field(at, "locked"), bool) ?? false,
  };
  return { user, keys: optional(field(at, "keys"), (keys) => readKeys(keys, taken)) ?? [] };
}

function readMfa(at: At): Mfa {
  only(at, ["type", "code"]);
  return { type: oneOf(field(at, "type"), mfaTypes), code: filled(field(at, "code")) };
}

function readKeys(at: At, taken: Set<string>): UserKey[] {
  return entries(at).map(([name, one]) => {
    if (name === "" || unfitName.test(name))
      one.fail(one.path, "has a name that is empty or holds /, ? or %");
    const key = filled(one);
    claim(one, `the key ${materialOf(key)}`, taken);
    return { name, key };
  });
}
