import type { Params } from "../../rest.ts";
import { type At, field, filled, texts } from "../../shape.ts";
import { anyMember, groupManager, onOrg, type Standing } from "../access.ts";
import { bodyOf, type Call, type SignedRoute, segment } from "../call.ts";
import { conflict, forbidden, notFound } from "../errors.ts";
import {
  dropGroup,
  findGroup,
  type Group,
  groupMembers,
  groupsOf,
  insertGroup,
  joinGroup,
  leaveGroup,
  setAcls,
} from "../groups.ts";
import { findMember } from "../members.ts";

/** ACL groups (datica.md §3). */
export const groupRoutes: readonly SignedRoute[] = [
  onOrg("GET", "/acls/:orgID/groups", anyMember, ({ store }, { org }) => ({
    groups: groupsOf(store, org.id),
  })),
  onOrg("POST", "/acls/:orgID/groups", groupManager, create),
  onOrg("PUT", "/acls/:orgID/groups/:name", groupManager, change),
  onOrg("DELETE", "/acls/:orgID/groups/:name", groupManager, (call, { org }, params) =>
    dropGroup(call.store, org.id, editable(call, org.id, params).name),
  ),
  onOrg("PUT", "/acls/:orgID/groups/:name/members/:userID", groupManager, join),
  onOrg("DELETE", "/acls/:orgID/groups/:name/members/:userID", groupManager, leave),
];

function find({ store }: Call, org: string, params: Params): Group {
  const name = segment(params, "name");
  const group = findGroup(store, org, name);
  if (group === undefined) throw notFound(`The group ${name}`);
  return group;
}

function editable(call: Call, org: string, params: Params): Group {
  const group = find(call, org, params);
  if (group.protected) throw forbidden(`The group ${group.name} is protected: it is only joined and left.`);
  return group;
}

function aclsAt(body: At): string[] {
  return texts(field(body, "acls"));
}

function create(call: Call, { org }: Standing): unknown {
  const body = bodyOf(call);
  const group: Group = { name: filled(field(body, "name")), acls: aclsAt(body), protected: false };
  if (findGroup(call.store, org.id, group.name) !== undefined) {
    throw conflict(`There is a group ${group.name} already.`);
  }
  insertGroup(call.store, org.id, group);
  return { ...group, members: [] };
}

function change(call: Call, { org }: Standing, params: Params): unknown {
  const group = editable(call, org.id, params);
  const acls = aclsAt(bodyOf(call));
  setAcls(call.store, org.id, group.name, acls);
  return { ...group, acls, members: groupMembers(call.store, org.id, group.name) };
}

function join(call: Call, { org }: Standing, params: Params): void {
  const { name } = find(call, org.id, params);
  const user = segment(params, "userID");
  if (findMember(call.store, org.id, user) === undefined) throw notFound(`The member ${user}`);
  joinGroup(call.store, org.id, name, user);
}

function leave(call: Call, { org }: Standing, params: Params): void {
  const { name } = find(call, org.id, params);
  const user = segment(params, "userID");
  if (!leaveGroup(call.store, org.id, name, user)) throw notFound(`The member ${user} of ${name}`);
}
