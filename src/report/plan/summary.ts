import type { Plan, PlanSummary } from "../../model/plan.ts";
import { count, list, plural } from "../text.ts";

/** How many changes a plan would send now; those that wait for something are counted apart. */
export function changeCount(summary: PlanSummary): number {
  return summary.create + summary.update + summary.replace + summary.delete;
}

/** The last line of every plan: `Plan: 2 to create, 1 to update, 0 to delete (5 calls).` */
export function summaryLine(plan: Plan): string {
  const { summary } = plan;
  const beside = besides(summary);
  if (changeCount(summary) === 0) {
    const first = nothing(summary);
    return beside === "" ? first : `${first} ${beside}`;
  }
  const numbers = [
    `${count(summary.create)} to create`,
    `${count(summary.update)} to update`,
    ...(summary.replace === 0 ? [] : [`${count(summary.replace)} to replace`]),
    `${count(summary.delete)} to delete`,
  ];
  const first = `Plan: ${numbers.join(", ")} (${plural(summary.calls, "call")}).`;
  return beside === "" ? first : `${first} ${beside}`;
}

function nothing(summary: PlanSummary): string {
  if (summary.unknown > 0) return "No changes to what could be read.";
  if (summary.stops > 0 || summary.waiting > 0) return "No changes that could be made now.";
  return "No changes. Live state is as the configuration says.";
}

function besides(summary: PlanSummary): string {
  const parts = [
    ...(summary.waiting === 0 ? [] : [`${count(summary.waiting)} waiting`]),
    ...(summary.pending === 0 ? [] : [`${count(summary.pending)} pending`]),
    ...(summary.unmanaged === 0 ? [] : [`${count(summary.unmanaged)} unmanaged`]),
    ...(summary.unknown === 0 ? [] : [`${count(summary.unknown)} unknown`]),
  ];
  return parts.length === 0 ? "" : `${capital(list(parts))}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
