import type { Stop } from "../../model/plan.ts";
import type { Part } from "../compose.ts";
import { code, markdown, visible } from "../escape.ts";
import { bounded, plural } from "../text.ts";
import { allowFlag, families, stoppedBy, wayOut } from "./stops.ts";

/** The stops and the overridden stops of a plan, as parts of a Markdown document. */
export function stopsMarkdown(stops: readonly Stop[], allowed: readonly Stop[]): readonly Part[] {
  const parts: Part[] = [];
  if (stops.length > 0) {
    const version = (max: number) => () => stopped(stops, max);
    parts.push({ title: "guards", rank: 0, versions: [version(50), version(10), version(0)] });
  }
  if (allowed.length > 0) {
    const version = (max: number) => () => overridden(allowed, max);
    parts.push({ title: "overridden guards", rank: 0, versions: [version(50), version(10), version(0)] });
  }
  return parts;
}

function stopped(stops: readonly Stop[], max: number): string {
  const { shown, rest } = bounded(stops, max);
  return [
    `> [!CAUTION]`,
    `> **${stoppedBy(stops)}**`,
    ...shown.flatMap((stop) => [
      ">",
      `> - **${markdown(stop.guard)}** at ${code(stop.scope)}: ${markdown(stop.message)}`,
      ...(stop.setting === null ? [] : [`>   Setting in ${code("charter.yaml")}: ${code(stop.setting)}.`]),
      `>   ${way(stop)}`,
    ]),
    ...(rest === 0 ? [] : [">", `> … and ${plural(rest, "more guard")}.`]),
    ...families(stops).flatMap((flag) => [
      ">",
      `> One flag can name a family of places, where ${code("*")} stands for any text without a slash: ${copyable(allowFlag(flag))}`,
    ]),
    "",
  ].join("\n");
}

function overridden(allowed: readonly Stop[], max: number): string {
  const { shown, rest } = bounded(allowed, max);
  return [
    "> [!WARNING]",
    `> **${plural(allowed.length, "guard")} overridden:**`,
    ...shown.flatMap((stop) => [
      ">",
      `> - **${markdown(stop.guard)}** at ${code(stop.scope)}: ${markdown(stop.message)}`,
      ...(stop.allow === null ? [] : [`>   By ${copyable(allowFlag(stop.allow))}`]),
    ]),
    ...(rest === 0 ? [] : [">", `> … and ${plural(rest, "more guard")}.`]),
    "",
  ].join("\n");
}

function way(stop: Stop): string {
  const out = wayOut(stop);
  if (out === null) return "Nothing overrides this.";
  return `${out.title.charAt(0).toUpperCase()}${out.title.slice(1)} ${copyable(out.flag)}`;
}

/** A flag that can be copied: never shortened, so that what is copied is what was meant. */
function copyable(flag: string): string {
  return code(visible(flag), Number.POSITIVE_INFINITY);
}
