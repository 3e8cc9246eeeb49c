import type { Method, Params } from "../rest.ts";
import { type Call, type SignedRoute, segment } from "./call.ts";
import { type Environment, findEnvironment, isGranted } from "./environments.ts";
import { forbidden, notFound } from "./errors.ts";
import { adminsGroup, isInGroup } from "./groups.ts";
import { findMember } from "./members.ts";
import { findOrg, type Org } from "./orgs.ts";
import { requirePod } from "./pods.ts";
import { manages, type Role } from "./roles.ts";

/** An organization, and what the caller is in it. */
export interface Standing {
  readonly org: Org;
  readonly role: Role;
}

/** Who may, of the members of an organization: the "who" columns of datica.md §3. */
export type Who = (call: Call, standing: Standing) => boolean;

export const anyMember: Who = () => true;
export const adminOrOwner: Who = (_call, { role }) => manages(role);
export const onlyOwner: Who = (_call, { role }) => role === "owner";
export const groupManager: Who = (call, { org, role }) =>
  role === "owner" || isInGroup(call.store, org.id, adminsGroup, call.user.id);

/**
 * A route on the organization `:orgID`. Checked are, in this order: does it exist, is the caller a member, may they;
 * only then the body.
 */
export function onOrg(
  method: Method,
  path: string,
  who: Who,
  act: (call: Call, standing: Standing, params: Params) => unknown,
): SignedRoute {
  return {
    method,
    path,
    act: (call, params) => {
      const id = segment(params, "orgID");
      const org = findOrg(call.store, id);
      if (org === undefined) throw notFound(`The organization ${id}`);
      const standing = { org, role: roleIn(call, id) };
      if (!who(call, standing)) throw forbidden(`Your role in ${org.name} does not allow this.`);
      return act(call, standing, params);
    },
  };
}

/** Who may, of the members of an environment's organization. */
export type EnvironmentWho = (call: Call, role: Role, environment: Environment) => boolean;

/** Admins and owners may on every environment; members once it was granted to them (§2). */
export const withAccess: EnvironmentWho = (call, role, { id }) =>
  manages(role) || isGranted(call.store, id, call.user.id);
export const itsManager: EnvironmentWho = (_call, role) => manages(role);

/** A route on the environment `:envID`, in the same order; first of all, its pod must be the one asked, and up. */
export function onEnvironment(
  method: Method,
  path: string,
  who: EnvironmentWho,
  act: (call: Call, environment: Environment, params: Params) => unknown,
): SignedRoute {
  return {
    method,
    path,
    act: (call, params) => {
      if (call.pod !== null) requirePod(call.store, call.pod);
      const id = segment(params, "envID");
      const environment = findEnvironment(call.store, id);
      if (environment === undefined || environment.pod !== (call.pod ?? environment.pod)) {
        throw notFound(`The environment ${id}`);
      }
      requirePod(call.store, environment.pod);
      const role = roleIn(call, environment.org);
      if (!who(call, role, environment)) throw forbidden(`You have no such access to ${environment.name}.`);
      return act(call, environment, params);
    },
  };
}

function roleIn({ store, user }: Call, org: string): Role {
  const member = findMember(store, org, user.id);
  if (member === undefined) throw forbidden("You are not a member of the organization.");
  return member.role;
}
