import { entries, field, nullable, text, texts } from "../../shape.ts";
import type { Call } from "../call.ts";
import { atLeast } from "../permissions.ts";
import { type Project, propertiesOf, updateProject } from "../projects.ts";
import { onProject, type Route } from "../route.ts";

const contributor = atLeast("CONTRIBUTE");

/** Tags and properties (dnanexus.md §3.5). That they need CONTRIBUTE is inferred. */
export const projectLabelRoutes: readonly Route[] = [
  onProject("addTags", "locked", contributor, (call, project) =>
    relabel(call, project, { tags: [...new Set([...project.tags, ...texts(field(call.body, "tags"))])] }),
  ),
  onProject("removeTags", "locked", contributor, (call, project) => {
    const gone = new Set(texts(field(call.body, "tags")));
    return relabel(call, project, { tags: project.tags.filter((tag) => !gone.has(tag)) });
  }),
  onProject("setProperties", "locked", contributor, setProperties),
];

/** Null deletes a property; what is not mentioned stays. */
function setProperties(call: Call, project: Project): unknown {
  const properties = propertiesOf(project.properties);
  for (const [key, at] of entries(field(call.body, "properties"))) {
    const value = nullable(at, text);
    if (value === null) delete properties[key];
    else properties[key] = value;
  }
  return relabel(call, project, { properties });
}

function relabel(call: Call, project: Project, change: Partial<Project>): unknown {
  updateProject(call.store, { ...project, ...change, modified: call.now });
  return { id: project.id };
}
