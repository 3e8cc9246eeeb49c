import type { Call, Visit } from "./call.ts";
import { badRequest } from "./errors.ts";
import { organizationOf, rulesFor } from "./organizations.ts";
import { vendorPolicy } from "./password-policy.ts";
import { type Person, problemsOf } from "./passwords.ts";
import { addFormerPassword, formerPasswords, type User } from "./users.ts";

/** Passes where the password fits the rules of the organization (cloud-elements.md §5.9, §5.10). */
export function requireFit(
  { store, settings }: Call | Visit,
  organization: number,
  password: string,
  person: Person,
): void {
  const { passwordPolicy } = organizationOf(store, organization);
  const problems = problemsOf(password, person, rulesFor(settings.modernPasswords, passwordPolicy));
  if (problems.length > 0) throw badRequest(problems.join("; "));
}

/** The user with another password. Refuses one that does not fit, and one of the last few (§5.9). */
export function withPassword(visit: Call | Visit, user: User, password: string): User {
  const { store, now } = visit;
  requireFit(visit, user.organization, password, user);
  const policy = organizationOf(store, user.organization).passwordPolicy ?? vendorPolicy;
  const last = [...formerPasswords(store, user.id), user].slice(-policy.previousPasswordCount);
  if (policy.previousPasswordCount > 0 && last.some((one) => one.password === password)) {
    throw badRequest(`Password must not be one of the last ${policy.previousPasswordCount} passwords`);
  }
  addFormerPassword(store, user.id, user.password, user.passwordGiven);
  return { ...user, password, passwordGiven: false, passwordSet: now };
}

/** True where the password is older than the policy lets it become. */
export function isExpired({ store, settings, now }: Visit, user: User): boolean {
  if (settings.modernPasswords) return false;
  const { expirationDays } = organizationOf(store, user.organization).passwordPolicy ?? vendorPolicy;
  return expirationDays > 0 && now - user.passwordSet > expirationDays * 24 * 60 * 60 * 1000;
}
