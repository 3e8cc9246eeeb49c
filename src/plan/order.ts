/**
 * The order in which changes are turned into calls.
 *
 * | phase | changes | kinds |
 * | --- | --- | --- |
 * | 0 | creates, raising and neutral updates | what holds others first |
 * | 1 | lowering updates, replaces, deletes | what is held first |
 * | 2 | what lowers the actor | what is held first |
 *
 * Within a phase changes that share one write are one batch: same kind, parent, direction and `kind.together`.
 */
import { parentOf } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { Kind } from "../model/kind.ts";
import type { Batch, Platform } from "../model/platform.ts";
import { order } from "../model/value.ts";

export interface OrderedBatch extends Batch {
  readonly phase: 0 | 1 | 2;
}

export function batches(
  platform: Platform,
  changes: readonly Change[],
  actor: string,
): readonly OrderedBatch[] {
  const ranks = new Map(platform.kinds.map((kind, rank) => [kind.name, { kind, rank }]));
  const groups = new Map<string, { batch: OrderedBatch; changes: Change[]; rank: number; key: string }>();
  for (const change of changes) {
    const of = ranks.get(change.kind);
    if (of === undefined) throw new Error(`${platform.name} has no kind ${change.kind}`);
    const phase = phaseOf(change, of.kind, actor);
    const parent = parentOf(change.address);
    const shared = of.kind.together?.({ action: change.action, parent: parent ?? "" });
    const key = [phase, change.kind, parent ?? "", change.direction, shared ?? `=${change.address}`].join(
      "\n",
    );
    const group = groups.get(key);
    if (group !== undefined) {
      group.changes.push(change);
      continue;
    }
    const members = [change];
    groups.set(key, {
      batch: { kind: of.kind, parent, changes: members, phase },
      changes: members,
      rank: phase === 0 ? of.rank : -of.rank,
      key: change.address,
    });
  }
  return [...groups.values()]
    .sort((a, b) => a.batch.phase - b.batch.phase || a.rank - b.rank || order(a.key, b.key))
    .map((group) => group.batch);
}

function phaseOf(change: Change, kind: Kind, actor: string): 0 | 1 | 2 {
  const lowers = change.direction === "lowering" || change.action === "delete" || change.action === "replace";
  if (!lowers) return 0;
  return kind.principal && change.key === actor ? 2 : 1;
}
