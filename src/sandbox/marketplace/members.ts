import { type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import type { Listing } from "./paging.ts";
import { type Role, roles } from "./roles.ts";
import type { User } from "./users.ts";

/** The role in a row; the tables hold no other words. */
export function roleOf(row: Row): Role {
  const written = textOf(row, "role");
  const role = roles.find((one) => one === written);
  if (role === undefined)
    throw new TypeError(`The role ${written} is unknown; was the file written by something else?`);
  return role;
}

/** As the API shows it: `Member` (marketplace.md §3). */
export interface Member {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

export function showMember({ id, email, name }: User, role: Role): Member {
  return { userId: id, email, name, role };
}

function memberOf(row: Row): Member {
  return {
    userId: textOf(row, "id"),
    email: textOf(row, "email"),
    name: textOf(row, "name"),
    role: roleOf(row),
  };
}

/** The people of an organization or a team, by their ids. */
export function peopleOf(table: "members" | "seats", holder: string): Listing {
  const column = table === "members" ? "organization" : "team";
  return {
    columns: `users.id, users.email, users.name, ${table}.role`,
    from: `${table} JOIN users ON users.id = ${table}.user WHERE ${table}.${column} = ?`,
    order: `${table}.user`,
    values: [holder],
    show: memberOf,
  };
}

/** The role of a person in an organization; undefined for strangers. */
export function roleIn(store: Store, organization: string, user: string): Role | undefined {
  return store.first(
    "SELECT role FROM members WHERE organization = ? AND user = ?",
    roleOf,
    organization,
    user,
  );
}

/** Adds a member, or gives one another role. */
export function putMember(store: Store, organization: string, user: string, role: Role): void {
  store.run(
    `INSERT INTO members (organization, user, role) VALUES (?, ?, ?)
     ON CONFLICT (organization, user) DO UPDATE SET role = excluded.role`,
    organization,
    user,
    role,
  );
}

/** Also empties their seats in teams; what they shared stays shared (§3.2 M4, §5.6, §5.8). */
export function removeMember(store: Store, organization: string, user: string): void {
  store.run("DELETE FROM members WHERE organization = ? AND user = ?", organization, user);
}

/** Whether the organization has a maintainer beside this person (§5.9). */
export function hasOtherMaintainer(store: Store, organization: string, user: string): boolean {
  return store.has(
    "SELECT 1 FROM members WHERE organization = ? AND role = 'maintainer' AND user <> ?",
    organization,
    user,
  );
}
