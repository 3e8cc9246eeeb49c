import { randomUUID } from "node:crypto";
import { type Row, textOf, textOrNull } from "../row.ts";
import type { Store } from "../store.ts";

export type InvitationKind = "administrator" | "group" | "ownership";

/** What an invitation is to. */
export interface Scope {
  readonly kind: InvitationKind;
  readonly organization: string;
  /** Null for all but a group. */
  readonly group: string | null;
}

/** Something that waits for a person's answer. */
export interface Invitation extends Scope {
  readonly id: string;
  /** The invitee's id. */
  readonly user: string;
  /** As the invitation was written. */
  readonly email: string;
}

function kindOf(row: Row): InvitationKind {
  const kind = textOf(row, "kind");
  return kind === "administrator" || kind === "ownership" ? kind : "group";
}

const decode = (row: Row): Invitation => ({
  id: textOf(row, "id"),
  kind: kindOf(row),
  organization: textOf(row, "organization"),
  group: textOrNull(row, "groupId"),
  user: textOf(row, "user"),
  email: textOf(row, "email"),
});

/** The id is new unless given: it is the link that was mailed. */
export function invite(
  store: Store,
  scope: Scope,
  user: string,
  email: string,
  id: string = randomUUID(),
): void {
  store.run(
    "INSERT INTO invitations (id, kind, organization, groupId, user, email) VALUES (?, ?, ?, ?, ?, ?)",
    id,
    scope.kind,
    scope.organization,
    scope.group,
    user,
    email,
  );
}

/** The link stops working (cloud-console.md §5.7). */
export function dropInvitation(store: Store, id: string): void {
  store.run("DELETE FROM invitations WHERE id = ?", id);
}

/** An offer lives only as long as its target administers (§5.3). */
export function dropTransferTo(store: Store, organization: string, user: string): void {
  store.run(
    "DELETE FROM invitations WHERE organization = ? AND kind = 'ownership' AND user = ?",
    organization,
    user,
  );
}

export function transferOf(store: Store, organization: string): Invitation | undefined {
  return store.first(
    "SELECT * FROM invitations WHERE organization = ? AND kind = 'ownership'",
    decode,
    organization,
  );
}

export function invitationTo(store: Store, scope: Scope, user: string): Invitation | undefined {
  return store.first(
    `SELECT * FROM invitations
     WHERE organization = ? AND kind = ? AND ifnull(groupId, '') = ? AND user = ?`,
    decode,
    scope.organization,
    scope.kind,
    scope.group ?? "",
    user,
  );
}

/** All that wait for one scope, in the order in which they were sent. */
export function invitationsTo(store: Store, scope: Scope): Invitation[] {
  return store.all(
    `SELECT * FROM invitations WHERE organization = ? AND kind = ? AND ifnull(groupId, '') = ?
     ORDER BY position`,
    decode,
    scope.organization,
    scope.kind,
    scope.group ?? "",
  );
}

/** All that wait for one person; null for everybody's. */
export function invitationsFor(store: Store, user: string | null): Invitation[] {
  return user === null
    ? store.all("SELECT * FROM invitations ORDER BY position", decode)
    : store.all("SELECT * FROM invitations WHERE user = ? ORDER BY position", decode, user);
}
