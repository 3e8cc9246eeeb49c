import type { DriftClass, DriftItem, DriftReport } from "../model/drift.ts";
import type { Expiring } from "../model/plan.ts";
import { order } from "../model/value.ts";

/** Puts the items of all connections into one report. `time`: ISO 8601. */
export function driftReport(
  items: readonly DriftItem[],
  inSync: number,
  time: string,
  expiring: readonly Expiring[] = [],
): DriftReport {
  const summary: Record<DriftClass, number> = {
    changed: 0,
    missing: 0,
    unmanaged: 0,
    pending: 0,
    waiting: 0,
    expired: 0,
    unknown: 0,
    unapplied: 0,
  };
  for (const item of items) summary[item.class] += 1;
  return {
    format: "charter-drift/1",
    time,
    items: [...items].sort((a, b) => order(a.address, b.address)),
    inSync,
    expiring: distinct(expiring),
    summary,
  };
}

/** In order of the days; a person who has handles on several connections ends once. */
function distinct(expiring: readonly Expiring[]): readonly Expiring[] {
  const seen = new Set<string>();
  return expiring
    .filter(({ person }) => person === null || (!seen.has(person) && seen.add(person)))
    .sort((a, b) => order(a.expires, b.expires));
}
