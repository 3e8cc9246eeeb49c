import { boolOf, numberOf, type Row, textOf, textsOf } from "../row.ts";
import type { Store } from "../store.ts";
import { isExecutableId } from "./ids.ts";

/** Apps and global workflows: the same scheme of ids and the same routes (dnanexus.md §1). */
export const executableClasses = ["app", "globalworkflow"] as const;
export type ExecutableClass = (typeof executableClasses)[number];

/** One version of an app or global workflow. */
export interface Executable {
  readonly position: number;
  readonly id: string;
  readonly class: ExecutableClass;
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly billTo: string;
  readonly published: boolean;
  readonly categories: readonly string[];
  readonly createdBy: string;
  readonly created: number;
  readonly modified: number;
}

/** The two lists that an app has, by name. */
export type ExecutableRole = "authorized" | "developer";

export function decodeExecutable(row: Row): Executable {
  return {
    position: numberOf(row, "position"),
    id: textOf(row, "id"),
    class: textOf(row, "class") === "app" ? "app" : "globalworkflow",
    name: textOf(row, "name"),
    version: textOf(row, "version"),
    title: textOf(row, "title"),
    billTo: textOf(row, "billTo"),
    published: boolOf(row, "published"),
    categories: textsOf(row, "categories"),
    createdBy: textOf(row, "createdBy"),
    created: numberOf(row, "created"),
    modified: numberOf(row, "modified"),
  };
}

/**
 * What a path addresses: `app-` and 24 characters, `app-qc` (its newest version), or `app-qc/1.0.0` (§1, §3.7).
 * Tags in place of versions are not kept.
 */
export function findExecutable(
  store: Store,
  className: ExecutableClass,
  id: string,
  version: string | null,
): Executable | undefined {
  if (version === null && isExecutableId(id)) {
    const sql = "SELECT * FROM executables WHERE class = ? AND id = ?";
    const found = store.first(sql, decodeExecutable, className, id);
    if (found !== undefined) return found;
  }
  const name = id.slice(className.length + 1);
  if (version === null) {
    const sql = "SELECT * FROM executables WHERE class = ? AND name = ? ORDER BY position DESC LIMIT 1";
    return store.first(sql, decodeExecutable, className, name);
  }
  const sql = "SELECT * FROM executables WHERE class = ? AND name = ? AND version = ?";
  return store.first(sql, decodeExecutable, className, name, version);
}

export function allExecutables(store: Store): Executable[] {
  return store.all("SELECT * FROM executables ORDER BY position", decodeExecutable);
}

/** Adds a version; the newest one is the one added last. */
export function insertExecutable(store: Store, executable: Omit<Executable, "position">): void {
  store.run(
    `INSERT INTO executables
      (id, class, name, version, title, billTo, published, categories, createdBy, created, modified)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    executable.id,
    executable.class,
    executable.name,
    executable.version,
    executable.title,
    executable.billTo,
    Number(executable.published),
    JSON.stringify(executable.categories),
    executable.createdBy,
    executable.created,
    executable.modified,
  );
}

/** Bills all versions to somebody else: they always share one payer (§5). */
export function rebill(
  store: Store,
  { class: className, name }: Executable,
  billTo: string,
  now: number,
): void {
  const sql = "UPDATE executables SET billTo = ?, modified = ? WHERE class = ? AND name = ?";
  store.run(sql, billTo, now, className, name);
}

type Named = Pick<Executable, "class" | "name">;

export function principalsOf(store: Store, of: Named, role: ExecutableRole): string[] {
  const sql =
    "SELECT principal FROM executableAccess WHERE class = ? AND name = ? AND role = ? ORDER BY principal";
  return store.all(sql, (row) => textOf(row, "principal"), of.class, of.name, role);
}

export function addPrincipal(store: Store, to: Named, role: ExecutableRole, principal: string): void {
  const sql = "INSERT OR IGNORE INTO executableAccess (class, name, role, principal) VALUES (?, ?, ?, ?)";
  store.run(sql, to.class, to.name, role, principal);
}

/** True where there was something to remove. */
export function removePrincipal(store: Store, from: Named, role: ExecutableRole, principal: string): boolean {
  const sql = "DELETE FROM executableAccess WHERE class = ? AND name = ? AND role = ? AND principal = ?";
  return store.run(sql, from.class, from.name, role, principal) > 0;
}
