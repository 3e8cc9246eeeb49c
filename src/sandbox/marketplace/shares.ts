import { type Row, textOf, textOrNull } from "../row.ts";
import type { Store } from "../store.ts";
import type { Application } from "./applications.ts";
import type { Listing } from "./paging.ts";

/** With whom an application is shared. There is no level: access is the role of each person (marketplace.md §2.3). */
export interface Target {
  readonly organization: string;
  /** Null: the organization itself. */
  readonly team: string | null;
}

/** As the API shows it: `Share` (§3). */
export function showShare(
  clientId: string,
  { organization, team }: Target,
): Readonly<Record<string, string>> {
  return {
    clientId,
    targetType: team === null ? "organization" : "team",
    targetId: team ?? organization,
    organizationId: organization,
  };
}

function shareOf(row: Row): Readonly<Record<string, string>> {
  return showShare(textOf(row, "application"), {
    organization: textOf(row, "organization"),
    team: textOrNull(row, "team"),
  });
}

/** The owner sees all shares; others those with organizations of their own, since strange ones do not exist for them. */
export function sharesOf({ clientId, ownerUserId }: Application, user: string): Listing {
  const mine = "AND organization IN (SELECT organization FROM members WHERE user = ?)";
  const owned = ownerUserId === user;
  return {
    columns: "application, organization, team",
    from: `shares WHERE application = ? ${owned ? "" : mine}`,
    order: "coalesce(team, organization)",
    values: owned ? [clientId] : [clientId, user],
    show: shareOf,
  };
}

/** True where it is new. */
export function addShare(store: Store, clientId: string, { organization, team }: Target): boolean {
  return (
    store.run(
      "INSERT INTO shares (application, organization, team) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      clientId,
      organization,
      team,
    ) > 0
  );
}

export function hasShare(store: Store, clientId: string, { organization, team }: Target): boolean {
  return store.has(
    "SELECT 1 FROM shares WHERE application = ? AND organization = ? AND team IS ?",
    clientId,
    organization,
    team,
  );
}

export function removeShare(store: Store, clientId: string, { organization, team }: Target): void {
  store.run(
    "DELETE FROM shares WHERE application = ? AND organization = ? AND team IS ?",
    clientId,
    organization,
    team,
  );
}
