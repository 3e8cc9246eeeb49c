import { type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import type { Details } from "./fields.ts";
import { roleOf } from "./members.ts";
import type { Role } from "./roles.ts";

/** As the API shows it: `Team` (marketplace.md §3). */
export interface Team extends Details {
  readonly id: string;
  readonly organizationId: string;
}

export const teamColumns = "id, organization, name, description";

export function teamOf(row: Row): Team {
  return {
    id: textOf(row, "id"),
    organizationId: textOf(row, "organization"),
    name: textOf(row, "name"),
    description: textOf(row, "description"),
  };
}

export function findTeam(store: Store, id: string): Team | undefined {
  return store.first(`SELECT ${teamColumns} FROM teams WHERE id = ?`, teamOf, id);
}

export function insertTeam(store: Store, { id, organizationId, name, description }: Team): void {
  store.run(
    "INSERT INTO teams (id, organization, name, description) VALUES (?, ?, ?, ?)",
    id,
    organizationId,
    name,
    description,
  );
}

export function updateTeam(store: Store, id: string, { name, description }: Details): void {
  store.run("UPDATE teams SET name = ?, description = ? WHERE id = ?", name, description, id);
}

/** Its seats and shares go along; people stay in the organization (§3.3 T5). */
export function deleteTeam(store: Store, id: string): void {
  store.run("DELETE FROM teams WHERE id = ?", id);
}

/** Whether another team of the organization has the name (§3.3 T2). */
export function hasTeamNamed(
  store: Store,
  organization: string,
  name: string,
  except: string | null,
): boolean {
  return store.has(
    "SELECT 1 FROM teams WHERE organization = ? AND name = ? AND id IS NOT ?",
    organization,
    name,
    except,
  );
}

export function teamsOf(store: Store, organization: string): Team[] {
  return store.all(
    `SELECT ${teamColumns} FROM teams WHERE organization = ? ORDER BY id`,
    teamOf,
    organization,
  );
}

/** The role of a person in a team; undefined where they have no seat. */
export function seatIn(store: Store, team: string, user: string): Role | undefined {
  return store.first("SELECT role FROM seats WHERE team = ? AND user = ?", roleOf, team, user);
}

/** Gives a member of the organization a seat, or another role in it. */
export function putSeat(store: Store, { id, organizationId }: Team, user: string, role: Role): void {
  store.run(
    `INSERT INTO seats (team, organization, user, role) VALUES (?, ?, ?, ?)
     ON CONFLICT (team, user) DO UPDATE SET role = excluded.role`,
    id,
    organizationId,
    user,
    role,
  );
}

export function removeSeat(store: Store, team: string, user: string): void {
  store.run("DELETE FROM seats WHERE team = ? AND user = ?", team, user);
}
