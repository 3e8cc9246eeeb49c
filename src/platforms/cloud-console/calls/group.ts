import { type Address, parentOf, rootOf } from "../../../model/address.ts";
import type { CallDraft, Segment } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Batch, Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { projectId } from "../kinds/keys.ts";
import { enterprises } from "../requests.ts";
import { groupProjectAddress, projectAddress, rowIdOf } from "../resources.ts";
import { draft, waits } from "./draft.ts";

export function groupCalls(organization: Address, change: Change, state: StateView): Drafts {
  const live = state.get(change.address);
  if (change.after === null) {
    if (live === undefined) return { calls: [] };
    return {
      calls: [
        draft({
          operation: "group.delete",
          method: "DELETE",
          path: pathOf(change.address, state),
          scope: change.address,
          changes: [change.address],
        }),
      ],
    };
  }
  const body = { name: change.after.name ?? change.key };
  if (live === undefined) {
    const create = draft({
      operation: "group.create",
      method: "POST",
      path: enterprises("orgs", idOf(state, organization), "groups"),
      body,
      scope: organization,
      changes: [change.address],
      yields: { address: change.address, pointer: "/id" },
    });
    return { calls: [create] };
  }
  const rename = draft({
    operation: "group.rename",
    method: "PUT",
    path: pathOf(change.address, state),
    body,
    scope: change.address,
    changes: [change.address],
  });
  return { calls: [rename] };
}

/** Membership is an invitation for each group (cloud-console.md §3.4 G8), and ends by the row's id (G10). */
export function memberCalls(group: Address, change: Change, state: StateView): Drafts {
  const base = { scope: group, changes: [change.address] };
  const live = state.get(change.address);
  if (change.after !== null) {
    const invite = draft({
      ...base,
      operation: "member.invite",
      method: "POST",
      path: pathOf(group, state, "members"),
      body: { email: change.key },
    });
    return { calls: [invite] };
  }
  if (live === undefined) return { calls: [] };
  const remove = draft({
    ...base,
    operation: live.pending === undefined ? "member.remove" : "member.uninvite",
    method: "DELETE",
    path: pathOf(group, state, "members", rowIdOf(live)),
  });
  return { calls: [remove] };
}

/**
 * A link between a group and a project (§3.4 G6, G7). A file may speak of a project by its id; where it also gives that
 * project a label, the two would be taken for different projects, so both ways of writing wait until one is chosen.
 */
export function groupProjectCalls(
  group: Address,
  change: Change,
  state: StateView,
  { written }: Batch,
): Drafts {
  const home = projectAddress(rootOf(group), change.key);
  const project = state.get(home);
  if (change.after === null) {
    const id = project?.id ?? change.key;
    const byId = groupProjectAddress(group, id);
    if (byId !== change.address && written?.(byId) !== undefined)
      return waits(change, `${id} to be written as ${change.key}`);
    return { calls: [link("group.unassign", group, change, id, state)] };
  }
  if (project === undefined && projectId.test(change.key)) {
    const label = state.withId(change.key)?.key;
    const what = label === undefined ? `a project ${change.key}` : `${change.key} to be written as ${label}`;
    return waits(change, what);
  }
  return { calls: [link("group.assign", group, change, idOf(state, home), state)] };
}

function link(
  operation: "group.assign" | "group.unassign",
  group: Address,
  change: Change,
  project: Segment,
  state: StateView,
): CallDraft {
  return draft({
    operation,
    method: operation === "group.assign" ? "PUT" : "DELETE",
    path: pathOf(group, state, "projects", project),
    scope: group,
    changes: [change.address],
  });
}

function pathOf(group: Address, state: StateView, ...more: readonly Segment[]): readonly Segment[] {
  const organization = parentOf(group) ?? group;
  return enterprises("orgs", idOf(state, organization), "groups", idOf(state, group), ...more);
}
