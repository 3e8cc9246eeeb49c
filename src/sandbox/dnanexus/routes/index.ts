import type { Route, Subject } from "../route.ts";
import { accountRoutes } from "./account.ts";
import { executableRoutes } from "./executable.ts";
import { findExecutableRoutes } from "./find-executables.ts";
import { findOrgRoutes } from "./find-orgs.ts";
import { findProjectRoutes } from "./find-projects.ts";
import { orgRoutes } from "./org.ts";
import { orgMemberRoutes } from "./org-members.ts";
import { orgNewRoutes } from "./org-new.ts";
import { projectRoutes } from "./project.ts";
import { projectDataRoutes } from "./project-data.ts";
import { projectLabelRoutes } from "./project-labels.ts";
import { projectMemberRoutes } from "./project-members.ts";
import { projectNewRoutes } from "./project-new.ts";
import { projectTransferRoutes } from "./project-transfer.ts";
import { projectUpdateRoutes } from "./project-update.ts";
import { userRoutes } from "./user.ts";

/**
 * Every route there is, by the name that the fact sheet gives it. `findUsers`, `findAffiliates`,
 * `findProjectMembers`, `org-xxxx/destroy` and billing information are left out: the sheet says not to rely on them.
 */
const routes: ReadonlyMap<string, Route> = new Map(
  [
    ...userRoutes,
    ...accountRoutes,
    ...orgNewRoutes,
    ...orgRoutes,
    ...orgMemberRoutes,
    ...findOrgRoutes,
    ...projectNewRoutes,
    ...projectRoutes,
    ...projectUpdateRoutes,
    ...projectLabelRoutes,
    ...projectDataRoutes,
    ...projectMemberRoutes,
    ...projectTransferRoutes,
    ...findProjectRoutes,
    ...executableRoutes,
    ...findExecutableRoutes,
  ].map((route) => [route.name, route]),
);

/** The route of a path with what it addresses; null where there is none. */
export function resolve(path: string): { readonly route: Route; readonly subject: Subject } | null {
  const parts = path.slice(1).split("/").map(decode);
  const [id = "", second = "", third] = parts;
  if (parts.length > 3) return null;
  const method = third ?? second;
  const version = third === undefined ? null : second;
  const dash = id.indexOf("-");
  const entity = dash < 0 ? id : `${id.slice(0, dash)}-xxxx`;
  // Only apps and global workflows have versions (dnanexus.md §3.7).
  if (version !== null && entity !== "app-xxxx" && entity !== "globalworkflow-xxxx") return null;
  const route = routes.get(`${entity}/${method}`);
  return route === undefined ? null : { route, subject: { id, version } };
}

/** Names may be percent-encoded in a path; a broken encoding is taken as it stands. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
