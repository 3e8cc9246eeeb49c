/**
 * The order in which changes are turned into calls.
 *
 * | phase | changes | kinds |
 * | --- | --- | --- |
 * | 0 | creates, raising and neutral updates | what holds others first |
 * | 1 | lowering updates, replaces, deletes | what is held first |
 * | 2 | creates that need a removal of phase 1 first (`kind.excludes`) | what holds others first |
 * | 3 | what lowers the actor | what is held first |
 *
 * Within a phase what goes along with another removal (`kind.goesWith`) comes last, and changes that share one write are
 * one batch: same kind, parent, direction and `kind.together`. What rewrites a whole list is one batch in the latest
 * phase that one of its changes needs.
 */
import { type Address, parentOf } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import type { Kind } from "../model/kind.ts";
import type { Batch, Platform } from "../model/platform.ts";
import { order } from "../model/value.ts";

export type Phase = 0 | 1 | 2 | 3;

export interface OrderedBatch extends Batch {
  readonly phase: Phase;
}

/** @param excluded whether something live must be gone before this change */
export function batches(
  platform: Platform,
  changes: readonly Change[],
  actor: string,
  excluded: (change: Change) => boolean,
): readonly OrderedBatch[] {
  const ranks = new Map(platform.kinds.map((kind, rank) => [kind.name, { kind, rank }]));
  const removed = new Set(changes.filter(({ action }) => action === "delete").map(({ address }) => address));
  const groups = new Map<string, Group>();
  for (const change of changes) {
    const of = ranks.get(change.kind);
    if (of === undefined) throw new Error(`${platform.name} has no kind ${change.kind}`);
    const phase = phaseOf(change, of.kind, actor, excluded);
    const follows =
      change.action === "delete" &&
      (of.kind.goesWith?.(change) ?? []).some((address) => removed.has(address));
    const home = parentOf(change.address);
    const parent = home === null ? null : (of.kind.rewrites?.(home) ?? home);
    const shared = of.kind.together?.({ action: change.action, parent: parent ?? "" });
    const key =
      of.kind.rewrites === undefined
        ? [phase, follows, change.kind, parent ?? "", change.direction, shared ?? `=${change.address}`]
        : [change.kind, parent ?? ""];
    const group = groups.get(key.join("\n"));
    if (group !== undefined) {
      group.changes.push(change);
      if (phase > group.phase) group.phase = phase;
      continue;
    }
    groups.set(key.join("\n"), { ...of, parent, phase, follows, changes: [change], first: change.address });
  }
  return [...groups.values()]
    .sort((a, b) => a.phase - b.phase || placeOf(a) - placeOf(b) || order(a.first, b.first))
    .map(({ kind, parent, changes: members, phase }) => ({ kind, parent, changes: members, phase }));
}

interface Group {
  readonly kind: Kind;
  readonly rank: number;
  readonly parent: Address | null;
  readonly changes: Change[];
  /** Goes along with something that is removed before. */
  readonly follows: boolean;
  /** Address of its first change. */
  readonly first: Address;
  phase: Phase;
}

function placeOf({ phase, rank, follows }: Group): number {
  if (follows) return Number.MAX_SAFE_INTEGER;
  return phase === 0 || phase === 2 ? rank : -rank;
}

function phaseOf(change: Change, kind: Kind, actor: string, excluded: (change: Change) => boolean): Phase {
  const lowers = change.direction === "lowering" || change.action === "delete" || change.action === "replace";
  if (!lowers) return excluded(change) ? 2 : 0;
  return kind.principal && change.key === actor ? 3 : 1;
}
