/** Effective access of a state, row by row. */
import type { AccessModel, AccessRow } from "../model/access.ts";
import { type Address, isWithin } from "../model/address.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";

export interface AccessQuery {
  /** Only what this principal may do; null: all. */
  readonly who: string | null;
  /** Only those who may do this, as the platform spells it; null: all. */
  readonly action: string | null;
  /** Only what lies at or below this address; null: all. */
  readonly target: Address | null;
}

/** Who can do what where, by which path; sorted by target and principal. */
export function accessRows(model: AccessModel, state: StateView, query: AccessQuery): readonly AccessRow[] {
  const { who, action, target: within } = query;
  const rows: AccessRow[] = [];
  for (const target of model.targets(state)) {
    if (within !== null && !isWithin(target, within)) continue;
    for (const row of model.rows(state, target, who)) {
      if (action === null || row.actions.includes(action)) rows.push(row);
    }
  }
  return rows.sort((a, b) => order(a.target, b.target) || order(a.who, b.who));
}
