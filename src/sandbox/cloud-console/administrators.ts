import type { Store } from "../store.ts";
import { dropTransferTo } from "./invitations.ts";
import { type Person, personOf } from "./users.ts";

export function ownerOf(store: Store, organization: string): Person | undefined {
  return store.first(
    "SELECT u.* FROM organizations o JOIN users u ON u.id = o.owner WHERE o.id = ?",
    personOf,
    organization,
  );
}

/** Those who accepted, without the owner. */
export function administratorsOf(store: Store, organization: string): Person[] {
  return store.all(
    `SELECT u.* FROM administrators a JOIN users u ON u.id = a.user
     WHERE a.organization = ? ORDER BY u.position`,
    personOf,
    organization,
  );
}

export function addAdministrator(store: Store, organization: string, user: string): void {
  store.run("INSERT INTO administrators (organization, user) VALUES (?, ?)", organization, user);
}

/** Removes an administrator, and with them the offer to own that may wait for them (cloud-console.md §5.3). */
export function removeAdministrator(store: Store, organization: string, user: string): boolean {
  dropTransferTo(store, organization, user);
  return store.run("DELETE FROM administrators WHERE organization = ? AND user = ?", organization, user) > 0;
}
