import { claim, listIn } from "../../seed.ts";
import { type At, field, given, only, text } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { insertClient } from "../oauth/clients.ts";
import type { Taken } from "./names.ts";

/** Stores the clients of a seed, one where it names none, and returns their ids. */
export function loadClients(store: Store, seed: At): ReadonlySet<string> {
  const at = field(seed, "clients");
  const ids: Taken = new Set();
  if (!given(at)) {
    insertClient(store, { id: "charter", secret: "charter-secret" });
    return ids.add("charter");
  }
  for (const client of listIn(seed, "clients")) {
    only(client, ["id", "secret"]);
    const id = readable(field(client, "id"));
    // What comes before the first colon is the id (RFC 7617 §2).
    if (id.includes(":")) client.fail(`${client.path}.id`, "must not contain a colon");
    claim(field(client, "id"), id, ids);
    insertClient(store, { id, secret: readable(field(client, "secret")) });
  }
  if (ids.size === 0) at.fail(at.path, "must not be empty; leave it out for the usual one");
  return ids;
}

/** Text that passes through headers and forms as it is. */
export function readable(at: At): string {
  const value = text(at);
  return /^[\x21-\x7e]+$/.test(value) ? value : at.fail(at.path, "must be printable ASCII without blanks");
}
