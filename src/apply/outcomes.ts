import type { Address } from "../model/address.ts";
import type { ChangeOutcome } from "../model/outcome.ts";
import type { PlannedChange, PlanSection } from "../model/plan.ts";
import { sentence } from "../model/text.ts";
import type { CallResult } from "./call.ts";

/** What became of a change as far as answers tell. */
export interface Answered {
  readonly change: PlannedChange;
  readonly outcome: ChangeOutcome;
  /** A call of it may have been carried out although it failed, or was carried out in part. */
  readonly doubt: boolean;
}

/**
 * | calls of the change | outcome |
 * | --- | --- |
 * | none, it waits for something | waiting |
 * | all done, and the rest waits for something | waiting |
 * | none, the platform does it with another call | that of the other call |
 * | all done | applied; pending, where a person must act |
 * | one failed | failed, by the first in plan order |
 * | some done, some never sent | failed: carried out in part |
 * | none done, some never sent | not attempted |
 * | none at all | not attempted: the plan holds nothing that carries it out |
 */
export function outcomesOf(
  section: Pick<PlanSection, "changes" | "pending">,
  results: ReadonlyMap<string, CallResult>,
): readonly Answered[] {
  const pending = new Map(section.pending.map((each) => [each.address, each.for]));
  return section.changes.map((change) => {
    const answer = answerOf(change, results);
    const person = change.pending ?? pending.get(change.address);
    if (answer.outcome.status !== "applied" || person === undefined || change.action === "delete")
      return answer;
    return { ...answer, outcome: { status: "pending", address: change.address, for: person } };
  });
}

function answerOf(change: PlannedChange, results: ReadonlyMap<string, CallResult>): Answered {
  const { address } = change;
  const answer = (outcome: ChangeOutcome, doubt = false): Answered => ({ change, outcome, doubt });
  const rest = change.waiting;
  if (rest !== undefined && change.calls.length === 0) {
    return answer({ status: "waiting", address, for: rest });
  }
  const calls = change.by === undefined ? change.calls : [change.by];
  if (calls.length === 0) {
    return answer({
      status: "not-attempted",
      address,
      because: "the plan holds no call that carries it out",
    });
  }
  let done = 0;
  let failed: { readonly call: string; readonly message: string } | null = null;
  let skipped: { readonly call: string; readonly because: string } | null = null;
  let doubt = false;
  for (const call of calls) {
    const result = results.get(call);
    if (result === undefined) throw new Error(`the plan does not hold call ${call} of ${address}`);
    if (result.status === "done") done += 1;
    else if (result.status === "failed") {
      failed ??= { call, message: result.message };
      doubt ||= result.doubt;
    } else skipped ??= { call, because: result.because };
  }
  if (failed === null && skipped === null) {
    return answer(
      rest === undefined ? { status: "applied", address } : { status: "waiting", address, for: rest },
    );
  }
  const part = done === 0 ? "" : ` ${done} of ${calls.length} calls were carried out.`;
  if (failed !== null) {
    const message = part === "" ? failed.message : sentence(failed.message) + part;
    return answer({ status: "failed", address, call: failed.call, message }, doubt);
  }
  const { call, because } = skipped ?? { call: "", because: "" };
  if (done === 0) return answer({ status: "not-attempted", address, because });
  const message = `Carried out in part only:${part} The next one was not sent: ${because}.`;
  return answer({ status: "failed", address, call, message });
}

/** Where nobody could look afterwards, a failure that leaves a doubt says so. */
export function withDoubt({ outcome, doubt }: Answered): ChangeOutcome {
  if (!doubt || outcome.status !== "failed") return outcome;
  return {
    ...outcome,
    message: `${sentence(outcome.message)} It may have been carried out: run plan again.`,
  };
}

/** Outcomes by status, for the last entry of a journal. */
export function countOutcomes(outcomes: readonly ChangeOutcome[]): Readonly<Record<string, number>> {
  const counts: Record<ChangeOutcome["status"], number> = {
    applied: 0,
    pending: 0,
    waiting: 0,
    failed: 0,
    "not-attempted": 0,
  };
  for (const { status } of outcomes) counts[status] += 1;
  return counts;
}

/** Every address that a section's plan speaks of. */
export function touchedBy(section: Pick<PlanSection, "changes" | "effects">): ReadonlySet<Address> {
  return new Set([...section.changes, ...section.effects].map((each) => each.address));
}
