import { type At, items, text } from "../shape.ts";
import type { Store } from "../store.ts";
import type { Listed } from "./billing.ts";
import { fold } from "./email.ts";
import { notRegistered } from "./errors.ts";
import { type User, userByEmail } from "./users.ts";

/** The account of an address in a request (cloud-console.md §6.3). */
export function registered(store: Store, email: string): User {
  const user = userByEmail(store, email);
  if (user === undefined) throw notRegistered([email.trim()]);
  return user;
}

/** A list of addresses: all registered or none taken, each person once (§3.5 B3). */
export function registeredAll(store: Store, at: At): Listed[] {
  const emails = new Map(items(at).map((one) => [fold(text(one)), text(one).trim()]));
  const people: Listed[] = [];
  const unknown: string[] = [];
  for (const email of emails.values()) {
    const user = userByEmail(store, email);
    if (user === undefined) unknown.push(email);
    else people.push({ user: user.id, email });
  }
  if (unknown.length > 0) throw notRegistered(unknown);
  return people;
}
