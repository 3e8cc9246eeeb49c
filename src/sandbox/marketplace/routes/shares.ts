import type { Params, Route } from "../../rest.ts";
import { findApplication } from "../applications.ts";
import type { Call } from "../call.ts";
import {
  forbidden,
  noApplication,
  noOrganization,
  noShare,
  noTeam,
  notOwner,
  unknownRoute,
} from "../errors.ts";
import { roleIn } from "../members.ts";
import { created, done, ok } from "../respond.ts";
import { may, type Role } from "../roles.ts";
import { param, route } from "../route.ts";
import { addShare, hasShare, removeShare, showShare, type Target } from "../shares.ts";
import { findTeam } from "../teams.ts";
import { applicationOfPath, applicationScope } from "./applications.ts";

const path = "/applications/:clientId/shares/:targetType/:targetId";

/** marketplace.md §3.4, A4 and A5. */
export const shareRoutes: readonly Route<Call>[] = [
  route("PUT", path, applicationScope, share),
  route("DELETE", path, applicationScope, unshare),
];

/** Only the owner shares, and only with an organization that they belong to: others do not exist for them. */
function share(call: Call, params: Params): Response {
  const application = applicationOfPath(call, params);
  if (application.ownerUserId !== call.user.id) throw notOwner();
  const { target, role } = targetOfPath(call, params);
  if (role === undefined || !may(role, "share")) throw target.team === null ? noOrganization() : noTeam();
  const shown = showShare(application.clientId, target);
  return addShare(call.store, application.clientId, target) ? created(shown) : ok(shown);
}

/**
 * The owner, wherever they are; else whoever manages what is shared with the organization. Its other members see the
 * share (A6), so they are told that they may not; for strangers there is none.
 */
function unshare(call: Call, params: Params): Response {
  const { store, user } = call;
  const application = findApplication(store, param(params, "clientId"));
  if (application === undefined) throw noApplication();
  const { target, role } = targetOfPath(call, params);
  const owned = application.ownerUserId === user.id;
  if ((!owned && role === undefined) || !hasShare(store, application.clientId, target)) throw noShare();
  if (!owned && role !== undefined && !may(role, "manageSharedResources")) throw forbidden(role);
  removeShare(store, application.clientId, target);
  return done();
}

/** The target of the path, whether or not it exists, and the caller's role in its organization. */
function targetOfPath({ store, user }: Call, params: Params): { target: Target; role: Role | undefined } {
  const id = param(params, "targetId");
  const type = param(params, "targetType");
  if (type !== "organization" && type !== "team") throw unknownRoute();
  const target: Target =
    type === "team"
      ? { organization: findTeam(store, id)?.organizationId ?? "", team: id }
      : { organization: id, team: null };
  return { target, role: roleIn(store, target.organization, user.id) };
}
