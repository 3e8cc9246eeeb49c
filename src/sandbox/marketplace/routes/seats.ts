import type { Route } from "../../rest.ts";
import { field } from "../../shape.ts";
import { bodyOf, type Call } from "../call.ts";
import { alreadyInTeam, badMember, noMember, notInOrganization } from "../errors.ts";
import { readBatch, readRole } from "../fields.ts";
import { peopleOf, roleIn, showMember } from "../members.ts";
import { page, whole } from "../paging.ts";
import { done, ok } from "../respond.ts";
import { onOrganization, orSelf, type Place, param, teamOfPath } from "../route.ts";
import { putSeat, removeSeat, seatIn, type Team } from "../teams.ts";
import { findUser, findUserByEmail, type User } from "../users.ts";

const members = "/teams/:teamId/members";

/** marketplace.md §3.3, T6 to T9. */
export const seatRoutes: readonly Route<Call>[] = [
  onOrganization("GET", members, "viewTeams", (call, place) =>
    page(call, badMember, () => peopleOf("seats", teamOfPath(call, place).id)),
  ),
  onOrganization("POST", members, "manageTeams", add),
  onOrganization("PUT", `${members}/:userId`, "manageTeams", change),
  onOrganization("DELETE", `${members}/:userId`, orSelf("manageTeams"), remove),
];

/** All or nobody. Whoever has no account is no member of the organization either (§3.3 T7 knows no other error). */
function add(call: Call, place: Place): Response {
  const { store } = call;
  const batch = readBatch(bodyOf(call, badMember));
  const team = teamOfPath(call, place);
  const people = batch.map(({ email, role }) => {
    const user = findUserByEmail(store, email);
    if (user === undefined || roleIn(store, place.organization.id, user.id) === undefined) {
      throw notInOrganization(email);
    }
    return { user, role };
  });
  for (const { user } of people) {
    if (seatIn(store, team.id, user.id) !== undefined) throw alreadyInTeam(user.email);
  }
  for (const { user, role } of people) putSeat(store, team, user.id, role);
  return whole(
    201,
    people.map(({ user, role }) => showMember(user, role)),
  );
}

function change(call: Call, place: Place): Response {
  const role = readRole(field(bodyOf(call, badMember), "role"));
  const { team, user } = seatOfPath(call, place);
  putSeat(call.store, team, user.id, role);
  return ok(showMember(user, role));
}

/** Being a member of the organization is kept. */
function remove(call: Call, place: Place): Response {
  const { team, user } = seatOfPath(call, place);
  removeSeat(call.store, team.id, user.id);
  return done();
}

function seatOfPath(call: Call, place: Place): { team: Team; user: User } {
  const team = teamOfPath(call, place);
  const user = findUser(call.store, param(place.params, "userId"));
  if (user === undefined || seatIn(call.store, team.id, user.id) === undefined) throw noMember();
  return { team, user };
}
