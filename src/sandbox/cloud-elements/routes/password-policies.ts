import type { Call, CallRoute } from "../call.ts";
import { notFound } from "../errors.ts";
import { organizationOf, updateOrganization } from "../organizations.ts";
import { readPolicy, vendorPolicy } from "../password-policy.ts";
import { requirePrivilege } from "../standing.ts";

const path = "/organizations/password-policies";

/** What passwords must be like in an organization (cloud-elements.md §3b, §5.9). */
export const passwordPolicyRoutes: readonly CallRoute[] = [
  { method: "GET", path, act: read },
  { method: "PUT", path, act: set },
  { method: "DELETE", path, act: unset },
];

function read({ store, caller }: Call): unknown {
  return organizationOf(store, caller.user.organization).passwordPolicy ?? vendorPolicy;
}

function set(call: Call): unknown {
  requirePrivilege(call, "modifySecurity");
  const { store, caller } = call;
  const passwordPolicy = readPolicy(call.body());
  updateOrganization(store, { ...organizationOf(store, caller.user.organization), passwordPolicy });
  return passwordPolicy;
}

/** Back to the vendor's. The answer where there is none is not known; the suite is ready for anything. */
function unset(call: Call): unknown {
  requirePrivilege(call, "modifySecurity");
  const { store, caller } = call;
  const organization = organizationOf(store, caller.user.organization);
  if (organization.passwordPolicy === null) throw notFound("No password policy found");
  updateOrganization(store, { ...organization, passwordPolicy: null });
  return undefined;
}
