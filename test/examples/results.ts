import { type Plan, stopsOf } from "../../src/model/plan.ts";
import type { Result } from "../../src/run/index.ts";

/** The value; throws the findings where there is none. */
export function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.findings.map(({ message }) => message).join("\n"));
  return result.value;
}

/** What overrides the guards that stop a plan, by the names that they themselves give. */
export function allowing(plan: Plan): readonly string[] {
  return stopsOf(plan).map(({ allow, message }) => allow ?? message);
}
