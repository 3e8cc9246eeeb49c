import { numberOf, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import type { Call } from "./call.ts";
import { denied } from "./errors.ts";
import type { Executable, ExecutableRole } from "./executables.ts";
import { everybody, type Level, levelOf, rankOf } from "./levels.ts";
import { membership, type Org } from "./orgs.ts";
import type { Project } from "./projects.ts";

/** What a user may do in a project, and through what. */
export interface Access {
  /** The greatest of all ways. */
  readonly level: Level;
  /** The user, orgs or PUBLIC: every entry that gives the user something. */
  readonly sources: readonly string[];
}

/**
 * Effective access (dnanexus.md §2.2): the greater of what the user holds and what comes through an org, where
 * the latter is capped by the member's own projectAccess.
 */
const accessSql = `
  SELECT p.principal AS principal,
    CASE WHEN m.user IS NULL THEN p.level ELSE min(p.level, m.projectAccess) END AS level
  FROM permissions p LEFT JOIN members m ON m.org = p.principal AND m.user = ?1
  WHERE p.project = ?2 AND (p.principal = ?1 OR p.principal = '${everybody}' OR m.user IS NOT NULL)
  ORDER BY p.principal`;

export function accessTo(store: Store, user: string, project: string): Access {
  let rank = 0;
  const sources: string[] = [];
  for (const row of store.all(accessSql, (one) => one, user, project)) {
    const level = numberOf(row, "level");
    if (level === 0) continue;
    sources.push(textOf(row, "principal"));
    rank = Math.max(rank, level);
  }
  return { level: levelOf(rank), sources };
}

export function isAdmin(store: Store, org: string, user: string): boolean {
  return membership(store, org, user)?.level === "ADMIN";
}

// The "who" columns of §3 follow: each passes silently or throws PermissionDenied.

/** Any valid token. */
export function anyone(): void {}

export function onlyAdmin(call: Call, org: Org): void {
  if (isAdmin(call.store, org.id, call.user)) return;
  throw denied(`Administrator access to ${org.id} required to perform this action`);
}

/** Those whom the org lets see its member list (§2.3). */
export function memberListReader(call: Call, org: Org): void {
  const visibility = org.policies["memberListVisibility"];
  if (visibility === "PUBLIC") return;
  const level = membership(call.store, org.id, call.user)?.level;
  if (level === "ADMIN" || (level === "MEMBER" && visibility === "MEMBER")) return;
  throw denied(`The members of ${org.id} are visible to ${visibility} and above only`);
}

/** Holders of a level in the project, or of a higher one. */
export function atLeast(level: Level): (call: Call, project: Project) => void {
  return (call, project) => {
    if (rankOf(accessTo(call.store, call.user, project.id).level) >= rankOf(level)) return;
    throw denied(`${level} permission on ${project.id} required to perform this action`);
  };
}

const administers = atLeast("ADMINISTER");

/** ADMINISTER, or ADMIN of the paying org without being a member: the exception of §2.2. */
export function inviter(call: Call, project: Project): void {
  if (!isAdmin(call.store, project.billTo, call.user)) administers(call, project);
}

/** ADMINISTER, or the paying org's power made for this (§3.6, inferred from its name; its limits are open, §8.6). */
export function demoter(call: Call, project: Project): void {
  const payer = membership(call.store, project.billTo, call.user);
  if (payer?.projectMemberDemotion !== true) administers(call, project);
}

const inListSql = `
  SELECT 1 FROM executableAccess a LEFT JOIN members m ON m.org = a.principal AND m.user = ?1
  WHERE a.class = ?2 AND a.name = ?3 AND a.role = ?4
    AND (a.principal = ?1 OR a.principal = '${everybody}' OR m.appAccess = 1)`;

function inList(store: Store, user: string, executable: Executable, role: ExecutableRole): boolean {
  return store.has(inListSql, user, executable.class, executable.name, role);
}

/** Developers, directly or through an org that gives them app access (§2.1). */
export function onlyDeveloper(call: Call, executable: Executable): void {
  if (inList(call.store, call.user, executable, "developer")) return;
  throw denied(`Developer access to ${executable.id} required to perform this action`);
}

/** Whether a user may use it: authorized, or a developer. */
export function mayUse(store: Store, user: string, executable: Executable): boolean {
  return inList(store, user, executable, "authorized") || inList(store, user, executable, "developer");
}

export function authorized(call: Call, executable: Executable): void {
  if (mayUse(call.store, call.user, executable)) return;
  throw denied(`${call.user} is not authorized to use ${executable.id}`);
}
