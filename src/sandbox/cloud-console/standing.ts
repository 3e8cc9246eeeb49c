import { boolOf, type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";

/** What a person is in an organization, billing aside. A member is who sits in at least one group (cloud-console.md §1). */
export type Role = "owner" | "administrator" | "member";

/** A person's standing in an organization. */
export interface Standing {
  readonly id: string;
  readonly name: string;
  /** Null for strangers, and for those who only see the bills. */
  readonly role: Role | null;
  /** Whether the person is a billing administrator, whatever the role (§5.9). */
  readonly billing: boolean;
}

// ?1 is the person.
const columns = `o.id, o.name, o.owner = ?1 AS owns,
  EXISTS (SELECT 1 FROM administrators a WHERE a.user = ?1 AND a.organization = o.id) AS administers,
  EXISTS (SELECT 1 FROM groupMembers m JOIN groups g ON g.id = m.groupId
    WHERE m.user = ?1 AND g.organization = o.id) AS belongs,
  EXISTS (SELECT 1 FROM billing b WHERE b.user = ?1 AND b.organization = o.id) AS bills`;

function decode(row: Row): Standing {
  return {
    id: textOf(row, "id"),
    name: textOf(row, "name"),
    role: roleOf(row),
    billing: boolOf(row, "bills"),
  };
}

function roleOf(row: Row): Role | null {
  if (boolOf(row, "owns")) return "owner";
  if (boolOf(row, "administers")) return "administrator";
  return boolOf(row, "belongs") ? "member" : null;
}

/** Undefined where there is no such organization. */
export function standingIn(store: Store, organization: string, user: string): Standing | undefined {
  return store.first(`SELECT ${columns} FROM organizations o WHERE o.id = ?2`, decode, user, organization);
}

/** The organizations in which a person has a role; those of which they only see the bills are left out (§3.2 O1). */
export function standingsOf(store: Store, user: string): Standing[] {
  const sql = `SELECT ${columns} FROM organizations o WHERE o.id IN (
      SELECT id FROM organizations WHERE owner = ?1
      UNION SELECT organization FROM administrators WHERE user = ?1
      UNION SELECT g.organization FROM groupMembers m JOIN groups g ON g.id = m.groupId WHERE m.user = ?1
    ) ORDER BY o.position`;
  return store.all(sql, decode, user);
}

/** True for who owns or administers any organization. */
export function managesAny(store: Store, user: string): boolean {
  const sql = `SELECT 1 FROM organizations WHERE owner = ?1
    UNION ALL SELECT 1 FROM administrators WHERE user = ?1`;
  return store.has(sql, user);
}
