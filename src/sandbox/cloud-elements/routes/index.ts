import type { Route } from "../../rest.ts";
import { record } from "../audit.ts";
import type { CallRoute, Visit } from "../call.ts";
import { accountRoleRoutes } from "./account-roles.ts";
import { accountUserRoutes } from "./account-users.ts";
import { accountRoutes } from "./accounts.ts";
import { authenticationRoutes } from "./authentication.ts";
import { brandingRoutes } from "./branding.ts";
import { identityProviderRoutes } from "./identity-providers.ts";
import { openRoutes, pageRoutes } from "./open.ts";
import { organizationRoutes } from "./organization.ts";
import { organizationUserRoutes } from "./organization-users.ts";
import { otherRoutes } from "./others.ts";
import { passwordPolicyRoutes } from "./password-policies.ts";
import { roleRoutes } from "./roles.ts";
import { userRoleRoutes } from "./user-roles.ts";
import { userRoutes } from "./users.ts";

/** Where the API is (cloud-elements.md §3). */
const base = "/elements/api-v2";

/** The one write that changes nothing that anybody would call a change. */
const signInPath = `${base}/authentication`;

/** Routes for anybody. */
export const forAnybody: readonly Route<Visit>[] = [
  ...pageRoutes,
  ...openRoutes.map((route) => ({ ...route, path: base + route.path })),
].flatMap(withSlash);

/** Routes for people who are signed in; what they write goes into the audit log. */
export const forUsers: readonly CallRoute[] = [
  ...authenticationRoutes,
  // Before those with a name in the place of `users`, `roles` and so on.
  ...passwordPolicyRoutes,
  ...brandingRoutes,
  ...roleRoutes,
  ...identityProviderRoutes,
  ...organizationUserRoutes,
  ...organizationRoutes,
  ...accountRoutes,
  ...accountRoleRoutes,
  ...accountUserRoutes,
  ...userRoutes,
  ...userRoleRoutes,
  ...otherRoutes,
]
  .map((route) => audited({ ...route, path: base + route.path }))
  .flatMap(withSlash);

function audited({ method, path, act }: CallRoute): CallRoute {
  if (method === "GET") return { method, path, act };
  return {
    method,
    path,
    act: (call, params) => {
      const result = act(call, params);
      record(call, method);
      return result;
    },
  };
}

/** A slash at the end makes no difference: the vendor's own examples have one here and there (§3). */
function withSlash<R extends { readonly path: string }>(route: R): R[] {
  return [route, { ...route, path: `${route.path}/` }];
}

const known: readonly { readonly method: string; readonly pattern: RegExp }[] = [
  ...forAnybody,
  ...forUsers,
].map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replace(/:\w+/g, "[^/]+").replaceAll(".", "\\.")}$`),
}));

/** The methods that a path takes: none where there is no such path. */
export function methodsOf(path: string): string[] {
  return [...new Set(known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}

/** What pages (§4 Paging): the lists of accounts, users and logs. */
const lists = new RegExp(
  `^${base}/(accounts|users|audit-logs|organizations/users|organizations/[^/]+/accounts|accounts/[^/]+/users)/?$`,
);

export function isListing(method: string, path: string): boolean {
  return method === "GET" && lists.test(path);
}

export function isWrite(method: string, path: string): boolean {
  return method !== "GET" && method !== "HEAD" && path.replace(/\/$/, "") !== signInPath;
}
