import { claim, keyAt, listIn } from "../../seed.ts";
import { type At, entries, field, given, text } from "../../shape.ts";
import { readRole } from "../fields.ts";
import { idNamed, uuid } from "../ids.ts";
import type { Role } from "../roles.ts";
import { fold } from "../users.ts";

/** What a seed defines. Whatever is mentioned must be among it. */
export interface Names {
  /** Folded e-mail → id. */
  readonly users: ReadonlyMap<string, string>;
  readonly clients: ReadonlySet<string>;
  readonly applications: ReadonlySet<string>;
}

/** What tells things of one sort apart, as far as it was seen. */
export type Taken = Set<string>;

/** The id that is written; else one made from `name`, and from a number where there are several of that name. */
export function idOf(owner: At, name: string, taken: Taken): string {
  const at = field(owner, "id");
  if (given(at)) {
    const id = text(at);
    if (!uuid.test(id)) at.fail(at.path, `must be a UUID in lower case, and "${id}" is none`);
    claim(at, id, taken);
    return id;
  }
  let id = idNamed(name);
  for (let number = 2; taken.has(id); number += 1) id = idNamed(`${name} ${number}`);
  taken.add(id);
  return id;
}

/** The id of a person of the seed. */
export function knownUser(at: At, users: Names["users"]): string {
  const email = text(at);
  const id = users.get(fold(email));
  return id ?? at.fail(at.path, `refers to ${email}, who is not among the users of the seed`);
}

export function knownClient(at: At, names: Names): string {
  const id = text(at);
  return names.clients.has(id)
    ? id
    : at.fail(at.path, `refers to ${id}, which is not among the clients of the seed`);
}

/** The applications that are shared with a target, each once. */
export function readApplications(owner: At, names: Names): string[] {
  const taken: Taken = new Set();
  return listIn(owner, "applications").map((at) => {
    const id = text(at);
    if (!names.applications.has(id)) {
      at.fail(at.path, `refers to ${id}, which is not among the applications of the seed`);
    }
    claim(at, id, taken);
    return id;
  });
}

/** `alice@example.com: editor`: the ids of people with their roles, each once. */
export function readRoles(owner: At, names: Names): [string, Role, At][] {
  const members = field(owner, "members");
  if (!given(members)) return [];
  const taken: Taken = new Set();
  return entries(members).map(([email, at]) => {
    const user = knownUser(keyAt(email, at), names.users);
    claim(at, user, taken, email);
    return [user, readRole(at), at];
  });
}
