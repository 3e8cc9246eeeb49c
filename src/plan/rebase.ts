/** Changes as they are from where the paper run stands, and what it leaves of them. */
import type { Change } from "../model/change.ts";
import type { DesiredState } from "../model/configuration.ts";
import { attributesOf, direction, isThere } from "../model/kind.ts";
import type { PlannedChange, Stop } from "../model/plan.ts";
import { kindOf, type Platform } from "../model/platform.ts";
import type { Desired } from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import { differences, overlay } from "./diff.ts";

/** The change as it is from where the paper run stands; null where nothing is left to do. */
export function rebase(
  platform: Platform,
  change: Change,
  desired: Desired | undefined,
  state: StateView,
): Change | null {
  const kind = kindOf(platform, change.kind);
  const current = state.get(change.address);
  const there = isThere(kind, current);
  if (change.action === "delete") return there ? change : null;
  if (desired === undefined || current === undefined || !there) {
    return change.action === "update"
      ? { ...change, action: "create", direction: direction(kind, null, change.after) }
      : change;
  }
  const left = differences(kind, attributesOf(kind), desired.attributes, current.attributes);
  if (left.length === 0) return null;
  if (change.action !== "create") return change;
  const after = overlay(current.attributes, desired.attributes);
  return {
    ...change,
    action: "update",
    id: current.id ?? null,
    before: current.attributes,
    after,
    attributes: left,
    direction: direction(kind, current.attributes, after),
  };
}

/** What the calls leave undone although nothing waits: then the plan itself is wrong and must not be applied. */
export function leftovers(
  platform: Platform,
  desired: DesiredState,
  planned: readonly PlannedChange[],
  final: StateView,
): readonly Stop[] {
  const stops: Stop[] = [];
  for (const change of planned) {
    if (change.waiting !== undefined) continue;
    const left = rebase(platform, change, desired.resources.get(change.address), final);
    if (left === null) continue;
    stops.push({
      guard: "inconsistent",
      scope: change.address,
      message:
        `The calls of this plan would not ${change.action} ${change.address} as configured ` +
        `(${left.attributes.map(({ name }) => name).join(", ") || left.action}). This is a fault in Charter; please report it.`,
      allow: null,
      setting: null,
    });
  }
  return stops;
}
