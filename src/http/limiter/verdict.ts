import type { Outcome } from "../../model/protocol.ts";
import { type Budget, budgetOf } from "../wait.ts";

/** What the end of a request says about its host. `wait`: the milliseconds for which the host wants to be left alone. */
export type Verdict =
  | { readonly type: "well"; readonly budget?: Budget }
  /** Too many in a time. */
  | { readonly type: "refused"; readonly wait?: number }
  /** Too much for it. */
  | { readonly type: "broken"; readonly wait?: number }
  | { readonly type: "silent" };

/**
 * | outcome | verdict |
 * | --- | --- |
 * | success, a refusal for any other reason | well |
 * | limited | refused |
 * | unavailable, but for 500; unreachable; lost | broken |
 * | unavailable with 500: a mistake in the server, about this request; cancelled | silent |
 *
 * No wait is longer than `longest`.
 */
export function verdictOf(outcome: Outcome, longest: number, now: number): Verdict {
  if (outcome.ok) {
    const budget = outcome.headers === undefined ? undefined : budgetOf(outcome.headers, now);
    if (budget === undefined) return { type: "well" };
    return { type: "well", budget: { ...budget, reset: Math.min(budget.reset, longest) } };
  }
  const wait = outcome.retryAfter === undefined ? {} : { wait: Math.min(outcome.retryAfter, longest) };
  switch (outcome.reason) {
    case "limited":
      return { type: "refused", ...wait };
    case "unavailable":
      return outcome.status === 500 ? { type: "silent" } : { type: "broken", ...wait };
    case "unreachable":
    case "lost":
      return { type: "broken" };
    case "cancelled":
      return { type: "silent" };
    case "unauthenticated":
    case "forbidden":
    case "missing":
    case "invalid":
    case "conflict":
    case "already":
    case "busy":
    case "malformed":
      return { type: "well" };
  }
}
