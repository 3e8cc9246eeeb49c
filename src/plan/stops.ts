import type { Stop } from "../model/plan.ts";
import { order } from "../model/value.ts";
import type { Allowance } from "./allow.ts";

/** The stops of a plan that stand, and those that flags have overridden; each once, sorted. */
export function judged(
  stops: readonly Stop[],
  allow: readonly Allowance[],
): { readonly stops: readonly Stop[]; readonly allowed: readonly Stop[] } {
  const kept = withoutEchoes(deduplicate(stops));
  const allowed = kept.filter((stop) => allow.some((allowance) => allowance.covers(stop)));
  const overridden = new Set(allowed);
  return { stops: kept.filter((stop) => !overridden.has(stop)), allowed };
}

/** That calls do not do what nothing can do goes without saying. */
function withoutEchoes(stops: readonly Stop[]): readonly Stop[] {
  const told = new Set(stops.filter(({ guard }) => cannot.has(guard)).map(({ scope }) => scope));
  return stops.filter(({ guard, scope }) => guard !== "inconsistent" || !told.has(scope));
}

const cannot: ReadonlySet<string> = new Set(["immutable", "incomplete", "unsupported"]);

function deduplicate(stops: readonly Stop[]): readonly Stop[] {
  const seen = new Map<string, Stop>();
  for (const stop of stops) {
    const key = `${stop.guard}\n${stop.scope}\n${stop.message}`;
    if (!seen.has(key)) seen.set(key, stop);
  }
  return [...seen.values()].sort((a, b) => order(a.guard, b.guard) || order(a.scope, b.scope));
}
