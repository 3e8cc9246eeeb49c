/** What nobody may touch: `guards.protected`. Making what is not there yet is no harm to it. */
import type { Address } from "../../model/address.ts";
import { matcher, type Pattern } from "../../model/pattern.ts";
import type { PlannedChange, SideEffect, Stop } from "../../model/plan.ts";

/**
 * | what happens to something that is there and protected | stops |
 * | --- | --- |
 * | an update, a replacement, a removal | yes |
 * | all of that waits, and nothing is sent yet | no |
 * | a call about something else changes it or takes it along | yes |
 * | it is made, or appears by itself | no |
 */
export function protectedStops(
  patterns: readonly Pattern[],
  changes: readonly PlannedChange[],
  effects: readonly SideEffect[],
): readonly Stop[] {
  if (patterns.length === 0) return [];
  const matchers = patterns.map((pattern) => ({ pattern, means: matcher(pattern) }));
  const by = (address: Address) => matchers.find(({ means }) => means(address))?.pattern;
  const stops: Stop[] = [];
  const note = (address: Address, what: string): void => {
    const pattern = by(address);
    if (pattern === undefined) return;
    stops.push({
      guard: "protected",
      scope: address,
      message: `The plan ${what} ${address}, which is protected${pattern === address ? "" : ` by ${pattern}`}. Leave it as it is.`,
      allow: `protected:${address}`,
      setting: "guards.protected",
    });
  };
  for (const { address, action, calls, by: other } of changes) {
    if (action !== "create" && (calls.length > 0 || other !== undefined)) note(address, verbs[action]);
  }
  for (const { address, effect, call } of effects) {
    if (effect === "goes") note(address, `(${call}) takes along`);
    if (effect === "changes") note(address, `(${call}) changes by the way`);
  }
  return stops;
}

const verbs = { update: "changes", replace: "replaces", delete: "removes" } as const;
