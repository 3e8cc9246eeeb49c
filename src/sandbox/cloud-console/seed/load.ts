import { SandboxError } from "../../error.ts";
import { type At, field, given, items, only, optional, root, whole } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { defaultSeconds, initTokens } from "../tokens.ts";
import { idTaker } from "./ids.ts";
import { loadOrganization } from "./organizations.ts";
import { loadRegions } from "./regions.ts";
import { loadUsers } from "./users.ts";

function refuse(path: string, problem: string): never {
  throw new SandboxError(`The seed is malformed: ${path} ${problem}.`);
}

/** Stores a seed document, or throws a SandboxError that names the first place where it is wrong. */
export function load(store: Store, document: unknown): void {
  const seed = root(document, refuse, "seed");
  only(seed, ["settings", "users", "regions", "organizations"]);
  initTokens(store, optional(field(seed, "settings"), tokenSeconds) ?? defaultSeconds);
  const takeId = idTaker();
  const people = loadUsers(store, list(seed, "users"), takeId);
  const regions = loadRegions(store, field(seed, "regions"));
  for (const [position, at] of list(seed, "organizations").entries()) {
    loadOrganization(store, at, position, regions, people, takeId);
  }
}

function tokenSeconds(settings: At): number | undefined {
  only(settings, ["tokenSeconds"]);
  return optional(field(settings, "tokenSeconds"), (at) => whole(at, 1));
}

function list(seed: At, key: string): At[] {
  const at = field(seed, key);
  return given(at) ? items(at) : [];
}
