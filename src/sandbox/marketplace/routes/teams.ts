import { randomUUID } from "node:crypto";
import type { Route } from "../../rest.ts";
import { bodyOf, type Call } from "../call.ts";
import { badTeam, teamNameTaken } from "../errors.ts";
import { readDetails } from "../fields.ts";
import { page } from "../paging.ts";
import { created, done, ok } from "../respond.ts";
import { onOrganization, type Place, teamOfPath } from "../route.ts";
import { deleteTeam, hasTeamNamed, insertTeam, teamColumns, teamOf, updateTeam } from "../teams.ts";

/** marketplace.md §3.3, T1 to T5. */
export const teamRoutes: readonly Route<Call>[] = [
  onOrganization("GET", "/teams", "viewTeams", list),
  onOrganization("POST", "/teams", "manageTeams", create),
  onOrganization("GET", "/teams/:teamId", "viewTeams", (call, place) => ok(teamOfPath(call, place))),
  onOrganization("PUT", "/teams/:teamId", "manageTeams", edit),
  onOrganization("DELETE", "/teams/:teamId", "manageTeams", remove),
];

function list(call: Call, { organization }: Place): Response {
  return page(call, badTeam, () => ({
    columns: teamColumns,
    from: "teams WHERE organization = ?",
    order: "id",
    values: [organization.id],
    show: teamOf,
  }));
}

/** Empty: whoever creates it gets no seat. */
function create(call: Call, { organization }: Place): Response {
  const { name, description } = readDetails(bodyOf(call, badTeam));
  if (hasTeamNamed(call.store, organization.id, name, null)) throw teamNameTaken();
  const team = { id: randomUUID(), organizationId: organization.id, name, description };
  insertTeam(call.store, team);
  return created(team);
}

function edit(call: Call, place: Place): Response {
  const details = readDetails(bodyOf(call, badTeam));
  const team = teamOfPath(call, place);
  if (hasTeamNamed(call.store, team.organizationId, details.name, team.id)) throw teamNameTaken();
  updateTeam(call.store, team.id, details);
  return ok({ ...team, ...details });
}

function remove(call: Call, place: Place): Response {
  deleteTeam(call.store, teamOfPath(call, place).id);
  return done();
}
