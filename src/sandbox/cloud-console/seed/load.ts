import { listIn, seedOf } from "../../seed.ts";
import { type At, field, only, optional, whole } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { defaultSeconds, initTokens } from "../tokens.ts";
import { idTaker } from "./ids.ts";
import { loadOrganization } from "./organizations.ts";
import { loadRegions } from "./regions.ts";
import { loadUsers } from "./users.ts";

/** Stores a seed document, or throws a SandboxError that names the first place where it is wrong. */
export function load(store: Store, document: unknown): void {
  const seed = seedOf(document);
  only(seed, ["settings", "users", "regions", "organizations"]);
  initTokens(store, optional(field(seed, "settings"), tokenSeconds) ?? defaultSeconds);
  const takeId = idTaker();
  const people = loadUsers(store, listIn(seed, "users"), takeId);
  const regions = loadRegions(store, field(seed, "regions"));
  for (const [position, at] of listIn(seed, "organizations").entries()) {
    loadOrganization(store, at, position, regions, people, takeId);
  }
}

function tokenSeconds(settings: At): number | undefined {
  only(settings, ["tokenSeconds"]);
  return optional(field(settings, "tokenSeconds"), (at) => whole(at, 1));
}
