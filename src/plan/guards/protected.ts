/** What nobody may touch: `guards.protected`. Making what is not there yet is no harm to it. */
import { type Address, addressOf, coveredBy, decodePart, parentOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import { digestOf } from "../../model/digest.ts";
import { isThere } from "../../model/kind.ts";
import { matcher, type Pattern } from "../../model/pattern.ts";
import type { Stop } from "../../model/plan.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { StateView } from "../../model/state.ts";
import { order } from "../../model/value.ts";
import type { PaperRun } from "../paper.ts";

/**
 * | what happens to something that is there and protected | stops |
 * | --- | --- |
 * | an update, a replacement, a removal | yes |
 * | all of that waits, and nothing is sent yet | no |
 * | a call about something else changes it or takes it along | yes |
 * | it is made, or appears by itself | no |
 * | another label in the files, and nothing is sent | no |
 * | the same, and it is changed | yes, by its former address too: a rename must not lead around a guard |
 * | it goes with what it lies in, which is protected too | the stop of that one speaks for it |
 */
export function protectedStops(
  patterns: readonly Pattern[],
  platform: Platform,
  desired: DesiredState,
  live: StateView,
  run: PaperRun,
): readonly Stop[] {
  if (patterns.length === 0) return [];
  const matchers = patterns.map((pattern) => ({ pattern, means: matcher(pattern) }));
  const former = formerAddresses(desired);
  const changes = new Map(run.changes.map((change) => [change.address, change]));
  const causes = new Map(run.effects.map(({ address, call }) => [address, call]));
  const removed = new Set<Address>();
  const stops: Stop[] = [];
  for (const address of [...run.touched].sort(order)) {
    const before = live.get(address);
    const kind = before === undefined ? undefined : kindOf(platform, before.kind);
    if (before === undefined || kind === undefined || !isThere(kind, before)) continue;
    if (coveredBy(parentOf(address) ?? "", removed) !== null) continue;
    const names = [address, ...former(address)];
    const pattern = matchers.find(({ means }) => names.some(means))?.pattern;
    if (pattern === undefined) continue;
    const after = run.final.get(address);
    const change = changes.get(address);
    const goes = !isThere(kind, after);
    if (change === undefined && after !== undefined && digestOf(before) === digestOf(after)) continue;
    if (goes) removed.add(address);
    const call = causes.get(address) ?? "a call";
    const what =
      change === undefined
        ? `(${call}) ${goes ? "takes along" : "changes by the way"}`
        : verbs[change.action];
    stops.push({
      guard: "protected",
      scope: address,
      message: `The plan ${what} ${address}, which is protected${pattern === address ? "" : ` by ${pattern}`}. Leave it as it is.`,
      allow: `protected:${address}`,
      setting: "guards.protected",
    });
  }
  return stops;
}

const verbs = { create: "changes", update: "changes", replace: "replaces", delete: "removes" } as const;

/** The addresses that something had before `previously` renamed it, or what holds it. */
function formerAddresses({ resources }: DesiredState): (address: Address) => readonly Address[] {
  if (![...resources.values()].some(({ previously }) => previously !== undefined)) return () => [];
  const namesOf = (address: Address): readonly Address[] => {
    const parent = parentOf(address);
    const parts = address.split("/");
    const collection = parts.at(-2) ?? "";
    const keys = [decodePart(parts.at(-1) ?? ""), ...(resources.get(address)?.previously ?? [])];
    const parents = parent === null ? [null] : namesOf(parent);
    return parents.flatMap((each) => keys.map((key) => addressOf(each, collection, key)));
  };
  return (address) => namesOf(address).slice(1);
}
