/** People by name: what stands for a handle where a key may name somebody ({@link KeyRule.person}). */
import type { Person } from "./configuration.ts";
import { foldKey, type Kind } from "./kind.ts";

/** What a name in `people` looks like: lower case, so that no two of them look alike. */
export const personName = "[a-z0-9][a-z0-9._-]*";

const prefix = "person:";
const reference = new RegExp(`^${prefix}${personName}$`);

/** The key that speaks of a person: `person:alice`. */
export function referenceTo(name: string): string {
  return prefix + name;
}

/** Whether a key of the kind speaks of a person, well or badly spelled. */
export function isReference(kind: Kind, key: string): boolean {
  return kind.key.person === true && key.startsWith(prefix);
}

/** The name in a reference; null where it cannot be one. */
export function referredName(key: string): string | null {
  return reference.test(key) ? key.slice(prefix.length) : null;
}

/** The pattern of a key that may also be a reference. */
export function withReferences({ key }: Kind): string | undefined {
  if (key.person !== true || key.pattern === undefined) return key.pattern;
  return `${key.pattern}|^${prefix}${personName}$`;
}

/** Finds people by the keys of a kind. */
export function peopleByKey(kind: Kind, people: Iterable<Person>): ReadonlyMap<string, Person> {
  return new Map([...people].map((person) => [foldKey(kind, person.handle), person]));
}
