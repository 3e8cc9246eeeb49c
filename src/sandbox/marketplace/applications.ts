import { type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import type { Listing } from "./paging.ts";

export const environments = ["production", "certification"] as const;

/** As the API shows it: `App` (marketplace.md §3); never with a secret. */
export interface Application {
  readonly clientId: string;
  readonly name: string;
  readonly environment: string;
  readonly ownerUserId: string;
}

const columns = "applications.clientId, applications.name, applications.environment, applications.owner";

export function applicationOf(row: Row): Application {
  return {
    clientId: textOf(row, "clientId"),
    name: textOf(row, "name"),
    environment: textOf(row, "environment"),
    ownerUserId: textOf(row, "owner"),
  };
}

/** The newest first, as portals do. */
const order = "applications.position DESC";

/**
 * Which applications the person ?1 sees: their own, those shared with an organization of theirs, those shared with
 * a team in which they have a seat (§2.3: a path each).
 */
const visible = `(applications.owner = ?1 OR applications.clientId IN (
  SELECT shares.application FROM members JOIN shares ON shares.organization = members.organization
  WHERE members.user = ?1 AND shares.team IS NULL
  UNION ALL
  SELECT shares.application FROM seats JOIN shares ON shares.team = seats.team WHERE seats.user = ?1))`;

export function visibleTo(user: string): Listing {
  return { columns, from: `applications WHERE ${visible}`, order, values: [user], show: applicationOf };
}

/** What is shared with an organization itself, or with a team of it. */
export function sharedWith(target: "organization" | "team", id: string): Listing {
  const condition = target === "team" ? "shares.team = ?" : "shares.organization = ? AND shares.team IS NULL";
  return {
    columns,
    from: `shares JOIN applications ON applications.clientId = shares.application WHERE ${condition}`,
    order,
    values: [id],
    show: applicationOf,
  };
}

export function findApplication(store: Store, clientId: string): Application | undefined {
  return store.first(`SELECT ${columns} FROM applications WHERE clientId = ?`, applicationOf, clientId);
}

/** The application, if the person sees it. */
export function findVisible(store: Store, user: string, clientId: string): Application | undefined {
  return store.first(
    `SELECT ${columns} FROM applications WHERE ${visible} AND clientId = ?2`,
    applicationOf,
    user,
    clientId,
  );
}

export function insertApplication(store: Store, application: Application): void {
  const { clientId, ownerUserId, name, environment } = application;
  store.run(
    "INSERT INTO applications (clientId, owner, name, environment) VALUES (?, ?, ?, ?)",
    clientId,
    ownerUserId,
    name,
    environment,
  );
}
