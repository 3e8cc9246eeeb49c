import { boolOf, type Row, textOf, textOrNull } from "../row.ts";
import type { Store } from "../store.ts";
import { hasMembers, insertMember } from "./members.ts";
import { type Role, roleId, roleIn } from "./roles.ts";

export interface Invite {
  readonly id: string;
  readonly org: string;
  readonly email: string;
  readonly role: Role;
  /** A user's id; empty where the platform itself invited. */
  readonly sender: string;
  /** What the mail carries; whoever has it can join. */
  readonly code: string;
  /** Whether a seed named the code: a made-up one is nobody's wish and stays out of dumps. */
  readonly codeGiven: boolean;
  /** Who accepted, which need not be whom the mail went to (datica.md §5.3); null while it is pending. */
  readonly acceptedBy: string | null;
}

function decode(row: Row): Invite {
  return {
    id: textOf(row, "id"),
    org: textOf(row, "org"),
    email: textOf(row, "email"),
    role: roleIn(row),
    sender: textOf(row, "sender"),
    code: textOf(row, "code"),
    codeGiven: boolOf(row, "codeGiven"),
    acceptedBy: textOrNull(row, "acceptedBy"),
  };
}

/** All of an organization's, in the order in which they were sent. */
export function invitesOf(store: Store, org: string): Invite[] {
  return store.all("SELECT * FROM invites WHERE org = ? ORDER BY position", decode, org);
}

/** Those that wait for somebody, in the order in which they were sent. */
export function pendingOf(store: Store, org: string): Invite[] {
  const sql = "SELECT * FROM invites WHERE org = ? AND acceptedBy IS NULL ORDER BY position";
  return store.all(sql, decode, org);
}

/** The same for all organizations, or one person. */
export function allPending(store: Store, email: string | null): Invite[] {
  const sql =
    "SELECT * FROM invites WHERE acceptedBy IS NULL AND (?1 IS NULL OR email = ?1) ORDER BY position";
  return store.all(sql, decode, email);
}

export function isInvited(store: Store, org: string, email: string): boolean {
  return store.has("SELECT 1 FROM invites WHERE org = ? AND email = ? AND acceptedBy IS NULL", org, email);
}

export function findInvite(store: Store, org: string, id: string): Invite | undefined {
  return store.first("SELECT * FROM invites WHERE org = ? AND id = ?", decode, org, id);
}

export function inviteByCode(store: Store, code: string): Invite | undefined {
  return store.first("SELECT * FROM invites WHERE code = ?", decode, code);
}

export function insertInvite(store: Store, invite: Invite): void {
  store.run(
    `INSERT INTO invites (id, org, email, role, sender, code, codeGiven, acceptedBy)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    invite.id,
    invite.org,
    invite.email,
    roleId(invite.role),
    invite.sender,
    invite.code,
    Number(invite.codeGiven),
    invite.acceptedBy,
  );
}

export function dropInvite(store: Store, id: string): void {
  store.run("DELETE FROM invites WHERE id = ?", id);
}

/** Makes somebody a member; the first in a new organization becomes its owner (§5.5). */
export function accept(store: Store, { id, org, role }: Invite, user: string): void {
  insertMember(store, org, user, hasMembers(store, org) ? role : "owner");
  store.run("UPDATE invites SET acceptedBy = ? WHERE id = ?", user, id);
}
