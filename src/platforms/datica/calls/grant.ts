/**
 * | live | the person | calls |
 * | --- | --- | --- |
 * | no | is a member | the access is given |
 * | no | is admin or owner, and this plan makes them a member | none here: the demotion brings it |
 * | no | is admin or owner, or nobody | none: it waits |
 * | yes | any | the access is taken away |
 */
import { type Address, keyOf, parentOf, rootOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Batch, Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { accountOf, joinedMember, userOf } from "../facts.ts";
import { hasEverything } from "../roles.ts";
import { environmentDraft } from "./draft.ts";

export function grantCalls(environment: Address, change: Change, batch: Batch, state: StateView): Drafts {
  const { address, key } = change;
  if (change.action === "delete") {
    const user = userOf(state, change);
    return { calls: user === undefined ? [] : [revoking(state, environment, user, [address])] };
  }
  const member = joinedMember(state, address, key);
  if (member === undefined) return waiting(address, `${key} to be a member of ${rootOf(address)}`);
  const { role } = member.attributes;
  if (!hasEverything(role)) return { calls: [granting(state, address, accountOf(member))] };
  if (batch.planned?.(member.address)?.after?.role === "member") return { calls: [] };
  return waiting(address, `${key} to become a member: as ${String(role)} they have every environment anyway`);
}

function waiting(address: Address, reason: string): Drafts {
  return { calls: [], waiting: [{ address, for: reason }] };
}

export function granting(state: StateView, grant: Address, user: string): CallDraft {
  return environmentDraft(state, parentOf(grant) ?? keyOf(grant), {
    operation: "environment.grant",
    method: "POST",
    below: ["users", user],
    body: {},
    changes: [grant],
  });
}

export function revoking(
  state: StateView,
  environment: Address,
  user: string,
  changes: readonly Address[],
): CallDraft {
  return environmentDraft(state, environment, {
    operation: "environment.revoke",
    method: "DELETE",
    below: ["users", user],
    changes,
  });
}
