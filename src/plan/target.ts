/** `--target ADDRESS`: only what lies there, with what must be created for it to exist. */
import { type Address, isWithin, parentOf } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { DesiredState } from "../model/configuration.ts";
import { kindOf, type Platform } from "../model/platform.ts";

/** The changes at or below `targets`, and the creates that they need. No targets: all. */
export function withinTargets(
  platform: Platform,
  changes: readonly Change[],
  targets: readonly Address[],
  desired: DesiredState,
): readonly Change[] {
  if (targets.length === 0) return changes;
  const creates = new Map(
    changes.filter((change) => change.action === "create").map((change) => [change.address, change]),
  );
  const kept = new Set<Change>();
  const queue = changes.filter((change) => targets.some((target) => isWithin(change.address, target)));
  for (let change = queue.pop(); change !== undefined; change = queue.pop()) {
    if (kept.has(change)) continue;
    kept.add(change);
    const wanted = desired.resources.get(change.address);
    const needs = wanted === undefined ? [] : (kindOf(platform, change.kind).refers?.(wanted) ?? []);
    for (const address of [parentOf(change.address), ...needs]) {
      const create = address === null ? undefined : creates.get(address);
      if (create !== undefined) queue.push(create);
    }
  }
  return changes.filter((change) => kept.has(change));
}
