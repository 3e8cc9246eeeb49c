import { claim, listIn } from "../../seed.ts";
import { type At, bool, field, filled, nullable, oneOf, only, optional, text, texts } from "../../shape.ts";
import { makeToken } from "../../token.ts";
import type { Account } from "../accounts.ts";
import { never } from "../dates.ts";
import { type PasswordRules, type Person, problemsOf, suggestPassword } from "../passwords.ts";
import { administratorKeys, baseKeys } from "../privileges.ts";
import { makeUserSecret, userSecret } from "../secrets.ts";
import { mail } from "../user-input.ts";
import { baseIn } from "../user-writes.ts";
import { lockedForGood, type Profile, profileFields, type User } from "../users.ts";
import { createdAt, matching } from "./read.ts";

const keys = [
  "email",
  "id",
  "firstName",
  "lastName",
  ...profileFields,
  "active",
  "roles",
  "baseRole",
  "secret",
  "password",
  "formerPasswords",
  "locked",
  "createdDate",
];

/** A user of a seed with everything that belongs to them. */
export interface SeedUser {
  readonly user: Omit<User, "id">;
  readonly roles: readonly string[];
  /** The newest last. */
  readonly formerPasswords: readonly string[];
}

/** Where a user of a seed stands. */
export interface Place {
  readonly account: Account;
  readonly rules: PasswordRules;
  readonly now: number;
  /** The mails and secrets seen so far, on the whole platform. */
  readonly taken: Set<string>;
}

export function readUser(at: At, { account, rules, now, taken }: Place): SeedUser {
  only(at, keys);
  const email = mail(field(at, "email"));
  claim(field(at, "email"), `the email ${email.toLowerCase()}`, taken);
  const secret = optional(field(at, "secret"), (one) => matching(one, userSecret));
  if (secret !== undefined) claim(field(at, "secret"), "the secret of another user", taken);
  const person: Person = {
    email,
    firstName: optional(field(at, "firstName"), filled) ?? email.slice(0, email.indexOf("@")),
    lastName: optional(field(at, "lastName"), filled) ?? "Example",
  };
  const password = optional(field(at, "password"), (one) => fitting(one, person, rules));
  const locked = optional(field(at, "locked"), bool) ?? false;
  return {
    user: {
      organization: account.organization,
      account: account.id,
      ...person,
      profile: readProfile(at),
      active: optional(field(at, "active"), bool) ?? true,
      secret: secret ?? makeUserSecret(),
      secretGiven: secret !== undefined,
      token: makeToken(),
      password: password ?? suggested(at, person, rules),
      passwordGiven: password !== undefined,
      passwordSet: now,
      failedSignIns: 0,
      lockedUntil: locked ? lockedForGood : 0,
      createdDate: createdAt(at, now),
      lastLoginDate: never,
    },
    roles: readRoles(at, account),
    formerPasswords: optional(field(at, "formerPasswords"), texts) ?? [],
  };
}

function readProfile(at: At): Profile {
  const profile: { -readonly [K in keyof Profile]: string } = {};
  for (const name of profileFields) {
    const one = optional(field(at, name), text);
    if (one !== undefined) profile[name] = one;
  }
  return profile;
}

function fitting(at: At, person: Person, rules: PasswordRules): string {
  const password = filled(at);
  const [problem] = problemsOf(password, person, rules);
  return problem === undefined ? password : at.fail(at.path, `is refused: ${problem}`);
}

function suggested(at: At, person: Person, rules: PasswordRules): string {
  const password = suggestPassword(person, rules);
  return password ?? at.fail(`${at.path}.password`, "must be given: none that is made up fits the policy");
}

/** The roles that people give, and the base role: the platform's choice unless the seed overrides it. */
function readRoles(at: At, account: Account): string[] {
  const administrator = listIn(at, "roles").map((one) => {
    const role = oneOf(one, administratorKeys);
    if (role === "org-admin" && !account.isDefault) {
      one.fail(one.path, "can be org-admin in the default account only");
    }
    return role;
  });
  const base = optional(field(at, "baseRole"), (one) => nullable(one, (key) => oneOf(key, baseKeys)));
  const chosen = base === undefined ? baseIn(account) : base;
  return chosen === null ? administrator : [chosen, ...administrator];
}
