import type { Route } from "../../rest.ts";
import { field } from "../../shape.ts";
import { bodyOf, type Call } from "../call.ts";
import { alreadyMember, badMember, lastMaintainer, noAccount, noMember } from "../errors.ts";
import { readBatch, readRole } from "../fields.ts";
import { hasOtherMaintainer, peopleOf, putMember, removeMember, roleIn, showMember } from "../members.ts";
import { page, whole } from "../paging.ts";
import { done, ok } from "../respond.ts";
import type { Role } from "../roles.ts";
import { onOrganization, orSelf, type Place, param } from "../route.ts";
import { findUser, findUserByEmail, type User } from "../users.ts";

/** marketplace.md §3.2. */
export const memberRoutes: readonly Route<Call>[] = [
  onOrganization("GET", "/members", "viewMembers", (call, { organization }) =>
    page(call, badMember, () => peopleOf("members", organization.id)),
  ),
  onOrganization("POST", "/members", "addMember", add),
  onOrganization("PUT", "/members/:userId", "modifyMemberRoles", change),
  onOrganization("DELETE", "/members/:userId", orSelf("removeMember"), remove),
];

/** At once and without asking them (§5.4), all or nobody: first whether all exist, then whether none is there. */
function add(call: Call, { organization }: Place): Response {
  const { store } = call;
  const people = readBatch(bodyOf(call, badMember)).map(({ email, role }) => {
    const user = findUserByEmail(store, email);
    if (user === undefined) throw noAccount(email);
    return { user, role };
  });
  for (const { user } of people) {
    if (roleIn(store, organization.id, user.id) !== undefined) throw alreadyMember(user.email);
  }
  for (const { user, role } of people) putMember(store, organization.id, user.id, role);
  return whole(
    201,
    people.map(({ user, role }) => showMember(user, role)),
  );
}

function change(call: Call, place: Place): Response {
  const { store } = call;
  const { organization } = place;
  const role = readRole(field(bodyOf(call, badMember), "role"));
  const { user, role: former } = memberOfPath(call, place);
  if (role !== "maintainer") guardLastMaintainer(call, place, user, former);
  putMember(store, organization.id, user.id, role);
  return ok(showMember(user, role));
}

function remove(call: Call, place: Place): Response {
  const { user, role } = memberOfPath(call, place);
  guardLastMaintainer(call, place, user, role);
  removeMember(call.store, place.organization.id, user.id);
  return done();
}

function memberOfPath({ store }: Call, { organization, params }: Place): { user: User; role: Role } {
  const user = findUser(store, param(params, "userId"));
  const role = user === undefined ? undefined : roleIn(store, organization.id, user.id);
  if (user === undefined || role === undefined) throw noMember();
  return { user, role };
}

/** At least one maintainer stays, also when the last one leaves (§5.9). */
function guardLastMaintainer({ store }: Call, { organization }: Place, user: User, role: Role): void {
  if (role === "maintainer" && !hasOtherMaintainer(store, organization.id, user.id)) throw lastMaintainer();
}
