import { type At, text } from "../../shape.ts";
import { everybody } from "../levels.ts";

/** Whom a seed defines. Whoever is mentioned must be among them. */
export interface Names {
  readonly users: ReadonlySet<string>;
  readonly orgs: ReadonlySet<string>;
}

/** An id at a place where it defines something: well-formed, and not there twice. */
export function newId(at: At, pattern: RegExp, taken: Set<string>): string {
  const id = text(at);
  if (!pattern.test(id)) return at.fail(at.path, `must match ${pattern.source}, and "${id}" does not`);
  if (taken.has(id)) return at.fail(at.path, `repeats ${id}`);
  taken.add(id);
  return id;
}

export function knownUser(at: At, names: Names): string {
  const id = text(at);
  return names.users.has(id)
    ? id
    : at.fail(at.path, `refers to ${id}, which is not among the users of the seed`);
}

/** A user or an org. */
export function knownPayer(at: At, names: Names): string {
  const id = text(at);
  if (names.users.has(id) || names.orgs.has(id)) return id;
  return at.fail(at.path, `refers to ${id}, which is neither among the users nor the orgs of the seed`);
}

/** A user, an org or PUBLIC. */
export function knownPrincipal(at: At, names: Names): string {
  return at.value === everybody ? everybody : knownPayer(at, names);
}
