import type { DriftReport } from "../model/drift.ts";
import type { ApplyResult } from "../model/outcome.ts";
import type { Plan } from "../model/plan.ts";
import { applyOutcome } from "../report/apply/summary.ts";
import { hasDifferences } from "../report/drift/groups.ts";
import { changeCount } from "../report/plan/summary.ts";

/**
 * 0 nothing to do, done, or only pending and waiting; 1 error; 2 differences exist; 3 stopped by a guard, the
 * preflight or something unknown; 4 applied in part.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** How a command ended. */
export type Ending =
  | { readonly type: "done" }
  | { readonly type: "error" }
  | { readonly type: "plan"; readonly plan: Plan; readonly detailed: boolean }
  | {
      readonly type: "apply";
      readonly plan: Plan;
      readonly result: ApplyResult | null;
      readonly declined: boolean;
    }
  | { readonly type: "drift"; readonly report: DriftReport }
  | { readonly type: "format"; readonly unformatted: number };

/**
 * | ending | code |
 * | --- | --- |
 * | done | 0 |
 * | error | 1 |
 * | plan with stops | 3 |
 * | plan without, `--detailed-exitcode`, something to change now | 2 |
 * | plan without, else (nothing, pending, waiting, or not detailed) | 0 |
 * | apply, stopped | 3 |
 * | apply, declined | 1 |
 * | apply, nothing to do | 0 |
 * | apply, all applied, pending or waiting | 0 |
 * | apply, something failed, was skipped, cancelled or is not as planned, after something was sent | 4 |
 * | apply, the same, nothing sent | 1 |
 * | drift, differences | 2 |
 * | drift, none found and something unknown | 3 |
 * | drift, none | 0 |
 * | format --check, some file is not formatted | 2 |
 * | format, else | 0 |
 */
export function exitCode(ending: Ending): ExitCode {
  switch (ending.type) {
    case "done":
      return 0;
    case "error":
      return 1;
    case "plan":
      if (ending.plan.summary.stops > 0) return 3;
      return ending.detailed && changeCount(ending.plan.summary) > 0 ? 2 : 0;
    case "apply":
      if (ending.result === null) {
        if (ending.plan.summary.stops > 0) return 3;
        return ending.declined ? 1 : 0;
      }
      return ({ done: 0, partly: 4, nothing: 1 } as const)[applyOutcome(ending.result)];
    case "drift":
      if (hasDifferences(ending.report)) return 2;
      return ending.report.summary.unknown > 0 ? 3 : 0;
    case "format":
      return ending.unformatted > 0 ? 2 : 0;
  }
}
