import { numberOf, type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import type { Details } from "./fields.ts";

export interface Organization extends Details {
  readonly id: string;
  /** Milliseconds. */
  readonly created: number;
}

export const organizationColumns =
  "organizations.id, organizations.name, organizations.description, organizations.created";

export function organizationOf(row: Row): Organization {
  return {
    id: textOf(row, "id"),
    name: textOf(row, "name"),
    description: textOf(row, "description"),
    created: numberOf(row, "created"),
  };
}

/** As the API shows it: `Org` (marketplace.md §3). */
export function showOrganization({ id, name, description, created }: Organization): Record<string, string> {
  return { id, name, description, createdDate: new Date(created).toISOString() };
}

export function insertOrganization(store: Store, organization: Organization): void {
  const { id, name, description, created } = organization;
  store.run(
    "INSERT INTO organizations (id, name, description, created) VALUES (?, ?, ?, ?)",
    id,
    name,
    description,
    created,
  );
}

export function updateOrganization(store: Store, id: string, { name, description }: Details): void {
  store.run("UPDATE organizations SET name = ?, description = ? WHERE id = ?", name, description, id);
}

/** Teams, memberships and shares go along; applications stay with their owners (§3.1 O5). */
export function deleteOrganization(store: Store, id: string): void {
  store.run("DELETE FROM organizations WHERE id = ?", id);
}

/** Whether another organization of this person has the name (§3.1 O2: unique for the caller). */
export function hasNamed(store: Store, user: string, name: string, except: string | null): boolean {
  return store.has(
    `SELECT 1 FROM members JOIN organizations ON organizations.id = members.organization
     WHERE members.user = ? AND organizations.name = ? AND organizations.id IS NOT ?`,
    user,
    name,
    except,
  );
}

export function allOrganizations(store: Store): Organization[] {
  return store.all(`SELECT ${organizationColumns} FROM organizations ORDER BY id`, organizationOf);
}
