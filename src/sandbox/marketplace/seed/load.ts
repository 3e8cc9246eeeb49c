import { seedOf } from "../../seed.ts";
import { field, only, optional, whole } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { insertSettings, usualTokenSeconds } from "../oauth/settings.ts";
import { loadApplications } from "./applications.ts";
import { loadClients } from "./clients.ts";
import { loadCodes } from "./codes.ts";
import { loadOrganizations } from "./organizations.ts";
import { loadUsers } from "./users.ts";

/** Stores a seed document, or throws a SandboxError that names the first place where it is wrong. */
export function load(store: Store, document: unknown): void {
  const seed = seedOf(document);
  only(seed, ["settings", "clients", "users", "codes", "applications", "organizations"]);
  const now = Date.now();
  const seconds = optional(field(seed, "settings"), (settings) => {
    only(settings, ["tokenSeconds"]);
    return optional(field(settings, "tokenSeconds"), (at) => whole(at, 1, 1_000_000_000));
  });
  insertSettings(store, seconds ?? usualTokenSeconds);
  const clients = loadClients(store, seed);
  const users = loadUsers(store, seed, now);
  const applications = loadApplications(store, seed, users);
  const names = { users, clients, applications };
  loadCodes(store, seed, names);
  loadOrganizations(store, seed, names, now);
}
