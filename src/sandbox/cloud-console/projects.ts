import { numberOf, type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import type { Region } from "./regions.ts";

export interface Project {
  readonly id: string;
  readonly organization: string;
  readonly name: string;
  /** Chosen at creation for good (cloud-console.md §5.10). */
  readonly region: Region;
  /** Monthly; 0 switches it off (§3.5 B4). */
  readonly limit: number;
  readonly currency: string;
}

/** The budget of a project that nobody gave one; CHF is the currency of the published prices. */
export const noBudget = { limit: 0, currency: "CHF" };

export const decodeProject = (row: Row): Project => ({
  id: textOf(row, "id"),
  organization: textOf(row, "organization"),
  name: textOf(row, "name"),
  region: { name: textOf(row, "regionName"), slug: textOf(row, "region") },
  limit: numberOf(row, "budget"),
  currency: textOf(row, "currency"),
});

const select = "SELECT p.*, r.name AS regionName FROM projects p JOIN regions r ON r.slug = p.region";

export function insertProject(store: Store, project: Project): void {
  store.run(
    "INSERT INTO projects (id, organization, region, name, budget, currency) VALUES (?, ?, ?, ?, ?, ?)",
    project.id,
    project.organization,
    project.region.slug,
    project.name,
    project.limit,
    project.currency,
  );
}

export function findProject(store: Store, id: string): Project | undefined {
  return store.first(`${select} WHERE p.id = ?`, decodeProject, id);
}

/** Whether a name is taken, which it is by organization and region (§6.11). */
export function nameTaken(store: Store, organization: string, region: string, name: string): boolean {
  return store.has(
    "SELECT 1 FROM projects WHERE organization = ? AND region = ? AND name = ?",
    organization,
    region,
    name,
  );
}

export function projectsOf(store: Store, organization: string): Project[] {
  return store.all(`${select} WHERE p.organization = ? ORDER BY p.position`, decodeProject, organization);
}

/** Only those that the groups of a person hold. */
export function projectsFor(store: Store, organization: string, user: string): Project[] {
  const reached = `SELECT l.project FROM groupMembers m JOIN groups g ON g.id = m.groupId
    JOIN groupProjects l ON l.groupId = g.id WHERE m.user = ? AND g.organization = ?`;
  return store.all(
    `${select} WHERE p.id IN (${reached}) ORDER BY p.position`,
    decodeProject,
    user,
    organization,
  );
}

/** True where a group of the person holds the project. */
export function reaches(store: Store, user: string, project: string): boolean {
  return store.has(
    `SELECT 1 FROM groupProjects l JOIN groupMembers m ON m.groupId = l.groupId
     WHERE l.project = ? AND m.user = ?`,
    project,
    user,
  );
}

export function hasProjects(store: Store, organization: string): boolean {
  return store.has("SELECT 1 FROM projects WHERE organization = ?", organization);
}

export function renameProject(store: Store, id: string, name: string): void {
  store.run("UPDATE projects SET name = ? WHERE id = ?", name, id);
}

/** It leaves every group (§3.1 P5). */
export function deleteProject(store: Store, id: string): void {
  store.run("DELETE FROM projects WHERE id = ?", id);
}
