import { type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { type Role, roleId, roleIn } from "./roles.ts";

/** Somebody in an organization. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

function decodeMember(row: Row): Member {
  return {
    id: textOf(row, "id"),
    name: textOf(row, "name"),
    email: textOf(row, "email"),
    role: roleIn(row),
  };
}

const membersSql = "SELECT id, name, email, role FROM members JOIN users ON users.id = user WHERE org = ?";

export function membersOf(store: Store, org: string): Member[] {
  return store.all(`${membersSql} ORDER BY user`, decodeMember, org);
}

export function findMember(store: Store, org: string, user: string): Member | undefined {
  return store.first(`${membersSql} AND user = ?`, decodeMember, org, user);
}

export function memberByEmail(store: Store, org: string, email: string): Member | undefined {
  return store.first(`${membersSql} AND email = ?`, decodeMember, org, email);
}

export function hasMembers(store: Store, org: string): boolean {
  return store.has("SELECT 1 FROM members WHERE org = ?", org);
}

/** True where nobody but `user` is an owner. */
export function isLastOwner(store: Store, org: string, { id, role }: Member): boolean {
  if (role !== "owner") return false;
  const sql = "SELECT 1 FROM members WHERE org = ? AND role = ? AND user <> ?";
  return !store.has(sql, org, roleId("owner"), id);
}

export function insertMember(store: Store, org: string, user: string, role: Role): void {
  store.run("INSERT INTO members (org, user, role) VALUES (?, ?, ?)", org, user, roleId(role));
}

/** Stored grants stay whatever the role becomes (§5.8). */
export function setRole(store: Store, org: string, user: string, role: Role): void {
  store.run("UPDATE members SET role = ? WHERE org = ? AND user = ?", roleId(role), org, user);
}

/** Takes the member's groups and all their access to the organization's environments along (§5.7). */
export function dropMember(store: Store, org: string, user: string): void {
  store.run("DELETE FROM members WHERE org = ? AND user = ?", org, user);
}
