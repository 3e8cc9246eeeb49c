import { textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { decodeExecutable, removePrincipal } from "./executables.ts";
import { setPermission } from "./projects.ts";

/** What was revoked. That the values are `true` is assumed (dnanexus.md §8.7). */
export type Revoked = Record<string, true>;

/**
 * Drops a user's explicit entries in the projects billed to an org, also where it is the only ADMINISTER: the
 * org's ADMINs can always invite themselves (dnanexus.md §2.2, §5).
 */
export function revokeProjects(store: Store, org: string, user: string): Revoked {
  const sql = `
    SELECT p.id FROM projects p JOIN permissions g ON g.project = p.id
    WHERE p.billTo = ? AND g.principal = ? ORDER BY p.id`;
  const revoked: Revoked = {};
  for (const id of store.all(sql, (row) => textOf(row, "id"), org, user)) {
    setPermission(store, id, user, "NONE");
    revoked[id] = true;
  }
  return revoked;
}

/** Drops a user from both lists of the apps billed to an org; the lists are by name, the answer is by version. */
export function revokeApps(store: Store, org: string, user: string): Revoked {
  const sql = `
    SELECT e.* FROM executables e WHERE e.class = 'app' AND e.billTo = ?1 AND EXISTS (
      SELECT 1 FROM executableAccess a WHERE a.class = e.class AND a.name = e.name AND a.principal = ?2)
    ORDER BY e.id`;
  const revoked: Revoked = {};
  for (const app of store.all(sql, decodeExecutable, org, user)) {
    removePrincipal(store, app, "authorized", user);
    removePrincipal(store, app, "developer", user);
    revoked[app.id] = true;
  }
  return revoked;
}
