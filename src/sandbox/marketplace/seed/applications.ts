import { claim, listIn } from "../../seed.ts";
import { type At, field, oneOf, only, optional } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { environments, insertApplication } from "../applications.ts";
import { readName } from "../fields.ts";
import { readable } from "./clients.ts";
import { knownUser, type Taken } from "./names.ts";

/** Stores the applications of a seed and returns their client ids. They are not made through the API (marketplace.md §3.4). */
export function loadApplications(
  store: Store,
  seed: At,
  users: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const ids: Taken = new Set();
  for (const at of listIn(seed, "applications")) {
    only(at, ["clientId", "owner", "name", "environment"]);
    const clientId = readable(field(at, "clientId"));
    claim(field(at, "clientId"), clientId, ids);
    insertApplication(store, {
      clientId,
      ownerUserId: knownUser(field(at, "owner"), users),
      name: optional(field(at, "name"), readName) ?? clientId,
      environment: optional(field(at, "environment"), (one) => oneOf(one, environments)) ?? "production",
    });
  }
  return ids;
}
