import type { Store } from "../store.ts";
import { allExecutables, principalsOf } from "./executables.ts";
import { allOrgs, membersOf } from "./orgs.ts";
import { allProjects, permissionsOf } from "./projects.ts";
import { allUsers } from "./users.ts";

/**
 * Everything stored, as a seed document: what is left out of a seed is written out here. Only clock times and
 * made-up tokens are missing, so that two sandboxes to which the same was done give the same dump.
 */
export function dump(store: Store): unknown {
  return {
    users: allUsers(store).map(({ token, tokenGiven, ...user }) => (tokenGiven ? { ...user, token } : user)),
    orgs: allOrgs(store).map((org) => ({ ...org, members: Object.fromEntries(membersOf(store, org.id)) })),
    projects: allProjects(store).map(({ created: _created, modified: _modified, settings, ...project }) => ({
      ...project,
      ...settings,
      properties: { ...project.properties },
      permissions: { ...permissionsOf(store, project.id) },
    })),
    apps: allExecutables(store).map(
      ({ position: _position, created: _created, modified: _modified, ...executable }) => ({
        ...executable,
        developers: principalsOf(store, executable, "developer"),
        authorizedUsers: principalsOf(store, executable, "authorized"),
      }),
    ),
  };
}
