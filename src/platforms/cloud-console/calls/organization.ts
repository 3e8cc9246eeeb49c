import { collectionOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Actor, Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { enterprises } from "../requests.ts";
import { isOwner } from "../resources.ts";
import { draft } from "./draft.ts";
import { deletionOf } from "./project.ts";

export function organizationCalls(change: Change, state: StateView, actor: Actor): Drafts {
  if (change.after === null) return { calls: destruction(change, state, actor) };
  const base = {
    scope: change.address,
    changes: [change.address],
    body: { name: change.after.name ?? change.key },
  };
  if (state.get(change.address) === undefined) {
    const create = draft({
      ...base,
      operation: "organization.create",
      method: "POST",
      path: enterprises("orgs"),
      yields: { address: change.address, pointer: "/id" },
    });
    return { calls: [create] };
  }
  const rename = draft({
    ...base,
    operation: "organization.rename",
    method: "PUT",
    path: enterprises("orgs", idOf(state, change.address)),
  });
  return { calls: [rename] };
}

/**
 * An organization can go only when no project is left in any region (cloud-console.md §5.1): they go one by one, then
 * it. For somebody who may not delete it in the end nothing is destroyed on the way.
 */
function destruction({ address }: Change, state: StateView, actor: Actor): readonly CallDraft[] {
  const projects = isOwner(state, address, actor.id)
    ? [...state.list(collectionOf(address, "projects"))]
    : [];
  const deletions = projects
    .sort((a, b) => order(a.address, b.address))
    .map((project) => deletionOf(project, state, [address]));
  const last = draft({
    operation: "organization.delete",
    method: "DELETE",
    path: enterprises("orgs", idOf(state, address)),
    scope: address,
    changes: [address],
    after: deletions.map((_, index) => index),
  });
  return [...deletions, last];
}
