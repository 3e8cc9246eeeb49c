import { numberOf, type Row } from "../row.ts";
import { type At, whole } from "../shape.ts";

/** The role that a member of an organization has (datica.md §2). */
export const roleNames = ["owner", "admin", "member"] as const;

export type Role = (typeof roleNames)[number];

/** 5 is Datica's; the other two are our proposal (§2). */
const ids = { owner: 1, admin: 3, member: 5 } as const satisfies Record<Role, number>;

export function roleId(role: Role): number {
  return ids[role];
}

/** The role with an id, or undefined. */
function roleOf(id: number): Role | undefined {
  return roleNames.find((role) => ids[role] === id);
}

/** A role as it is stored; what is not known is the least of them. */
export function roleIn(row: Row): Role {
  return roleOf(numberOf(row, "role")) ?? "member";
}

/** The role that a body names by its id. */
export function roleAt(at: At): Role {
  return roleOf(whole(at, 0)) ?? at.fail(at.path, "must be the id of a role");
}

/** Owners and admins have all of every environment, and invite and grant (§2). */
export function manages(role: Role): boolean {
  return role !== "member";
}

/** Nobody invites an owner but the platform, and only an owner invites an admin (§2). */
export function mayInvite(sender: Role, invited: Role): boolean {
  return invited !== "owner" && (sender === "owner" || (sender === "admin" && invited === "member"));
}

/** An owner removes anybody, an admin only members (§2). */
export function mayRemove(remover: Role, removed: Role): boolean {
  return remover === "owner" || (remover === "admin" && removed === "member");
}
