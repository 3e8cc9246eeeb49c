import { type At, field, filled, optional, text } from "../../shape.ts";
import type { Call } from "../call.ts";
import { invalidState } from "../errors.ts";
import { orgHandle } from "../ids.ts";
import { adminSet } from "../membership.ts";
import { once } from "../nonce.ts";
import { defaultPolicies, insertOrg, orgExists, putMember } from "../orgs.ts";
import { readPolicies } from "../policies.ts";
import { standardRegion, standardRegions } from "../regions.ts";
import { plain, type Route } from "../route.ts";

/** Making an org (dnanexus.md §3.2). */
export const orgNewRoutes: readonly Route[] = [
  plain("org/new", "write", (call) => once(call, () => create(call))),
];

function create(call: Call): Record<string, unknown> {
  const { body, store } = call;
  const handle = handleAt(field(body, "handle"));
  const name = filled(field(body, "name"));
  const policies = optional(field(body, "policies"), readPolicies) ?? {};
  const id = `org-${handle.toLowerCase()}`;
  // The type is open (§8.2).
  if (orgExists(store, id)) throw invalidState(`The handle ${handle} is taken`);
  insertOrg(
    store,
    {
      id,
      handle: handle.toLowerCase(),
      name,
      // Until the vendor sets up billing (§5).
      billable: false,
      phi: false,
      userCreation: false,
      policies: { ...defaultPolicies, ...policies },
      samlIdP: null,
      jobLogsForwarding: null,
      defaultRegion: standardRegion,
      permittedRegions: standardRegions,
    },
    call.now,
  );
  putMember(store, id, call.user, adminSet);
  return { id };
}

function handleAt(at: At): string {
  const handle = text(at);
  return orgHandle.test(handle)
    ? handle
    : at.fail(at.path, "must consist of letters, digits, dots, underscores and dashes");
}
