import { field, isRecord, items, optional, text } from "../../shape.ts";
import type { Call } from "../call.ts";
import { notFound } from "../errors.ts";
import { page } from "../paging.ts";
import { atLeast } from "../permissions.ts";
import { findProject, type Project } from "../projects.ts";
import { onProject, plain, type Route } from "../route.ts";

const viewer = atLeast("VIEW");

/**
 * Looking for data objects. Projects hold none here, yet the client looks for them: before it takes a word for an
 * org, a user or an app while a project is selected, and when it selects one (dnanexus.md §7.3 has no rows for it).
 */
export const projectDataRoutes: readonly Route[] = [
  onProject("listFolder", "read", viewer, listFolder),
  plain("system/findDataObjects", "list", findDataObjects),
  plain("system/resolveDataObjects", "read", resolveDataObjects),
];

/** There is the root folder and nothing in it. */
function listFolder(call: Call, project: Project): unknown {
  const folder = optional(field(call.body, "folder"), text) ?? "/";
  if (folder !== "/") throw notFound(`${project.id}:${folder}`);
  return { folders: [], objects: [] };
}

function findDataObjects(call: Call): unknown {
  const scope = field(call.body, "scope");
  const named = isRecord(scope.value) ? optional(field(scope, "project"), text) : undefined;
  if (named !== undefined) {
    const project = findProject(call.store, named);
    if (project === undefined) throw notFound(named);
    viewer(call, project);
  }
  return page<never>(call, { from: () => [], key: () => "", show: () => null });
}

/** For each object asked for, those that it could be. */
function resolveDataObjects(call: Call): unknown {
  return { results: items(field(call.body, "objects")).map(() => []) };
}
