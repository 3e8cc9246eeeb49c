/** Clubs by name, each with so many guests beside ann, its keeper; and what stops a plan, in lines. */
import { defaultGuards, type GuardSettings } from "../../../src/model/configuration.ts";
import { type Plan, stopsOf } from "../../../src/model/plan.ts";
import { clubPlatform } from "../../support/club-platform.ts";
import { desiredOf, liveOf, type PlanOf, planOf, type Tree } from "../../support/plans.ts";

export function people(guests: number, from = 0): Readonly<Record<string, string>> {
  const some = Array.from({ length: guests }, (_, index) => [nameOf(from + index), "GUEST"]);
  return { ann: "KEEPER", ...Object.fromEntries(some) };
}

/** `guesta`, `guestb`, …: letters alone, as keys of people are. */
function nameOf(index: number): string {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  return `guest${letters[Math.floor(index / 26)] ?? ""}${letters[index % 26] ?? ""}`;
}

export function guards(more: Partial<GuardSettings> = {}): GuardSettings {
  return { ...defaultGuards, ...more };
}

export function between(
  live: Readonly<Record<string, Tree>>,
  desired: Readonly<Record<string, Tree>>,
  options: PlanOf = {},
): Plan {
  return planOf(clubPlatform, desiredOf(clubPlatform, desired), liveOf(clubPlatform, live), options);
}

/** `removals chess/people --allow removals:chess/people`. */
export function told(plan: Plan): readonly string[] {
  return stopsOf(plan).map(
    ({ guard, scope, allow }) => `${guard} ${scope}${allow === null ? "" : ` --allow ${allow}`}`,
  );
}
