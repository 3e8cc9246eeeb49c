import { field, filled, nullable, optional, text } from "../../shape.ts";
import type { Call } from "../call.ts";
import { describe } from "../fields.ts";
import { describableOrg } from "../org-describe.ts";
import { type Org, updateOrg } from "../orgs.ts";
import { anyone, onlyAdmin } from "../permissions.ts";
import { readJobLogsForwarding, readPolicies } from "../policies.ts";
import { onOrg, type Route } from "../route.ts";

/** An org itself (dnanexus.md §3.2). */
export const orgRoutes: readonly Route[] = [
  onOrg("describe", "read", anyone, (call, org) =>
    describe(call.body, describableOrg(call.store, call.user, org)),
  ),
  onOrg("update", "write", onlyAdmin, update),
];

/** Policies are merged, not replaced (§2.3); `{}` changes nothing and is legal. */
function update(call: Call, org: Org): unknown {
  const { body } = call;
  const policies = optional(field(body, "policies"), readPolicies) ?? {};
  const samlIdP = optional(field(body, "samlIdP"), (at) => nullable(at, text));
  const forwarding = optional(field(body, "jobLogsForwarding"), readJobLogsForwarding);
  updateOrg(call.store, {
    ...org,
    name: optional(field(body, "name"), filled) ?? org.name,
    policies: { ...org.policies, ...policies },
    samlIdP: samlIdP === undefined ? org.samlIdP : samlIdP,
    jobLogsForwarding: forwarding === undefined ? org.jobLogsForwarding : forwarding,
  });
  return { id: org.id };
}
