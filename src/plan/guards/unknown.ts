import { homeOf } from "../../model/address.ts";
import type { Change } from "../../model/change.ts";
import type { NextStep, Stop } from "../../model/plan.ts";
import { placeOf, type Unreadable } from "../../model/resource.ts";
import { sentence } from "../../model/text.ts";

/** Managed collections that could not be read; unless the plan itself makes them readable. */
export function unknownGuard(
  unknown: readonly Unreadable[],
  actor: string,
  changes: readonly Change[],
): { readonly stops: readonly Stop[]; readonly next: readonly NextStep[] } {
  const stops: Stop[] = [];
  const next: NextStep[] = [];
  const created = changes.filter(({ action }) => action === "create");
  const opened = new Set(created.map(({ address }) => homeOf(address)));
  for (const each of unknown) {
    const place = placeOf(each);
    if (opened.has(place)) {
      next.push({
        address: place,
        step: `${place} becomes readable for ${actor} with this plan; plan again to manage the rest of it.`,
      });
      continue;
    }
    stops.push({
      guard: "unknown",
      scope: place,
      message:
        `${place} is managed, but ${actor} cannot read it: ${sentence(each.why)} Nothing is planned there. ` +
        `Give ${actor} access, or leave it out of this run.`,
      allow: `unknown:${place}`,
      setting: null,
    });
  }
  return { stops, next };
}
