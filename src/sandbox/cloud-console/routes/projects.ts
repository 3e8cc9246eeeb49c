import type { Route } from "../../rest.ts";
import { root } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { directory, identity, regionOf } from "../apps.ts";
import type { Call } from "../call.ts";
import { conflict, refuseName, unknownProject } from "../errors.ts";
import { anyRole, inDirectory, inRegion, managers } from "../guard.ts";
import { makeProjectId } from "../ids.ts";
import { nameIn, projectName, readName } from "../names.ts";
import {
  deleteProject,
  findProject,
  insertProject,
  nameTaken,
  noBudget,
  type Project,
  projectsFor,
  projectsOf,
  reaches,
  renameProject,
} from "../projects.ts";
import type { Region } from "../regions.ts";
import { type Standing, standingIn } from "../standing.ts";

const tell = ({ id, name }: Project) => ({ id, name });

/** A project of this organization and this region. */
function projectIn(store: Store, id: string | undefined, on: Standing, region: Region): Project {
  const project = findProject(store, id ?? "");
  if (project?.organization !== on.id || project.region.slug !== region.slug) throw unknownProject();
  return project;
}

function requireFree(store: Store, on: Standing, region: Region, name: string): void {
  if (nameTaken(store, on.id, region.slug, name)) {
    throw conflict("project_name_taken", `There is a project "${name}" in ${region.name} already`);
  }
}

/** cloud-console.md §3.1. */
export const projectRoutes: readonly Route<Call>[] = [
  {
    method: "GET",
    path: `${directory}/orgs/:org/projects`,
    act: inDirectory(anyRole, ({ store, user }, { id, role }) => {
      const projects = role === "member" ? projectsFor(store, id, user) : projectsOf(store, id);
      return projects.map((project) => ({ ...tell(project), region: project.region.name }));
    }),
  },
  {
    method: "POST",
    path: `${identity}/:org/projects/:name`,
    // Without a body: the name is in the path.
    act: inRegion(managers, ({ store }, on, params, region) => {
      const name = readName(root(params["name"], refuseName, "name"), projectName);
      requireFree(store, on, region, name);
      const project = { id: makeProjectId(), organization: on.id, name, region, ...noBudget };
      insertProject(store, project);
      return tell(project);
    }),
  },
  {
    method: "GET",
    path: `${identity}/projects/:project`,
    act: ({ store, user }, params) => {
      const region = regionOf(store, params["app"] ?? "");
      const project = findProject(store, params["project"] ?? "");
      if (project === undefined || project.region.slug !== region.slug) throw unknownProject();
      const role = standingIn(store, project.organization, user)?.role ?? null;
      const visible = role === "member" ? reaches(store, user, project.id) : role !== null;
      if (!visible) throw unknownProject();
      return tell(project);
    },
  },
  {
    method: "PUT",
    path: `${identity}/:org/projects/:project`,
    act: inRegion(managers, ({ store, body }, on, params, region) => {
      const name = nameIn(body, projectName);
      const project = projectIn(store, params["project"], on, region);
      if (name !== project.name) requireFree(store, on, region, name);
      renameProject(store, project.id, name);
      return tell({ ...project, name });
    }),
  },
  {
    method: "DELETE",
    path: `${identity}/:org/projects/:project`,
    act: inRegion(managers, ({ store }, on, params, region) => {
      deleteProject(store, projectIn(store, params["project"], on, region).id);
    }),
  },
];
