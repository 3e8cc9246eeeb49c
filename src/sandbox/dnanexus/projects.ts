import { jsonOf, numberOf, type Row, textOf, textOrNull, textsOf } from "../row.ts";
import { isRecord, root } from "../shape.ts";
import type { Store } from "../store.ts";
import { everybody, type Level, levelOf, rankOf } from "./levels.ts";
import { defaultSettings, readSettings, type Settings, settingNames } from "./settings.ts";

/** A project, without its members. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly billTo: string;
  readonly region: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly settings: Settings;
  /** The user whom it was offered to. */
  readonly pendingTransfer: string | null;
  /** Counts updates, for optimistic locking (dnanexus.md §6.17). */
  readonly version: number;
  readonly createdBy: string;
  readonly created: number;
  readonly modified: number;
}

function corrupt(path: string, problem: string): never {
  throw new TypeError(`The stored settings of a project are damaged: ${path} ${problem}`);
}

export function decodeProject(row: Row): Project {
  return {
    id: textOf(row, "id"),
    name: textOf(row, "name"),
    billTo: textOf(row, "billTo"),
    region: textOf(row, "region"),
    summary: textOf(row, "summary"),
    description: textOf(row, "description"),
    tags: textsOf(row, "tags"),
    properties: propertiesOf(jsonOf(row, "properties")),
    settings: { ...defaultSettings, ...readSettings(root(jsonOf(row, "settings"), corrupt), settingNames) },
    pendingTransfer: textOrNull(row, "pendingTransfer"),
    version: numberOf(row, "version"),
    createdBy: textOf(row, "createdBy"),
    created: numberOf(row, "created"),
    modified: numberOf(row, "modified"),
  };
}

/** Properties are keyed by users, so they live in a map without a prototype. */
export function propertiesOf(value: unknown): Record<string, string> {
  const properties: Record<string, string> = Object.create(null);
  if (!isRecord(value)) return properties;
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === "string") properties[key] = one;
  }
  return properties;
}

export function findProject(store: Store, id: string): Project | undefined {
  return store.first("SELECT * FROM projects WHERE id = ?", decodeProject, id);
}

export function allProjects(store: Store): Project[] {
  return store.all("SELECT * FROM projects ORDER BY id", decodeProject);
}

const columns =
  "name, billTo, region, summary, description, tags, properties, settings, pendingTransfer, version, " +
  "createdBy, created, modified";

function values(project: Project): (string | number | null)[] {
  return [
    project.name,
    project.billTo,
    project.region,
    project.summary,
    project.description,
    JSON.stringify(project.tags),
    JSON.stringify(project.properties),
    JSON.stringify(project.settings),
    project.pendingTransfer,
    project.version,
    project.createdBy,
    project.created,
    project.modified,
  ];
}

export function insertProject(store: Store, project: Project): void {
  const sql = `INSERT INTO projects (id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  store.run(sql, project.id, ...values(project));
}

export function updateProject(store: Store, project: Project): void {
  const sql = `UPDATE projects SET (${columns}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`;
  store.run(sql, ...values(project), project.id);
}

export function dropProject(store: Store, id: string): void {
  store.run("DELETE FROM projects WHERE id = ?", id);
}

/** Explicit entries, by principal. */
export function permissionsOf(store: Store, project: string): Record<string, Level> {
  const permissions: Record<string, Level> = Object.create(null);
  const sql = "SELECT principal, level FROM permissions WHERE project = ? ORDER BY principal";
  for (const row of store.all(sql, (one) => one, project)) {
    permissions[textOf(row, "principal")] = levelOf(numberOf(row, "level"));
  }
  return permissions;
}

/** The level of an explicit entry, NONE where there is none. */
export function explicitLevel(store: Store, project: string, principal: string): Level {
  const sql = "SELECT level FROM permissions WHERE project = ? AND principal = ?";
  return levelOf(store.first(sql, (row) => numberOf(row, "level"), project, principal) ?? 0);
}

/** Makes, changes or (with NONE) drops an explicit entry. */
export function setPermission(store: Store, project: string, principal: string, level: Level): void {
  if (level === "NONE") {
    store.run("DELETE FROM permissions WHERE project = ? AND principal = ?", project, principal);
  } else {
    const sql = "INSERT OR REPLACE INTO permissions (project, principal, level) VALUES (?, ?, ?)";
    store.run(sql, project, principal, rankOf(level));
  }
}

export function isPublic(store: Store, project: string): boolean {
  return explicitLevel(store, project, everybody) !== "NONE";
}

export function hasAdministrator(store: Store, project: string): boolean {
  const sql = "SELECT 1 FROM permissions WHERE project = ? AND level = ?";
  return store.has(sql, project, rankOf("ADMINISTER"));
}
