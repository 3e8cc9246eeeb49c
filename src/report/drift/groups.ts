import type { DriftClass, DriftItem, DriftReport } from "../../model/drift.ts";
import { order } from "../../model/value.ts";
import type { Mark } from "../plan/line.ts";
import { count, list } from "../text.ts";

export interface DriftGroup {
  readonly title: string;
  readonly items: readonly DriftItem[];
}

const titles = [
  "Changed behind Charter's back",
  "Different, and no earlier apply is known that would tell who changed it",
  "Configured, not yet applied",
  "Expired",
  "Pending, waiting for a person",
  "Configured, waiting for something else first",
  "Unknown, because it could not be read",
] as const;

/**
 * | class | origin | group |
 * | --- | --- | --- |
 * | changed, missing, unmanaged | behind, both | changed behind Charter's back |
 * | changed, missing, unmanaged | unknown | different, origin not known |
 * | changed, missing, unmanaged | configuration | not yet applied |
 * | unapplied | any | not yet applied |
 * | expired | any | expired |
 * | pending | any | pending |
 * | waiting | any | waiting |
 * | unknown | any | unknown |
 */
function groupOf({ class: what, origin }: DriftItem): (typeof titles)[number] {
  switch (what) {
    case "unapplied":
      return titles[2];
    case "expired":
      return titles[3];
    case "pending":
      return titles[4];
    case "waiting":
      return titles[5];
    case "unknown":
      return titles[6];
    case "changed":
    case "missing":
    case "unmanaged":
      if (origin === "configuration") return titles[2];
      return origin === "unknown" ? titles[1] : titles[0];
  }
}

/** What was changed behind our back first; each group in the order of its addresses; empty groups are left out. */
export function groupDrift(items: readonly DriftItem[]): readonly DriftGroup[] {
  const groups = new Map<string, DriftItem[]>(titles.map((title) => [title, []]));
  for (const item of items) groups.get(groupOf(item))?.push(item);
  return [...groups]
    .filter(([, own]) => own.length > 0)
    .map(([title, own]) => ({ title, items: own.sort((a, b) => order(a.address, b.address)) }));
}

/** Seen from the configuration: what is too much, what is missing, what is different. */
export const driftMarks: Readonly<Record<DriftClass, Mark>> = {
  changed: "~",
  missing: "-",
  unmanaged: "+",
  pending: "",
  waiting: "",
  expired: "-",
  unknown: "?",
  unapplied: "~",
};

const differences: readonly DriftClass[] = ["changed", "missing", "unmanaged", "expired", "unapplied"];

/** Whether live state and configuration differ: pending and waiting are states, and unknown is not known to differ. */
export function hasDifferences(report: DriftReport): boolean {
  return differences.some((each) => report.summary[each] > 0);
}

/** The last line of every report: `Drift: 1 changed, 2 missing; 40 as configured.` */
export function driftSummary(report: DriftReport): string {
  const { summary } = report;
  const said = (classes: readonly DriftClass[]) =>
    list(classes.filter((each) => summary[each] > 0).map((each) => `${count(summary[each])} ${each}`));
  const rest = said(["pending", "waiting", "unknown"]);
  const beside = rest === "" ? "" : `, ${rest}`;
  if (hasDifferences(report))
    return `Drift: ${said(differences)}; ${count(report.inSync)} as configured${beside}.`;
  const nothing = summary.unknown > 0 ? "No drift in what could be read" : "No drift";
  return `${nothing}. ${count(report.inSync)} as configured${beside}.`;
}
