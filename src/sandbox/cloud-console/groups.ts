import { type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { decodeProject, type Project } from "./projects.ts";
import { type Person, personOf } from "./users.ts";

/** Links people to projects, without levels (cloud-console.md §1). */
export interface Group {
  readonly id: string;
  readonly organization: string;
  readonly name: string;
}

const decode = (row: Row): Group => ({
  id: textOf(row, "id"),
  organization: textOf(row, "organization"),
  name: textOf(row, "name"),
});

export function insertGroup(store: Store, { id, organization, name }: Group): void {
  store.run("INSERT INTO groups (id, organization, name) VALUES (?, ?, ?)", id, organization, name);
}

export function findGroup(store: Store, organization: string, id: string): Group | undefined {
  return store.first("SELECT * FROM groups WHERE id = ? AND organization = ?", decode, id, organization);
}

export function groupByName(store: Store, organization: string, name: string): Group | undefined {
  return store.first("SELECT * FROM groups WHERE organization = ? AND name = ?", decode, organization, name);
}

export function groupsOf(store: Store, organization: string): Group[] {
  return store.all("SELECT * FROM groups WHERE organization = ? ORDER BY position", decode, organization);
}

/** Only those in which a person sits. */
export function groupsWith(store: Store, organization: string, user: string): Group[] {
  return store.all(
    `SELECT g.* FROM groupMembers m JOIN groups g ON g.id = m.groupId
     WHERE m.user = ? AND g.organization = ? ORDER BY g.position`,
    decode,
    user,
    organization,
  );
}

export function renameGroup(store: Store, id: string, name: string): void {
  store.run("UPDATE groups SET name = ? WHERE id = ?", name, id);
}

/** With its memberships, links and invitations; who has no other group leaves the organization (§6.1). */
export function deleteGroup(store: Store, id: string): void {
  store.run("DELETE FROM groups WHERE id = ?", id);
}

/** Linking twice is linking once (§3.4 G6). */
export function linkProject(store: Store, group: string, project: string): void {
  store.run("INSERT OR IGNORE INTO groupProjects (groupId, project) VALUES (?, ?)", group, project);
}

export function unlinkProject(store: Store, group: string, project: string): boolean {
  return store.run("DELETE FROM groupProjects WHERE groupId = ? AND project = ?", group, project) > 0;
}

export function projectsIn(store: Store, group: string): Project[] {
  return store.all(
    `SELECT p.*, r.name AS regionName FROM groupProjects l JOIN projects p ON p.id = l.project
     JOIN regions r ON r.slug = p.region WHERE l.groupId = ? ORDER BY p.position`,
    decodeProject,
    group,
  );
}

export function addMember(store: Store, group: string, user: string): void {
  store.run("INSERT INTO groupMembers (groupId, user) VALUES (?, ?)", group, user);
}

export function removeMember(store: Store, group: string, user: string): boolean {
  return store.run("DELETE FROM groupMembers WHERE groupId = ? AND user = ?", group, user) > 0;
}

/** Out of every group at once (§3.2 O6). */
export function leaveGroups(store: Store, organization: string, user: string): void {
  store.run(
    "DELETE FROM groupMembers WHERE user = ? AND groupId IN (SELECT id FROM groups WHERE organization = ?)",
    user,
    organization,
  );
}

export function isIn(store: Store, group: string, user: string): boolean {
  return store.has("SELECT 1 FROM groupMembers WHERE groupId = ? AND user = ?", group, user);
}

export function membersIn(store: Store, group: string): Person[] {
  return store.all(
    "SELECT u.* FROM groupMembers m JOIN users u ON u.id = m.user WHERE m.groupId = ? ORDER BY u.position",
    personOf,
    group,
  );
}
