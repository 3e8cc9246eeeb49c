import { listIn, seedOf } from "../../seed.ts";
import { type At, bool, field, only, optional } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { grant, insertEnvironment } from "../environments.ts";
import { insertGroup, joinGroup } from "../groups.ts";
import { insertInvite } from "../invites.ts";
import { insertKey } from "../keys.ts";
import { insertMember } from "../members.ts";
import { insertOrg, type Org } from "../orgs.ts";
import { insertPod } from "../pods.ts";
import type { Role } from "../roles.ts";
import { putSettings, type Settings } from "../settings.ts";
import { insertUser, type User } from "../users.ts";
import { readEnvironment, readPods } from "./environments.ts";
import { readInvites } from "./invites.ts";
import type { Names } from "./names.ts";
import { readGroups, readMembers, readOrg } from "./orgs.ts";
import { readUser } from "./users.ts";

/** Stores a seed document, or throws a SandboxError that names the first place where it is wrong. */
export function load(store: Store, document: unknown): void {
  const seed = seedOf(document);
  only(seed, ["settings", "users", "pods", "orgs", "environments"]);
  putSettings(store, readSettings(field(seed, "settings")));
  const users = loadUsers(store, listIn(seed, "users"));
  const pods = readPods(field(seed, "pods"));
  for (const pod of pods) insertPod(store, pod);
  const entries = listIn(seed, "orgs");
  const taken = new Set<string>();
  const orgs = entries.map((at) => readOrg(at, taken));
  const names: Names = { users, orgs, pods: pods.map(({ name }) => name) };
  const members = loadOrgs(store, entries, names);
  loadEnvironments(store, listIn(seed, "environments"), names, members);
}

function readSettings(at: At): Settings {
  const settings = at.value === undefined ? { ...at, value: {} } : at;
  only(settings, ["requireNonce", "checkNonce"]);
  return {
    requireNonce: optional(field(settings, "requireNonce"), bool) ?? true,
    checkNonce: optional(field(settings, "checkNonce"), bool) ?? true,
  };
}

function loadUsers(store: Store, entries: readonly At[]): ReadonlyMap<string, User> {
  const taken = new Set<string>();
  const users = new Map<string, User>();
  for (const at of entries) {
    const { user, keys } = readUser(at, taken);
    insertUser(store, user);
    for (const key of keys) insertKey(store, user.id, key);
    users.set(user.email.toLowerCase(), user);
  }
  return users;
}

type Members = ReadonlyMap<string, ReadonlyMap<string, Role>>;

/** Returns the roles in each organization. */
function loadOrgs(store: Store, entries: readonly At[], names: Names): Members {
  const taken = new Set<string>();
  const all = new Map<string, ReadonlyMap<string, Role>>();
  for (const [index, at] of entries.entries()) {
    const org = names.orgs[index];
    if (org !== undefined) all.set(org.id, loadOrg(store, at, org, names, taken));
  }
  return all;
}

function loadOrg(
  store: Store,
  at: At,
  org: Org,
  names: Names,
  taken: Set<string>,
): ReadonlyMap<string, Role> {
  insertOrg(store, org);
  const members = readMembers(at, names);
  for (const [user, role] of members) insertMember(store, org.id, user, role);
  for (const invite of readInvites(at, org.id, names, members, taken)) insertInvite(store, invite);
  for (const { group, members: inGroup } of readGroups(at, names, members)) {
    insertGroup(store, org.id, group);
    for (const user of inGroup) joinGroup(store, org.id, group.name, user);
  }
  return members;
}

function loadEnvironments(store: Store, entries: readonly At[], names: Names, members: Members): void {
  const taken = new Set<string>();
  for (const at of entries) {
    const { environment, users } = readEnvironment(at, names, members, taken);
    insertEnvironment(store, environment);
    for (const user of users) grant(store, environment, user);
  }
}
