/** Roles in an organization (datica.md §2). The numbers by which the platform knows them are looked up, never assumed. */
import type { Resource } from "../../model/resource.ts";
import { isRecord, type Value } from "../../model/value.ts";

/** From least to most. */
export const roles = ["member", "admin", "owner"] as const;

export type Role = (typeof roles)[number];

const ladder: readonly unknown[] = roles;

/** 0 for the least; -1 for what is no role of ours. */
export function rankOf(role: Value | undefined): number {
  return ladder.indexOf(role);
}

export function isRole(value: Value | undefined): value is Role {
  return rankOf(value) >= 0;
}

/** Has every environment without a grant (§2, §5.8). */
export function hasEverything(role: Value | undefined): boolean {
  return role === "admin" || role === "owner";
}

/** The number of a role, from the facts that the reader gave the organization. */
export function idOfRole(organization: Resource | undefined, role: Role): number {
  const ids = organization?.facts?.roles;
  const id = isRecord(ids) && Object.hasOwn(ids, role) ? ids[role] : undefined;
  if (typeof id !== "number") throw new Error(`the id of the role ${role} was not read`);
  return id;
}

/** The role with a number, the other way round. */
export function roleOfId(organization: Resource | undefined, id: Value | undefined): string | undefined {
  const ids = organization?.facts?.roles;
  if (!isRecord(ids)) return undefined;
  return Object.keys(ids).find((name) => ids[name] === id);
}

/**
 * The highest role to which somebody may be invited on the way to `wanted`: nobody is invited as owner, and only an
 * owner invites admins (§2; inferred).
 */
export function invitableRole(wanted: Role, actorIsOwner: boolean): "member" | "admin" {
  return wanted !== "member" && actorIsOwner ? "admin" : "member";
}
