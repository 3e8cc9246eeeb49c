/** What ends soon, in plans and drift reports: one line each; where many end on one day, one line for the day. */
import type { Expiring } from "../model/plan.ts";
import { show } from "./escape.ts";
import { type Line, line } from "./plan/line.ts";
import { type Bounds, bounded, count, more } from "./text.ts";

/** From so many on, what ends on one day is counted, and a few of it named. */
const many = 6;

export function expiringLines(expiring: readonly Expiring[], bounds: Bounds): readonly Line[] {
  const lines = [...Map.groupBy(expiring, ({ expires }) => expires)].flatMap(([day, group]) => {
    const names = group.map(({ address, person }) => show(address ?? `${person ?? ""} (person)`));
    const shown = names.length < many || bounds.items === Infinity ? names : names.slice(0, 3);
    const rest = names.length - shown.length;
    if (rest > 0) return [`${show(day)}  ${shown.join(", ")} and ${count(rest)} more`];
    return shown.map((name) => `${show(day)}  ${name}`);
  });
  const { shown, rest } = bounded(lines, bounds.items);
  const all = shown.map((each) => line(1, each));
  return rest === 0 ? all : [...all, line(1, more(rest))];
}
