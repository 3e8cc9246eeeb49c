import type { Params } from "../../rest.ts";
import { field } from "../../shape.ts";
import { adminOrOwner, anyMember, onlyOwner, onOrg, type Standing } from "../access.ts";
import { bodyOf, type Call, type SignedRoute, segment } from "../call.ts";
import { conflict, forbidden, notFound } from "../errors.ts";
import { dropMember, findMember, isLastOwner, type Member, membersOf, setRole } from "../members.ts";
import { mayRemove, roleAt, roleId } from "../roles.ts";

/** Who belongs to an organization, and as what (datica.md §3). */
export const memberRoutes: readonly SignedRoute[] = [
  onOrg("GET", "/orgs/:orgID/users", anyMember, ({ store }, { org }) => membersOf(store, org.id).map(shown)),
  onOrg("GET", "/orgs/:orgID/users/:userID", anyMember, (call, { org }, params) =>
    shown(find(call, org.id, params)),
  ),
  onOrg("PUT", "/orgs/:orgID/users/:userID", onlyOwner, changeRole),
  onOrg("DELETE", "/orgs/:orgID/users/:userID", adminOrOwner, remove),
];

function shown({ id, name, email, role }: Member): unknown {
  return { id, name, email, roleID: roleId(role) };
}

function find({ store }: Call, org: string, params: Params): Member {
  const id = segment(params, "userID");
  const member = findMember(store, org, id);
  if (member === undefined) throw notFound(`The member ${id}`);
  return member;
}

function changeRole(call: Call, { org }: Standing, params: Params): unknown {
  const member = find(call, org.id, params);
  const role = roleAt(field(bodyOf(call), "role"));
  if (role !== "owner") requireAnotherOwner(call, org.id, member);
  setRole(call.store, org.id, member.id, role);
  return shown({ ...member, role });
}

function remove(call: Call, { org, role }: Standing, params: Params): void {
  const member = find(call, org.id, params);
  if (!mayRemove(role, member.role))
    throw forbidden(`Your role, ${role}, cannot remove somebody with the role ${member.role}.`);
  requireAnotherOwner(call, org.id, member);
  dropMember(call.store, org.id, member.id);
}

function requireAnotherOwner({ store }: Call, org: string, member: Member): void {
  if (isLastOwner(store, org, member)) throw conflict(`${member.email} is the last owner.`);
}
