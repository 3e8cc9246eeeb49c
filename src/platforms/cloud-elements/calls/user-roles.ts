/** Roles are given and taken one by one, whatever the account (cloud-elements.md §3d). */
import type { Address } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { StateView } from "../../../model/state.ts";
import { organizationAdmin } from "../roles.ts";
import type { Operation } from "../writes.ts";
import { draft } from "./draft.ts";

export interface Holder {
  readonly account: Address;
  readonly change: Change;
  readonly state: StateView;
  readonly inDefault: boolean;
}

export function giving(holder: Holder, role: string): CallDraft {
  if (role !== organizationAdmin) return roleCall(holder, role, "PUT", "user.giveAdmin");
  if (holder.inDefault) return roleCall(holder, role, "PUT", "user.giveOrgAdmin");
  // Only users of the default account can have it (§2).
  return { ...roleCall(holder, role, "PUT", "accountUser.giveOrgAdmin"), scope: holder.change.address };
}

export function taking(holder: Holder, role: string): CallDraft {
  return roleCall(
    holder,
    role,
    "DELETE",
    role === organizationAdmin ? "user.takeOrgAdmin" : "user.takeAdmin",
  );
}

function roleCall(
  { account, change, state }: Holder,
  role: string,
  method: "PUT" | "DELETE",
  operation: Operation,
): CallDraft {
  return draft({
    operation,
    method,
    path: ["users", idOf(state, change.address), "roles", role],
    scope: account,
    changes: [change],
  });
}
