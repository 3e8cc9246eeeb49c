/**
 * A level needs two verbs (dnanexus.md §6.2), told by what is live when the call is sent:
 *
 * | live | wanted | call |
 * | --- | --- | --- |
 * | lower, or none | a level | `invite`, one a principal: it only raises |
 * | higher | a level | `decreasePermissions`, one for all of them: it only lowers |
 * | any | none | the same; the actor itself leaves, which takes no level (§2.2) |
 *
 * So a level never goes by way of none.
 */
import type { Address } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Actor } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { rankOf } from "../levels.ts";
import { draft, projectLane } from "./draft.ts";

export function grantCalls(
  project: Address,
  changes: readonly Change[],
  state: StateView,
  actor: Actor,
): readonly CallDraft[] {
  const object = idOf(state, project);
  const lane = projectLane(state, project);
  const calls: CallDraft[] = [];
  const lowered: Change[] = [];
  const levels: Record<string, Value> = Object.create(null);
  for (const change of changes) {
    const live = rankOf(state.get(change.address)?.attributes.level);
    const wanted = change.after?.level ?? null;
    if (rankOf(wanted) > live) {
      calls.push(
        draft({
          operation: "project.invite",
          path: [object, "invite"],
          // Mails go out by default (§6.14).
          body: {
            invitee: change.key,
            level: wanted,
            suppressEmailNotification: true,
            suppressAllNotifications: true,
          },
          scope: project,
          changes: [change],
          lane,
        }),
      );
    } else if (live >= 0 && wanted === null && change.key === actor.id) {
      calls.push(
        draft({
          operation: "project.leave",
          path: [object, "leave"],
          body: {},
          scope: project,
          changes: [change],
          lane,
        }),
      );
    } else if (rankOf(wanted) < live) {
      lowered.push(change);
      levels[change.key] = wanted;
    }
  }
  if (lowered.length > 0) {
    calls.push(
      draft({
        operation: "project.decreasePermissions",
        path: [object, "decreasePermissions"],
        body: levels,
        scope: project,
        changes: lowered,
        lane,
      }),
    );
  }
  return calls;
}
