import { claim } from "../../seed.ts";
import { type At, field, filled, nullable, only, optional, text } from "../../shape.ts";
import { makeToken } from "../../token.ts";
import { regionName, standardRegion } from "../regions.ts";
import { readMailPolicies, type User } from "../users.ts";
import { knownPayer, type Names } from "./names.ts";

const keys = ["id", "handle", "first", "middle", "last", "email", "billTo", "policies", "sshPublicKey"];

/** A user of a seed, all but the id with a default. `taken` holds the emails and tokens seen so far. */
export function readUser(at: At, id: string, names: Names, taken: Set<string>): User {
  only(at, [...keys, "defaultRegion", "token"]);
  optional(field(at, "policies"), (policies) => only(policies, ["emailWhenJobComplete"]));
  const handle = optional(field(at, "handle"), text) ?? id.slice("user-".length);
  if (`user-${handle.toLowerCase()}` !== id)
    at.fail(`${at.path}.handle`, `must be that of ${id} in some case`);
  const email = optional(field(at, "email"), filled) ?? `${handle.toLowerCase()}@example.com`;
  const token = optional(field(at, "token"), filled);
  claim(field(at, "email"), `the email ${email.toLowerCase()}`, taken);
  if (token !== undefined) {
    if (/\s/.test(token)) at.fail(`${at.path}.token`, "must not contain blanks");
    claim(field(at, "token"), `the token ${token}`, taken);
  }
  return {
    id,
    handle,
    first: optional(field(at, "first"), text) ?? handle,
    middle: optional(field(at, "middle"), text) ?? "",
    last: optional(field(at, "last"), text) ?? "",
    email,
    billTo: optional(field(at, "billTo"), (one) => knownPayer(one, names)) ?? id,
    policies: optional(field(at, "policies"), readMailPolicies) ?? {},
    sshPublicKey: optional(field(at, "sshPublicKey"), (one) => nullable(one, text)) ?? null,
    defaultRegion: optional(field(at, "defaultRegion"), regionName) ?? standardRegion,
    token: token ?? makeToken(),
    tokenGiven: token !== undefined,
  };
}
