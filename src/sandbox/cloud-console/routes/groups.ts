import { randomUUID } from "node:crypto";
import type { Route } from "../../rest.ts";
import type { Store } from "../../store.ts";
import { directory } from "../apps.ts";
import type { Call } from "../call.ts";
import { conflict, unknownProject } from "../errors.ts";
import {
  deleteGroup,
  type Group,
  groupByName,
  groupsOf,
  groupsWith,
  insertGroup,
  linkProject,
  membersIn,
  projectsIn,
  renameGroup,
  unlinkProject,
} from "../groups.ts";
import { anyRole, inDirectory, managers } from "../guard.ts";
import { invitationsTo } from "../invitations.ts";
import { nameIn, plainName } from "../names.ts";
import type { Project } from "../projects.ts";
import { groupFor, groupIn, projectOf, scopeOf } from "./group.ts";
import { pendingPerson } from "./pending.ts";

const groups = `${directory}/orgs/:org/groups`;
const links = `${groups}/:group/projects/:project`;

const tell = ({ id, name }: Group) => ({ id, name });

/** In a group's table a region is written as its slug, unlike in the list of projects (cloud-console.md §6.8). */
const tellProject = ({ id, name, region }: Project) => ({ id, name, region: region.slug });

function requireFree(store: Store, organization: string, name: string): void {
  if (groupByName(store, organization, name) !== undefined) {
    throw conflict("group_name_taken", `There is a group "${name}" already`);
  }
}

/** cloud-console.md §3.4 G1 to G7. */
export const groupRoutes: readonly Route<Call>[] = [
  {
    method: "GET",
    path: groups,
    act: inDirectory(anyRole, ({ store, user }, { id, role }) =>
      (role === "member" ? groupsWith(store, id, user) : groupsOf(store, id)).map(tell),
    ),
  },
  {
    method: "POST",
    path: groups,
    act: inDirectory(managers, ({ store, body }, on) => {
      const name = nameIn(body, plainName);
      requireFree(store, on.id, name);
      const group = { id: randomUUID(), organization: on.id, name };
      insertGroup(store, group);
      return tell(group);
    }),
  },
  {
    method: "GET",
    path: `${groups}/:group`,
    act: inDirectory(anyRole, ({ store, user }, on, params) => {
      const group = groupFor(store, on, params["group"], user);
      const accepted = membersIn(store, group.id).map((person) => ({ ...person, pending: false }));
      const pending = invitationsTo(store, scopeOf(group)).map(({ email }) => pendingPerson(email));
      return {
        ...tell(group),
        projects: projectsIn(store, group.id).map(tellProject),
        // Members do not see each other (§2).
        members: on.role === "member" ? accepted.filter(({ id }) => id === user) : [...accepted, ...pending],
      };
    }),
  },
  {
    method: "PUT",
    path: `${groups}/:group`,
    act: inDirectory(managers, ({ store, body }, on, params) => {
      const name = nameIn(body, plainName);
      const group = groupIn(store, on.id, params["group"]);
      if (name !== group.name) requireFree(store, on.id, name);
      renameGroup(store, group.id, name);
      return tell({ ...group, name });
    }),
  },
  {
    method: "DELETE",
    path: `${groups}/:group`,
    act: inDirectory(managers, ({ store }, on, params) =>
      deleteGroup(store, groupIn(store, on.id, params["group"]).id),
    ),
  },
  {
    method: "PUT",
    path: links,
    act: inDirectory(managers, ({ store }, on, params) => {
      const group = groupIn(store, on.id, params["group"]);
      const project = projectOf(store, on.id, params["project"]);
      linkProject(store, group.id, project.id);
      return tellProject(project);
    }),
  },
  {
    method: "DELETE",
    path: links,
    act: inDirectory(managers, ({ store }, on, params) => {
      const group = groupIn(store, on.id, params["group"]);
      const project = projectOf(store, on.id, params["project"]);
      if (!unlinkProject(store, group.id, project.id)) throw unknownProject();
    }),
  },
];
