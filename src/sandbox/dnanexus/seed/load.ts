import { listIn, seedOf } from "../../seed.ts";
import { type At, field, given, only } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { addPrincipal, type Executable, insertExecutable } from "../executables.ts";
import { idAt, orgId, projectId, userId } from "../ids.ts";
import { insertOrg, putMember } from "../orgs.ts";
import { insertProject, setPermission } from "../projects.ts";
import { insertUser } from "../users.ts";
import { readExecutable } from "./executables.ts";
import { type Names, newId } from "./names.ts";
import { readMembers, readOrg } from "./orgs.ts";
import { readProject } from "./projects.ts";
import { readUser } from "./users.ts";

/** Stores a seed document, or throws a SandboxError that names the first place where it is wrong. */
export function load(store: Store, document: unknown): void {
  const seed = seedOf(document);
  only(seed, ["users", "orgs", "projects", "apps"]);
  const now = Date.now();
  const users = identified(listIn(seed, "users"), userId);
  const orgs = identified(listIn(seed, "orgs"), orgId);
  const names: Names = { users: new Set(users.keys()), orgs: new Set(orgs.keys()) };
  const firstAdmins = new Map<string, string>();

  const taken = new Set<string>();
  for (const [id, at] of users) insertUser(store, readUser(at, id, names, taken), now);
  for (const [id, at] of orgs) {
    insertOrg(store, readOrg(at, id), now);
    for (const [user, member] of readMembers(at, names)) {
      putMember(store, id, user, member);
      if (member.level === "ADMIN" && !firstAdmins.has(id)) firstAdmins.set(id, user);
    }
  }
  const adminOf = (org: string): string | undefined => firstAdmins.get(org);
  loadProjects(store, listIn(seed, "projects"), names, adminOf, now);
  loadExecutables(store, listIn(seed, "apps"), names, adminOf, now);
}

type AdminOf = (org: string) => string | undefined;

/** By id, in the order of the seed. */
function identified(entries: readonly At[], pattern: RegExp): Map<string, At> {
  const taken = new Set<string>();
  return new Map(entries.map((at) => [newId(field(at, "id"), pattern, taken), at]));
}

function loadProjects(
  store: Store,
  projects: readonly At[],
  names: Names,
  adminOf: AdminOf,
  now: number,
): void {
  const taken = new Set<string>();
  for (const [position, at] of projects.entries()) {
    const written = field(at, "id");
    const id = newId(
      given(written) ? written : { ...written, value: idAt("project", position) },
      projectId,
      taken,
    );
    const { project, permissions } = readProject(at, id, names, adminOf, now);
    insertProject(store, project);
    for (const [principal, level] of permissions) setPermission(store, id, principal, level);
  }
}

function loadExecutables(
  store: Store,
  apps: readonly At[],
  names: Names,
  adminOf: AdminOf,
  now: number,
): void {
  const taken = new Set<string>();
  const payers = new Map<string, string>();
  for (const [position, at] of apps.entries()) {
    const idOf = (prefix: string): string => {
      const written = field(at, "id");
      const pattern = new RegExp(`^${prefix}-[0-9A-Za-z]{24}$`);
      return newId(given(written) ? written : { ...written, value: idAt(prefix, position) }, pattern, taken);
    };
    const { executable, developers, authorizedUsers } = readExecutable(at, idOf, names, adminOf, now);
    requireConsistent(at, executable, taken, payers);
    insertExecutable(store, executable);
    for (const one of developers) addPrincipal(store, executable, "developer", one);
    for (const one of authorizedUsers) addPrincipal(store, executable, "authorized", one);
  }
}

/** Versions of a name are distinct and have one payer (dnanexus.md §5). */
function requireConsistent(
  at: At,
  { class: of, name, version, billTo }: Omit<Executable, "position">,
  taken: Set<string>,
  payers: Map<string, string>,
): void {
  const named = `${of}-${name}`;
  const versioned = `${named}/${version}`;
  if (taken.has(versioned)) at.fail(`${at.path}.version`, `repeats ${versioned}`);
  taken.add(versioned);
  const payer = payers.get(named) ?? billTo;
  if (payer !== billTo)
    at.fail(`${at.path}.billTo`, `must be ${payer}, as in the other versions of ${named}`);
  payers.set(named, payer);
}
