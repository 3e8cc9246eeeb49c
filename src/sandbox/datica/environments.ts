import { type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";

export interface Environment {
  readonly id: string;
  readonly org: string;
  readonly name: string;
  readonly namespace: string;
  readonly pod: string;
}

function decode(row: Row): Environment {
  return {
    id: textOf(row, "id"),
    org: textOf(row, "org"),
    name: textOf(row, "name"),
    namespace: textOf(row, "namespace"),
    pod: textOf(row, "pod"),
  };
}

export function findEnvironment(store: Store, id: string): Environment | undefined {
  return store.first("SELECT * FROM environments WHERE id = ?", decode, id);
}

export function allEnvironments(store: Store): Environment[] {
  return store.all("SELECT * FROM environments ORDER BY id", decode);
}

/** What is on a pod of the organizations of somebody: members see that it exists, granted or not (datica.md §2). */
export function visibleOn(store: Store, pod: string, user: string): Environment[] {
  return store.all(
    `SELECT environments.* FROM members JOIN environments ON environments.org = members.org
     WHERE members.user = ? AND pod = ? ORDER BY environments.id`,
    decode,
    user,
    pod,
  );
}

export function insertEnvironment(store: Store, { id, org, name, namespace, pod }: Environment): void {
  const sql = "INSERT INTO environments (id, org, name, namespace, pod) VALUES (?, ?, ?, ?, ?)";
  store.run(sql, id, org, name, namespace, pod);
}

export function renameEnvironment(store: Store, id: string, name: string): void {
  store.run("UPDATE environments SET name = ? WHERE id = ?", name, id);
}

/** Whoever a grant is stored for, be it that their role makes it needless (§5.8): user ids. */
export function grantedIn(store: Store, environment: string): string[] {
  const sql = "SELECT user FROM grants WHERE environment = ? ORDER BY user";
  return store.all(sql, (row) => textOf(row, "user"), environment);
}

export function isGranted(store: Store, environment: string, user: string): boolean {
  return store.has("SELECT 1 FROM grants WHERE environment = ? AND user = ?", environment, user);
}

export function grant(store: Store, { id, org }: Environment, user: string): void {
  store.run("INSERT OR IGNORE INTO grants (environment, org, user) VALUES (?, ?, ?)", id, org, user);
}

/** Returns whether there was a grant. */
export function revoke(store: Store, environment: string, user: string): boolean {
  return store.run("DELETE FROM grants WHERE environment = ? AND user = ?", environment, user) > 0;
}
