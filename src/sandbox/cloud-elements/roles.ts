import { numberOf, type Row, textOf, textsOf } from "../row.ts";
import type { Store } from "../store.ts";
import { defaultPrivileges, type RoleKey, roleKeys, roleNames } from "./privileges.ts";

/** A role of an organization with what it lets do (cloud-elements.md §1). */
export interface Role {
  /** Differs from organization to organization. */
  readonly id: number;
  readonly key: RoleKey;
  readonly privileges: readonly string[];
}

function decode(row: Row): Role {
  const key = roleKeys.find((known) => known === textOf(row, "key"));
  if (key === undefined) throw new TypeError(`There is no role ${textOf(row, "key")}`);
  return { id: numberOf(row, "id"), key, privileges: textsOf(row, "privileges") };
}

export function rolesOf(store: Store, organization: number): Role[] {
  return store.all("SELECT * FROM roles WHERE organization = ? ORDER BY id", decode, organization);
}

export function roleByKey(store: Store, organization: number, key: string): Role | undefined {
  const sql = "SELECT * FROM roles WHERE organization = ? AND key = ?";
  return store.first(sql, decode, organization, key);
}

/** The roles that somebody holds, with what they let do. */
export function rolesHeldBy(store: Store, organization: number, user: number): Role[] {
  const sql = `SELECT r.* FROM userRoles h JOIN roles r ON r.organization = ? AND r.key = h.role
    WHERE h.user = ? ORDER BY r.id`;
  return store.all(sql, decode, organization, user);
}

export function insertRole(
  store: Store,
  organization: number,
  key: RoleKey,
  privileges: readonly string[],
): void {
  const sql = "INSERT INTO roles (organization, key, privileges) VALUES (?, ?, ?)";
  store.run(sql, organization, key, JSON.stringify(privileges));
}

export function setPrivileges(store: Store, id: number, privileges: readonly string[]): void {
  store.run("UPDATE roles SET privileges = ? WHERE id = ?", JSON.stringify(privileges), id);
}

/** Back to what the vendor gave each role. */
export function resetRoles(store: Store, organization: number): void {
  for (const { id, key } of rolesOf(store, organization)) setPrivileges(store, id, defaultPrivileges[key]);
}

/** A role as answers show it. */
export function showRole({ id, key, privileges }: Role): Record<string, unknown> {
  return {
    id,
    ...roleNames[key],
    key,
    active: true,
    features: [],
    privileges: privileges.map((privilege) => ({ key: privilege })),
    hide: false,
  };
}
