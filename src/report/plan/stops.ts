import { rootOf } from "../../model/address.ts";
import type { Stop } from "../../model/plan.ts";
import { shellWord, show } from "../escape.ts";
import { type Bounds, bounded, more, plural } from "../text.ts";
import { type Line, line } from "./line.ts";

/** Why the plan must not be applied as it is, each with what overrides it on a line that can be copied. */
export function stopLines(stops: readonly Stop[], bounds: Bounds): readonly Line[] {
  const { shown, rest } = bounded(stops, bounds.items);
  return [
    ...shown.flatMap(oneStop),
    ...(rest === 0 ? [] : [line(1, more(rest))]),
    ...together(stops).flatMap(({ flag, covers }) => [
      line(1, `all ${covers} of ${flag.slice(0, flag.indexOf(":"))} at once:`),
      line(3, allowFlag(flag)),
    ]),
  ];
}

function oneStop(stop: Stop): readonly Line[] {
  const lines = [
    line(1, `${show(stop.guard)}  ${show(stop.scope)}`),
    // The message holds names from files and servers: one line of it, however many it came with.
    line(2, show(stop.message, 2_000)),
  ];
  if (stop.setting !== null) lines.push(line(2, `setting in charter.yaml: ${show(stop.setting)}`));
  const way = wayOut(stop);
  if (way === null) lines.push(line(2, "Nothing overrides this."));
  else lines.push(line(2, `${way.title}:`), line(3, way.flag));
  return lines;
}

/** The flag that lets the plan go on, as it can be copied; null where there is none. */
export function wayOut(stop: Stop): { readonly title: string; readonly flag: string } | null {
  if (stop.allow !== null) return { title: "allow it with", flag: allowFlag(stop.allow) };
  return stop.guard === "forbidden" ? { title: "leave it out with", flag: "--without-forbidden" } : null;
}
export function allowFlag(allow: string): string {
  return `--allow ${shellWord(allow)}`;
}

/**
 * One flag for many stops of the same guard at the same place of different organizations (`*` stands for the
 * organization). Offered from four on; below that, naming each is the better habit.
 */
export function together(
  stops: readonly Stop[],
): readonly { readonly flag: string; readonly covers: number }[] {
  const flags = new Map<string, number>();
  for (const { guard, scope, allow } of stops) {
    const path = scope.slice(rootOf(scope).length);
    if (allow !== `${guard}:${scope}` || path === "" || scope.includes("*")) continue;
    const flag = `${guard}:*${path}`;
    flags.set(flag, (flags.get(flag) ?? 0) + 1);
  }
  return [...flags].filter(([, covers]) => covers > 3).map(([flag, covers]) => ({ flag, covers }));
}

/** Stops that were overridden: a reader must see that somebody did. */
export function allowedLines(allowed: readonly Stop[], bounds: Bounds): readonly Line[] {
  const { shown, rest } = bounded(allowed, bounds.items);
  return [
    ...shown.flatMap((stop) => [
      line(1, `${show(stop.guard)}  ${show(stop.scope)}`),
      line(2, show(stop.message, 2_000)),
      ...(stop.allow === null ? [] : [line(2, `by ${allowFlag(stop.allow)}`)]),
    ]),
    ...(rest === 0 ? [] : [line(1, more(rest))]),
  ];
}

export function stoppedBy(stops: readonly Stop[]): string {
  return `Stopped by ${plural(stops.length, "guard")}: nothing of this plan can be applied as it is.`;
}
