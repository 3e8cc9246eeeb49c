/** Who gains and who loses access to what, between two states. Costs only the rows that may have changed. */

import type { AccessModel, AccessRow } from "../model/access.ts";
import type { Address } from "../model/address.ts";
import type { AccessChange } from "../model/plan.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";

/** @param changed the addresses whose resource differs between `before` and `after` */
export function accessChanges(
  model: AccessModel,
  before: StateView,
  after: StateView,
  changed: Iterable<Address>,
): readonly AccessChange[] {
  const changes: AccessChange[] = [];
  for (const [target, who] of touchedRows(model, before, after, changed)) {
    if (who === null)
      for (const change of compare(model, model.rows(before, target, null), model.rows(after, target, null)))
        changes.push(change);
    else {
      for (const each of who) {
        for (const change of compare(
          model,
          model.rows(before, target, each),
          model.rows(after, target, each),
        ))
          changes.push(change);
      }
    }
  }
  return changes.sort((a, b) => order(a.target, b.target) || order(a.who, b.who));
}

/** Target → the principals to compare there; null: all of them. */
function touchedRows(
  model: AccessModel,
  before: StateView,
  after: StateView,
  changed: Iterable<Address>,
): ReadonlyMap<Address, ReadonlySet<string> | null> {
  const rows = new Map<Address, Set<string> | null>();
  for (const address of changed) {
    for (const state of [before, after]) {
      const resource = state.get(address);
      if (resource === undefined) continue;
      for (const { target, who } of model.touched(state, resource)) {
        if (who === null) rows.set(target, null);
        else if (!rows.has(target)) rows.set(target, new Set([who]));
        else rows.get(target)?.add(who);
      }
    }
  }
  return rows;
}

function compare(
  model: AccessModel,
  before: readonly AccessRow[],
  after: readonly AccessRow[],
): readonly AccessChange[] {
  const former = new Map(before.map((row) => [row.who, row]));
  const changes: AccessChange[] = [];
  for (const row of after) {
    const was = former.get(row.who);
    former.delete(row.who);
    const change = changeOf(model, was, row);
    if (change !== null) changes.push(change);
  }
  for (const row of former.values()) {
    const change = changeOf(model, row, undefined);
    if (change !== null) changes.push(change);
  }
  return changes;
}

function changeOf(
  model: AccessModel,
  before: AccessRow | undefined,
  after: AccessRow | undefined,
): AccessChange | null {
  const row = after ?? before;
  if (row === undefined) return null;
  const had = new Set(before?.actions);
  const has = new Set(after?.actions);
  const gained = model.actions.filter((action) => has.has(action) && !had.has(action));
  const lost = model.actions.filter((action) => had.has(action) && !has.has(action));
  const left = after === undefined ? [] : (before?.via.filter((path) => !after.via.includes(path)) ?? []);
  // Who has lost one way in and still comes in by another has to be told: it is seldom what a removal was for.
  if (gained.length === 0 && lost.length === 0 && (left.length === 0 || has.size === 0)) return null;
  const withheld = after?.withheld?.filter(({ action }) => lost.includes(action)) ?? [];
  return {
    who: row.who,
    target: row.target,
    before: before?.level ?? null,
    after: after?.level ?? null,
    gained,
    lost,
    via: row.via,
    ...(left.length === 0 ? {} : { left }),
    ...(withheld.length === 0 ? {} : { withheld }),
  };
}
