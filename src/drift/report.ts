import type { DriftClass, DriftItem, DriftReport } from "../model/drift.ts";
import { order } from "../model/value.ts";

/** Puts the items of all connections into one report. `time`: ISO 8601. */
export function driftReport(items: readonly DriftItem[], inSync: number, time: string): DriftReport {
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
    summary,
  };
}
