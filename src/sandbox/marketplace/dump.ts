import { textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { applicationOf } from "./applications.ts";
import { roleOf } from "./members.ts";
import { allClients } from "./oauth/clients.ts";
import { allCodes } from "./oauth/codes.ts";
import { givenRefreshToken } from "./oauth/refresh.ts";
import { tokenSeconds } from "./oauth/settings.ts";
import { allOrganizations } from "./organizations.ts";
import { teamsOf } from "./teams.ts";
import { allUsers } from "./users.ts";

/**
 * Everything stored, as a seed document: what is left out of a seed is written out here. Only clock times and made-up
 * tokens are missing; whoever used up the refresh token of the seed starts with the usual one again.
 */
export function dump(store: Store): unknown {
  const users = allUsers(store);
  const emails = new Map(users.map(({ id, email }) => [id, email]));
  const emailOf = (id: string): string => emails.get(id) ?? id;
  return {
    settings: { tokenSeconds: tokenSeconds(store) },
    clients: allClients(store),
    users: users.map((user) => {
      const refreshToken = givenRefreshToken(store, user.id);
      return refreshToken === undefined ? user : { ...user, refreshToken };
    }),
    codes: allCodes(store).map((code) => ({ ...code, user: emailOf(code.user) })),
    applications: store
      .all("SELECT * FROM applications ORDER BY position", applicationOf)
      .map(({ ownerUserId, ...application }) => ({ ...application, owner: emailOf(ownerUserId) })),
    organizations: allOrganizations(store).map(({ created: _created, ...organization }) => ({
      ...organization,
      members: rolesOf(store, "members", organization.id, emailOf),
      applications: sharedWith(store, organization.id, null),
      teams: teamsOf(store, organization.id).map(({ organizationId, ...team }) => ({
        ...team,
        members: rolesOf(store, "seats", team.id, emailOf),
        applications: sharedWith(store, organizationId, team.id),
      })),
    })),
  };
}

function rolesOf(
  store: Store,
  table: "members" | "seats",
  holder: string,
  emailOf: (id: string) => string,
): Record<string, string> {
  const column = table === "members" ? "organization" : "team";
  return Object.fromEntries(
    store.all(
      `SELECT user, role FROM ${table} WHERE ${column} = ? ORDER BY user`,
      (row) => [emailOf(textOf(row, "user")), roleOf(row)],
      holder,
    ),
  );
}

function sharedWith(store: Store, organization: string, team: string | null): string[] {
  return store.all(
    "SELECT application FROM shares WHERE organization = ? AND team IS ? ORDER BY application",
    (row) => textOf(row, "application"),
    organization,
    team,
  );
}
