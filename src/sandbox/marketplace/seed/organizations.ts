import { claim, listIn } from "../../seed.ts";
import { type At, field, only, optional } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { readName, readText } from "../fields.ts";
import { putMember } from "../members.ts";
import { insertOrganization } from "../organizations.ts";
import { addShare } from "../shares.ts";
import { insertTeam, putSeat } from "../teams.ts";
import { idOf, type Names, readApplications, readRoles, type Taken } from "./names.ts";

/**
 * Stores the organizations of a seed. Owners of shared applications need not be members (marketplace.md §5.8), and
 * organizations of the same name are none of each other's business (§3.1 O2).
 */
export function loadOrganizations(store: Store, seed: At, names: Names, now: number): void {
  const taken: Taken = new Set();
  for (const at of listIn(seed, "organizations")) {
    only(at, ["name", "id", "description", "members", "applications", "teams"]);
    const name = readName(field(at, "name"));
    const id = idOf(at, `organization ${name}`, taken);
    insertOrganization(store, { id, name, description: readDescription(at), created: now });
    const members = new Set<string>();
    for (const [user, role] of readRoles(at, names)) {
      putMember(store, id, user, role);
      members.add(user);
    }
    for (const application of readApplications(at, names)) {
      addShare(store, application, { organization: id, team: null });
    }
    loadTeams(store, at, id, members, names, taken);
  }
}

function loadTeams(
  store: Store,
  organization: At,
  organizationId: string,
  members: ReadonlySet<string>,
  names: Names,
  taken: Taken,
): void {
  const teamNames: Taken = new Set();
  for (const at of listIn(organization, "teams")) {
    only(at, ["name", "id", "description", "members", "applications"]);
    const name = readName(field(at, "name"));
    claim(field(at, "name"), name, teamNames);
    const id = idOf(at, `team ${organizationId} ${name}`, taken);
    const team = { id, organizationId, name, description: readDescription(at) };
    insertTeam(store, team);
    for (const [user, role, place] of readRoles(at, names)) {
      if (!members.has(user)) place.fail(place.path, "must be a member of the organization");
      putSeat(store, team, user, role);
    }
    for (const application of readApplications(at, names)) {
      addShare(store, application, { organization: organizationId, team: id });
    }
  }
}

function readDescription(at: At): string {
  return optional(field(at, "description"), readText) ?? "";
}
