import { claim } from "../../seed.ts";
import { type At, field, filled, given, optional, text } from "../../shape.ts";
import type { Org } from "../orgs.ts";
import { emailPattern, type User } from "../users.ts";

/** What a seed defined so far. Whatever is mentioned must be among it. */
export interface Names {
  /** By mail address, in lower case. */
  readonly users: ReadonlyMap<string, User>;
  readonly pods: readonly string[];
  readonly orgs: readonly Org[];
}

export function newEmail(at: At): string {
  const email = text(at);
  return emailPattern.test(email) ? email : at.fail(at.path, "must be an email address");
}

export function knownUser(at: At, names: Names): User {
  const email = text(at);
  const user = names.users.get(email.toLowerCase());
  return user ?? at.fail(at.path, `refers to ${email}, who is not among the users of the seed`);
}

/** The organization with an id, or else with a name that only one has. */
export function knownOrg(at: At, { orgs }: Names): Org {
  const named = text(at);
  const found = orgs.find(({ id }) => id === named);
  if (found !== undefined) return found;
  const [first, second] = orgs.filter(({ name }) => name === named);
  if (first === undefined) {
    return at.fail(at.path, `refers to ${named}, which is not among the orgs of the seed`);
  }
  return second === undefined
    ? first
    : at.fail(at.path, `refers to ${named}, and several orgs have that name`);
}

export function knownPod(at: At, { pods }: Names): string {
  const name = given(at) ? text(at) : pods[0];
  if (name === undefined) return at.fail(at.path, "must name a pod, and there is none");
  return pods.includes(name) ? name : at.fail(at.path, `refers to ${name}, which is not among the pods`);
}

/** The id under `id`, or the one made up for it: there only once. */
export function newId(at: At, made: string, taken: Set<string>): string {
  const written = field(at, "id");
  const id = optional(written, filled) ?? made;
  claim(written, `the id ${id}`, taken);
  return id;
}
