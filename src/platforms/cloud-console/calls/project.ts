import { type Address, rootOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Drafts } from "../../../model/platform.ts";
import type { Attributes, Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { identity } from "../requests.ts";
import { draft } from "./draft.ts";

/**
 * Documented calls (cloud-console.md §3.1): the region's own app, the organization in front, and for a new project its
 * name as the last segment with no body at all.
 */
export function projectCalls(organization: Address, change: Change, state: StateView): Drafts {
  const live = state.get(change.address);
  if (change.after === null) {
    return { calls: live === undefined ? [] : [deletionOf(live, state, [change.address])] };
  }
  const name = nameOf(change.after, change.key);
  if (live === undefined) {
    const create = draft({
      operation: "project.create",
      method: "POST",
      path: identity(regionOf(change.after), idOf(state, organization), "projects", name),
      scope: organization,
      changes: [change.address],
      yields: { address: change.address, pointer: "/id" },
    });
    return { calls: [create] };
  }
  const rename = draft({
    operation: "project.rename",
    method: "PUT",
    path: pathTo(live, state),
    body: { name },
    scope: change.address,
    changes: [change.address],
  });
  return { calls: [rename] };
}

/** `changes`: what it is a part of: its own, or the destruction of the organization. */
export function deletionOf(project: Resource, state: StateView, changes: readonly Address[]): CallDraft {
  return draft({
    operation: "project.delete",
    method: "DELETE",
    path: pathTo(project, state),
    scope: project.address,
    changes,
  });
}

function pathTo({ address, attributes }: Resource, state: StateView) {
  return identity(regionOf(attributes), idOf(state, rootOf(address)), "projects", idOf(state, address));
}

function regionOf({ region }: Attributes): string {
  return typeof region === "string" ? region : "";
}

function nameOf({ name }: Attributes, key: string): string {
  return typeof name === "string" ? name : key;
}
