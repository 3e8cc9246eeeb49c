import { boolOf, type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { type Role, roleIn } from "./roles.ts";

export interface Org {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Whether its members need a second factor to sign in (datica.md §5.10). */
  readonly mfaRequired: boolean;
}

function decode(row: Row): Org {
  return {
    id: textOf(row, "id"),
    name: textOf(row, "name"),
    description: textOf(row, "description"),
    mfaRequired: boolOf(row, "mfaRequired"),
  };
}

export function findOrg(store: Store, id: string): Org | undefined {
  return store.first("SELECT * FROM orgs WHERE id = ?", decode, id);
}

export function allOrgs(store: Store): Org[] {
  return store.all("SELECT * FROM orgs ORDER BY id", decode);
}

/** The organizations of somebody, with their role in each. */
export function orgsOf(store: Store, user: string): (Org & { readonly role: Role })[] {
  return store.all(
    "SELECT orgs.*, role FROM members JOIN orgs ON orgs.id = org WHERE user = ? ORDER BY org",
    (row) => ({ ...decode(row), role: roleIn(row) }),
    user,
  );
}

export function insertOrg(store: Store, { id, name, description, mfaRequired }: Org): void {
  const sql = "INSERT INTO orgs (id, name, description, mfaRequired) VALUES (?, ?, ?, ?)";
  store.run(sql, id, name, description, Number(mfaRequired));
}

export function updateOrg(store: Store, { id, name, description, mfaRequired }: Org): void {
  const sql = "UPDATE orgs SET name = ?, description = ?, mfaRequired = ? WHERE id = ?";
  store.run(sql, name, description, Number(mfaRequired), id);
}
