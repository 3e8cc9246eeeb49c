import { type At, bool, field, items, optional, root, text } from "../../shape.ts";
import type { Call } from "../call.ts";
import { ApiError, notFound } from "../errors.ts";
import { describe } from "../fields.ts";
import { accessTo, atLeast } from "../permissions.ts";
import { describableProject } from "../project-describe.ts";
import { dropProject, findProject, type Project } from "../projects.ts";
import { onProject, plain, type Route } from "../route.ts";

const viewer = atLeast("VIEW");

/** Looking at projects, and removing them (dnanexus.md §3.5). */
export const projectRoutes: readonly Route[] = [
  // Also for an ADMIN of the paying org: before a self-invitation every call on the project fails (§2.2, §8.4).
  onProject("describe", "read", viewer, (call, project) => describeOne(call, project, call.body)),
  onProject("destroy", "locked", atLeast("ADMINISTER"), destroy),
  plain("system/describeProjects", "read", describeMany),
];

function describeOne(call: Call, project: Project, input: At): Record<string, unknown> {
  const { level } = accessTo(call.store, call.user, project.id);
  return describe(input, describableProject(call.store, project, level));
}

/** Nothing runs here, so there is never a job that would have to be terminated first. */
function destroy(call: Call, project: Project): unknown {
  optional(field(call.body, "terminateJobs"), bool);
  dropProject(call.store, project.id);
  return { id: project.id };
}

/**
 * Several at once: `{projects: ["project-…" or {id, describe?}]}`, and for each its describe or its error. The
 * shape is inferred from that of data objects.
 */
function describeMany(call: Call): unknown {
  const list = field(call.body, "projects");
  const wanted = items(list);
  if (wanted.length > 1000) list.fail(list.path, "must name at most 1000 projects");
  return { results: wanted.map((at) => describeOrError(call, at)) };
}

function describeOrError(call: Call, at: At): unknown {
  const id = typeof at.value === "string" ? at.value : text(field(at, "id"));
  const input = typeof at.value === "string" ? undefined : field(at, "describe").value;
  try {
    const project = findProject(call.store, id);
    if (project === undefined) throw notFound(id);
    viewer(call, project);
    return { describe: describeOne(call, project, root(input ?? {}, at.fail, at.path)) };
  } catch (error) {
    // What is wrong with the input is wrong with the whole call.
    if (!(error instanceof ApiError) || error.type === "InvalidInput") throw error;
    return { error: { type: error.type, message: error.message }, statusCode: error.status };
  }
}
