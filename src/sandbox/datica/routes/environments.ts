import type { Params } from "../../rest.ts";
import { field, filled } from "../../shape.ts";
import { itsManager, onEnvironment, withAccess } from "../access.ts";
import { bodyOf, type Call, type OpenRoute, type SignedRoute, segment } from "../call.ts";
import { type Environment, grant, grantedIn, renameEnvironment, revoke, visibleOn } from "../environments.ts";
import { invalid, notFound } from "../errors.ts";
import { findMember } from "../members.ts";
import { allPods, requirePod } from "../pods.ts";

/** Pods are asked for before anybody signed in (datica.md §3a). */
export const podRoutes: readonly OpenRoute[] = [
  {
    method: "GET",
    path: "/pods",
    act: ({ store }) => ({ pods: allPods(store).map(({ name }) => ({ name })) }),
  },
];

/** Environments and who may work with them (§3a). */
export const environmentRoutes: readonly SignedRoute[] = [
  { method: "GET", path: "/environments", act: list },
  onEnvironment("GET", "/environments/:envID", withAccess, (_call, environment) => shown(environment)),
  onEnvironment("PUT", "/environments/:envID", itsManager, rename),
  // The grants are known from the time of /v1; later clients dropped the prefix.
  ...grantRoutes("/v1"),
  ...grantRoutes(""),
];

function grantRoutes(prefix: string): SignedRoute[] {
  const users = `${prefix}/environments/:envID/users`;
  return [
    onEnvironment("GET", users, withAccess, ({ store }, { id }) => ({ users: grantedIn(store, id) })),
    onEnvironment("POST", `${users}/:userID`, itsManager, add),
    onEnvironment("DELETE", `${users}/:userID`, itsManager, drop),
  ];
}

function shown({ id, name, namespace, org }: Environment): unknown {
  return { id, name, namespace, organizationId: org };
}

/** Without a pod there is no list: one of some pod or other would look complete (ours). */
function list({ store, pod, user }: Call): unknown {
  if (pod === null) throw invalid("The header X-Pod-ID must name a pod.");
  requirePod(store, pod);
  return visibleOn(store, pod, user.id).map(shown);
}

function rename(call: Call, environment: Environment): unknown {
  const name = filled(field(bodyOf(call), "name"));
  renameEnvironment(call.store, environment.id, name);
  return shown({ ...environment, name });
}

/** Also for admins and owners: stored, and of no use until they are members again (§5.8). */
function add({ store }: Call, environment: Environment, params: Params): void {
  const user = segment(params, "userID");
  if (findMember(store, environment.org, user) === undefined) throw notFound(`The member ${user}`);
  grant(store, environment, user);
}

function drop({ store }: Call, { id }: Environment, params: Params): void {
  const user = segment(params, "userID");
  if (!revoke(store, id, user)) throw notFound(`The grant of ${user}`);
}
