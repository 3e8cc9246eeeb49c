import type { Params, Route } from "../../rest.ts";
import { type Application, findVisible, sharedWith, visibleTo } from "../applications.ts";
import type { Call } from "../call.ts";
import { badApplication, noApplication } from "../errors.ts";
import { page } from "../paging.ts";
import { ok } from "../respond.ts";
import { onOrganization, param, route, teamOfPath } from "../route.ts";
import type { Scope } from "../scopes.ts";
import { sharesOf } from "../shares.ts";

/** There is no narrower scope for applications (marketplace.md §4). */
export const applicationScope: Scope = "application.full:rw";

/** marketplace.md §3.4, what is read. */
export const applicationRoutes: readonly Route<Call>[] = [
  route("GET", "/applications", applicationScope, (call) =>
    page(call, badApplication, () => visibleTo(call.user.id)),
  ),
  route("GET", "/applications/:clientId", applicationScope, (call, params) =>
    ok(applicationOfPath(call, params)),
  ),
  route("GET", "/applications/:clientId/shares", applicationScope, (call, params) => {
    const application = applicationOfPath(call, params);
    return page(call, badApplication, () => sharesOf(application, call.user.id));
  }),
  onOrganization("GET", "/applications", "viewDetails", (call, { organization }) =>
    page(call, badApplication, () => sharedWith("organization", organization.id)),
  ),
  onOrganization("GET", "/teams/:teamId/applications", "viewTeams", (call, place) =>
    page(call, badApplication, () => sharedWith("team", teamOfPath(call, place).id)),
  ),
];

/** The application of the path, as far as the caller sees it. */
export function applicationOfPath(call: Call, params: Params): Application {
  const application = findVisible(call.store, call.user.id, param(params, "clientId"));
  if (application === undefined) throw noApplication();
  return application;
}
