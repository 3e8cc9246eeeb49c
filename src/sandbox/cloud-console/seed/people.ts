import { listIn } from "../../seed.ts";
import { type At, text } from "../../shape.ts";
import type { Listed } from "../billing.ts";
import { fold } from "../email.ts";

/** Whom a seed defines: folded e-mail → id. Whoever is mentioned must be among them. */
export type People = ReadonlyMap<string, string>;

/** A person in a seed, and where they stand in it. */
export interface Mention extends Listed {
  readonly at: At;
}

export function person(at: At, people: People): Mention {
  const email = text(at).trim();
  const user = people.get(fold(email));
  if (user === undefined) at.fail(at.path, `refers to ${email}, who is not among the users of the seed`);
  return { user, email, at };
}

/** The people in the list under `key`, each once; none where there is no list. */
export function peopleIn(owner: At, key: string, people: People): Mention[] {
  const seen = new Set<string>();
  return listIn(owner, key).map((at) => once(person(at, people), seen));
}

function once(mention: Mention, seen: Set<string>): Mention {
  const { user, email, at } = mention;
  if (seen.has(user)) at.fail(at.path, `repeats ${email}`);
  seen.add(user);
  return mention;
}

/** Refuses mentions of people who are in `others`, for the reason that `what` gives. */
export function disjoint(mentions: readonly Mention[], others: ReadonlySet<string>, what: string): void {
  for (const { user, email, at } of mentions) {
    if (others.has(user)) at.fail(at.path, `names ${email}, who ${what}`);
  }
}

export function idsOf(mentions: readonly Mention[]): Set<string> {
  return new Set(mentions.map(({ user }) => user));
}
