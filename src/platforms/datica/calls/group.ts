import { type Address, keyOf, rootOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { joinedMember, userOf } from "../facts.ts";
import { draft, orgId } from "./draft.ts";

/**
 * A protected group can be neither changed nor deleted (datica.md §2). What would do it anyway is another operation, which
 * nobody may do: so the preflight stops the plan.
 */
export function groupCalls(organization: Address, change: Change, state: StateView): readonly CallDraft[] {
  const isProtected = state.get(change.address)?.facts?.protected === true;
  const groups = ["acls", orgId(state, organization), "groups"];
  const acls = change.after?.acls ?? [];
  const about = { changes: [change.address] } as const;
  switch (change.action) {
    case "create":
      return [
        draft({
          ...about,
          operation: "group.create",
          method: "POST",
          path: groups,
          body: { name: change.key, acls },
          scope: organization,
        }),
      ];
    case "delete":
      return [
        draft({
          ...about,
          operation: isProtected ? "group.delete-protected" : "group.delete",
          method: "DELETE",
          path: [...groups, change.key],
          scope: change.address,
        }),
      ];
    case "update":
    case "replace":
      return [
        draft({
          ...about,
          operation: isProtected ? "group.update-protected" : "group.update",
          method: "PUT",
          path: [...groups, change.key],
          body: { acls },
          scope: change.address,
        }),
      ];
  }
}

/** Protected groups are joined and left like all others. */
export function groupMemberCalls(group: Address, change: Change, state: StateView): Drafts {
  const { address, key } = change;
  const leaves = change.action === "delete";
  const user = leaves || joinedMember(state, address, key) !== undefined ? userOf(state, change) : undefined;
  if (user === undefined) {
    if (leaves) return { calls: [] };
    return { calls: [], waiting: [{ address, for: `${key} to be a member of ${rootOf(address)}` }] };
  }
  return {
    calls: [
      draft({
        operation: leaves ? "group.leave" : "group.join",
        method: leaves ? "DELETE" : "PUT",
        path: ["acls", orgId(state, group), "groups", keyOf(group), "members", user],
        scope: group,
        changes: [address],
      }),
    ],
  };
}
