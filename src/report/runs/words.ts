import type { RunLine, RunStatus } from "../../model/run.ts";
import { statusTitles } from "../apply/summary.ts";
import { visible } from "../escape.ts";
import { count, list } from "../text.ts";

export const runStatuses = [
  "applied",
  "pending",
  "waiting",
  "failed",
  "not-attempted",
  "unknown",
] as const satisfies readonly RunStatus[];

export const runTitles: Readonly<Record<RunStatus, string>> = {
  ...statusTitles,
  unknown: "unknown: sent, and no answer tells what became of it",
};

const states: Readonly<Record<RunLine["state"], string>> = {
  finished: "finished",
  cancelled: "cancelled",
  running: "no end (killed, or still running)",
};

/** `finished: 3 applied and 1 pending`. */
export function runSummary({ state, counts }: RunLine): string {
  const parts = runStatuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${count(counts[status])} ${status.replace("-", " ")}`);
  return parts.length === 0 ? states[state] : `${states[state]}: ${list(parts)}`;
}

/** `2026-11-25 21:30`, UTC. */
export function minute(time: string): string {
  return visible(`${time.slice(0, 10)} ${time.slice(11, 16)}`);
}
