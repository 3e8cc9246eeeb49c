import type { PasswordPolicy } from "./password-policy.ts";

/** Whose password it is: it must not contain their names. */
export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** The rules in force: those of the organization, or the fixed one of 2020 (cloud-elements.md §5.10). */
export type PasswordRules =
  | { readonly kind: "policy"; readonly policy: PasswordPolicy }
  | { readonly kind: "fixed" };

const upper = /\p{Lu}/gu;
const lower = /\p{Ll}/gu;
const digit = /\p{Nd}/gu;
const symbol = /[^\p{L}\p{N}]/gu;

/** Everything that is wrong with a password, as sentences; empty where it may be taken. */
export function problemsOf(password: string, person: Person, rules: PasswordRules): string[] {
  return rules.kind === "fixed" ? againstFixedRule(password) : againstPolicy(password, person, rules.policy);
}

function count(password: string, pattern: RegExp): number {
  return password.match(pattern)?.length ?? 0;
}

function againstPolicy(password: string, person: Person, policy: PasswordPolicy): string[] {
  const problems: string[] = [];
  const atLeast = (least: number, found: number, what: string): void => {
    if (found < least) problems.push(`Password must contain at least ${least} ${what}`);
  };
  const symbols = password.match(symbol) ?? [];
  const allowed = symbols.filter((one) => policy.symbolCharacterSet.includes(one));
  atLeast(policy.minLength, [...password].length, "characters");
  atLeast(policy.minNumbers, count(password, digit), "numeric character(s)");
  atLeast(policy.minUppercase, count(password, upper), "uppercase character(s)");
  atLeast(policy.minLowercase, count(password, lower), "lowercase character(s)");
  atLeast(policy.minSymbols, allowed.length, `special character(s) of ${policy.symbolCharacterSet}`);
  if (allowed.length < symbols.length) {
    problems.push(`Password must not contain a special character other than ${policy.symbolCharacterSet}`);
  }
  const mustNotContain = (part: string, what: string): void => {
    if (part !== "" && password.toLowerCase().includes(part.toLowerCase())) {
      problems.push(`Password must not contain the ${what}`);
    }
  };
  mustNotContain(person.firstName, "first name");
  mustNotContain(person.lastName, "last name");
  mustNotContain(userName(person), "username");
  return problems;
}

/** The part of the mail before the @. */
function userName({ email }: Person): string {
  return email.slice(0, Math.max(0, email.lastIndexOf("@")));
}

function againstFixedRule(password: string): string[] {
  const problems: string[] = [];
  if ([...password].length < 10) problems.push("Password must contain at least 10 characters");
  const classes = [upper, lower, digit, symbol].filter((pattern) => count(password, pattern) > 0);
  if (classes.length < 3) {
    problems.push("Password must contain at least 3 of uppercase, lowercase, numeric and special characters");
  }
  if (/(.)\1\1/su.test(password)) problems.push("Password must not contain three equal characters in a row");
  return problems;
}

/** The password of people of whom a seed says nothing. */
const usual = "Passw0rd!ok";

/** A password for somebody of whom none is known: always the same one; undefined where none comes to mind. */
export function suggestPassword(person: Person, rules: PasswordRules): string | undefined {
  const fits = (password: string): boolean => problemsOf(password, person, rules).length === 0;
  if (fits(usual)) return usual;
  const policy = rules.kind === "fixed" ? null : rules.policy;
  // Letters side by side in the alphabet are no name, and three in a row are never equal.
  for (let shift = 0; shift < 26; shift += 1) {
    const password = [
      take("ABCDEFGHIJKLMNOPQRSTUVWXYZ", Math.max(1, policy?.minUppercase ?? 0), shift),
      take("5678901234", Math.max(1, policy?.minNumbers ?? 0), shift),
      take(policy?.symbolCharacterSet ?? "", policy?.minSymbols ?? 0, shift),
    ].join("");
    const rest = Math.max(policy?.minLowercase ?? 0, (policy?.minLength ?? 10) - password.length);
    const whole = password + take("abcdefghijklmnopqrstuvwxyz", Math.min(rest, 1000), shift + 13);
    if (fits(whole)) return whole;
  }
  return undefined;
}

/** So many characters of a set, round and round. */
function take(set: string, length: number, start: number): string {
  let taken = "";
  for (let n = 0; n < length && set !== ""; n += 1) taken += set[(start + n) % set.length] ?? "";
  return taken;
}
