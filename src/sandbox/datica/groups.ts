import { boolOf, type Row, textOf, textsOf } from "../row.ts";
import type { Store } from "../store.ts";

/** The group that every organization has, and that is only joined and left (datica.md §2). */
export const adminsGroup = "Admins";

export interface Group {
  readonly name: string;
  readonly acls: readonly string[];
  /** Neither edited nor deleted. */
  readonly protected: boolean;
}

export interface GroupMember {
  readonly id: string;
  readonly email: string;
}

function decode(row: Row): Group {
  return { name: textOf(row, "name"), acls: textsOf(row, "acls"), protected: boolOf(row, "protected") };
}

export function findGroup(store: Store, org: string, name: string): Group | undefined {
  return store.first("SELECT * FROM aclGroups WHERE org = ? AND name = ?", decode, org, name);
}

const membersSql = `SELECT groupMembers.name, users.id, users.email
  FROM groupMembers JOIN users ON users.id = user WHERE org = ?`;

function decodeMember(row: Row): GroupMember {
  return { id: textOf(row, "id"), email: textOf(row, "email") };
}

export function groupMembers(store: Store, org: string, name: string): GroupMember[] {
  return store.all(`${membersSql} AND groupMembers.name = ? ORDER BY user`, decodeMember, org, name);
}

/** All groups of an organization with their members, by two queries. */
export function groupsOf(store: Store, org: string): (Group & { readonly members: GroupMember[] })[] {
  const groups = store.all("SELECT * FROM aclGroups WHERE org = ? ORDER BY name", decode, org);
  const members = new Map(groups.map(({ name }): [string, GroupMember[]] => [name, []]));
  for (const row of store.each(`${membersSql} ORDER BY user`, (one) => one, org)) {
    members.get(textOf(row, "name"))?.push(decodeMember(row));
  }
  return groups.map((group) => ({ ...group, members: members.get(group.name) ?? [] }));
}

export function insertGroup(store: Store, org: string, group: Group): void {
  const sql = "INSERT INTO aclGroups (org, name, acls, protected) VALUES (?, ?, ?, ?)";
  store.run(sql, org, group.name, JSON.stringify(group.acls), Number(group.protected));
}

export function setAcls(store: Store, org: string, name: string, acls: readonly string[]): void {
  store.run("UPDATE aclGroups SET acls = ? WHERE org = ? AND name = ?", JSON.stringify(acls), org, name);
}

export function dropGroup(store: Store, org: string, name: string): void {
  store.run("DELETE FROM aclGroups WHERE org = ? AND name = ?", org, name);
}

export function isInGroup(store: Store, org: string, name: string, user: string): boolean {
  return store.has("SELECT 1 FROM groupMembers WHERE org = ? AND name = ? AND user = ?", org, name, user);
}

export function joinGroup(store: Store, org: string, name: string, user: string): void {
  store.run("INSERT OR IGNORE INTO groupMembers (org, name, user) VALUES (?, ?, ?)", org, name, user);
}

/** Returns whether they were in it. */
export function leaveGroup(store: Store, org: string, name: string, user: string): boolean {
  const sql = "DELETE FROM groupMembers WHERE org = ? AND name = ? AND user = ?";
  return store.run(sql, org, name, user) > 0;
}
