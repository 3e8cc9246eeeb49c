import type { Address } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { accountOf, organizationAt } from "../facts.ts";
import { idOfRole, type Role } from "../roles.ts";
import { draft, orgId } from "./draft.ts";

/** Sets the role of somebody who has joined (datica.md §3b). */
export function roleSetting(
  organization: Address,
  member: Resource,
  role: Role,
  changes: readonly Address[],
  state: StateView,
): CallDraft {
  return draft({
    operation: "member.set-role",
    method: "PUT",
    path: ["orgs", orgId(state, organization), "users", accountOf(member)],
    body: { role: idOfRole(organizationAt(state, organization), role) },
    scope: organization,
    changes,
  });
}
