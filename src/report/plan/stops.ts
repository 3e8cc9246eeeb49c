import { rootOf } from "../../model/address.ts";
import type { Stop } from "../../model/plan.ts";
import { order } from "../../model/value.ts";
import { shellWord, show } from "../escape.ts";
import { type Bounds, bounded, more, plural } from "../text.ts";
import { type Line, line } from "./line.ts";

/** Why the plan must not be applied as it is, each with what overrides it on a line that can be copied. */
export function stopLines(stops: readonly Stop[], bounds: Bounds): readonly Line[] {
  // Each of them has to be dealt with, so that many are shown before any is only counted.
  const { shown, rest } = bounded(stops, bounds.items * 4);
  return [
    ...shown.flatMap(oneStop),
    ...(rest === 0 ? [] : [line(1, more(rest))]),
    ...families(stops).flatMap((flag) => [
      line(1, "one flag can name a family of places, where * stands for any text without a slash:"),
      line(3, allowFlag(flag)),
    ]),
  ];
}

function oneStop(stop: Stop): readonly Line[] {
  // The message holds names from files and servers: one line of it, however many it came with.
  const message = `${show(stop.guard)}: ${show(stop.message, 2_000)}`;
  const setting = stop.setting === null ? "" : ` (${show(stop.setting)} in charter.yaml)`;
  const way = wayOut(stop);
  return [
    line(1, message + setting),
    line(3, way === null ? "Nothing overrides this." : `${way.title}: ${way.flag}`),
  ];
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
 * For each guard that stops at four places or more of one kind: a flag that names the largest family of them, those
 * whose organizations begin alike. An example of how to say it, not of what to say; never everything.
 */
export function families(stops: readonly Stop[]): readonly string[] {
  const alike = Map.groupBy(
    stops.filter(({ guard, scope, allow }) => allow === `${guard}:${scope}` && !scope.includes("*")),
    ({ guard, scope }) => `${guard}\n${scope.slice(rootOf(scope).length)}`,
  );
  return [...alike.values()].flatMap((some) => {
    const [first] = some;
    const roots = some.map(({ scope }) => rootOf(scope)).sort(order);
    const prefix = roots
      .slice(1)
      .map((root, index) => common(roots[index] ?? "", root))
      .reduce((longest, each) => (each.length > longest.length ? each : longest), "");
    if (first === undefined || some.length < 4 || prefix === "") return [];
    return [`${first.guard}:${prefix}*${first.scope.slice(rootOf(first.scope).length)}`];
  });
}

function common(a: string, b: string): string {
  let end = 0;
  while (end < a.length && a[end] === b[end]) end += 1;
  return a.slice(0, end);
}

/** Stops that were overridden: a reader must see that somebody did. */
export function allowedLines(allowed: readonly Stop[], bounds: Bounds): readonly Line[] {
  const { shown, rest } = bounded(allowed, bounds.items);
  return [
    ...shown.flatMap((stop) => [
      line(1, `${show(stop.guard)}: ${show(stop.message, 2_000)}`),
      ...(stop.allow === null ? [] : [line(3, `by ${allowFlag(stop.allow)}`)]),
    ]),
    ...(rest === 0 ? [] : [line(1, more(rest))]),
  ];
}

export function stoppedBy(stops: readonly Stop[]): string {
  return `Stopped by ${plural(stops.length, "guard")}: nothing of this plan can be applied as it is.`;
}
