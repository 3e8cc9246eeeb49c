import type { ApplyResult, ChangeOutcome } from "../../model/outcome.ts";
import { count, list, plural } from "../text.ts";

type Status = ChangeOutcome["status"];

export const statusTitles: Readonly<Record<Status, string>> = {
  applied: "applied",
  pending: "pending, waiting for a person",
  waiting: "waiting for something else first",
  failed: "failed",
  "not-attempted": "not attempted",
};

export function outcomeCounts(result: ApplyResult): Readonly<Record<Status, number>> {
  const numbers = { applied: 0, pending: 0, waiting: 0, failed: 0, "not-attempted": 0 };
  for (const { status } of result.outcomes) numbers[status] += 1;
  return numbers;
}

/**
 * What an apply came to, for the summary and for the exit code:
 *
 * | cancelled, failed, not attempted or not as planned | something was sent | outcome |
 * | --- | --- | --- |
 * | none | any | `done` |
 * | some | yes | `partly` |
 * | some | no | `nothing` |
 */
export function applyOutcome(result: ApplyResult): "done" | "partly" | "nothing" {
  const numbers = outcomeCounts(result);
  const short =
    numbers.failed + numbers["not-attempted"] > 0 || result.cancelled || result.verified === false;
  if (!short) return "done";
  return result.sent > 0 || numbers.applied > 0 ? "partly" : "nothing";
}

/** The last line of every apply: `Applied and verified: 12 changes (9 calls).` */
export function applySummary(result: ApplyResult): string {
  const numbers = outcomeCounts(result);
  const others = (["pending", "waiting", "failed", "not-attempted"] as const)
    .filter((status) => numbers[status] > 0)
    .map((status) => `${count(numbers[status])} ${status.replace("-", " ")}`);
  const beside = others.length === 0 ? "" : `, ${list(others)}`;
  const what = `${plural(numbers.applied, "change")} applied${beside} (${plural(result.sent, "call")})`;
  switch (applyOutcome(result)) {
    case "done":
      return result.verified === true ? `Applied and verified: ${what}.` : `Applied: ${what}.`;
    case "partly":
      if (result.cancelled) return `Cancelled, applied in part: ${what}.`;
      if (numbers.failed + numbers["not-attempted"] === 0) return `Applied, but not verified: ${what}.`;
      return `Applied in part: ${what}.`;
    case "nothing":
      return `${result.cancelled ? "Cancelled, nothing applied" : "Nothing applied"}: ${what}.`;
  }
}

/** What to do now; empty after a complete apply. */
export function applyAdvice(result: ApplyResult): string {
  if (result.mismatches.length > 0) {
    return "Not everything could be verified: run `charter plan` to see what is left to do.";
  }
  switch (applyOutcome(result)) {
    case "done":
      return "";
    case "partly":
    case "nothing":
      return "The next `charter plan` starts from what is live now, and holds only what is left to do.";
  }
}
