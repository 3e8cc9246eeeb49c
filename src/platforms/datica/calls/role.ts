import type { Address } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { StateView } from "../../../model/state.ts";
import { idAt, organizationAt } from "../facts.ts";
import { idOfRole, type Role } from "../roles.ts";
import { draft, orgId } from "./draft.ts";

/** Sets the role of somebody who has joined (datica.md §3b). */
export function roleSetting(
  organization: Address,
  change: Change,
  role: Role,
  changes: readonly Address[],
  state: StateView,
): CallDraft {
  return draft({
    operation: "member.set-role",
    method: "PUT",
    path: ["orgs", orgId(state, organization), "users", idAt(state, change.address)],
    body: { role: idOfRole(organizationAt(state, organization), role) },
    scope: organization,
    changes,
  });
}
