import { type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";

export interface Organization {
  readonly id: string;
  /** Names may repeat (cloud-console.md §6.13). */
  readonly name: string;
  /** The id of exactly one user. */
  readonly owner: string;
}

const decode = (row: Row): Organization => ({
  id: textOf(row, "id"),
  name: textOf(row, "name"),
  owner: textOf(row, "owner"),
});

export function insertOrganization(store: Store, { id, name, owner }: Organization): void {
  store.run("INSERT INTO organizations (id, name, owner) VALUES (?, ?, ?)", id, name, owner);
}

export function allOrganizations(store: Store): Organization[] {
  return store.all("SELECT * FROM organizations ORDER BY position", decode);
}

export function renameOrganization(store: Store, id: string, name: string): void {
  store.run("UPDATE organizations SET name = ? WHERE id = ?", name, id);
}

/** With its groups, invitations, grants and billing list (§3.2 O5); there must be no project. */
export function deleteOrganization(store: Store, id: string): void {
  store.run("DELETE FROM organizations WHERE id = ?", id);
}

/** The target becomes owner, the former owner administrator (§5.3); the owner is never on the billing list. */
export function changeOwner(store: Store, organization: string, user: string): void {
  store.run(
    "INSERT INTO administrators (organization, user) SELECT id, owner FROM organizations WHERE id = ?",
    organization,
  );
  store.run("UPDATE organizations SET owner = ? WHERE id = ?", user, organization);
  store.run("DELETE FROM administrators WHERE organization = ? AND user = ?", organization, user);
  store.run("DELETE FROM billing WHERE organization = ? AND user = ?", organization, user);
}
