import type { DesiredState } from "../model/configuration.ts";
import type { Expiring } from "../model/plan.ts";
import { kindOf, type Platform } from "../model/platform.ts";
import { order } from "../model/value.ts";
import { holders } from "./people.ts";

/**
 * What is written to end from today on within so many days, today included. Where it is the person who ends, the
 * person is named, and not each place of theirs.
 */
export function expiringIn(
  platform: Platform,
  { resources, people = [] }: DesiredState,
  time: string,
  days: number,
): readonly Expiring[] {
  if (days === 0) return [];
  const today = time.slice(0, 10);
  const last = new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  const isSoon = (day: string | undefined): day is string => day !== undefined && day >= today && day <= last;
  const found: Expiring[] = [];
  const personOf = holders(platform, people);
  for (const { name, gone, expires } of people) {
    if (gone === undefined && isSoon(expires)) found.push({ address: null, person: name, expires });
  }
  for (const each of resources.values()) {
    const { address, kind, state, expires } = each;
    if (state === "absent" || !isSoon(expires)) continue;
    if (kindOf(platform, kind).key.person === true && personOf(each)?.expires === expires) continue;
    found.push({ address, person: null, expires });
  }
  return found.sort(
    (a, b) =>
      order(a.expires, b.expires) ||
      order(a.person ?? "", b.person ?? "") ||
      order(a.address ?? "", b.address ?? ""),
  );
}
