import { allowedOf, type Plan, type PlanSection, type Stop, stopsOf } from "../../model/plan.ts";
import { forLog, show } from "../escape.ts";
import { plainStyle, type Style } from "../style.ts";
import { type Bounds, noBounds, normalBounds, plural } from "../text.ts";
import { accessCounts, accessLines } from "./access.ts";
import { callLines } from "./calls.ts";
import { changeLines } from "./changes.ts";
import { groupChanges } from "./group.ts";
import { type Line, terminalLines } from "./line.ts";
import { contextOf, notes } from "./notes.ts";
import { allowedLines, stopLines, stoppedBy } from "./stops.ts";
import { changeCount, summaryLine } from "./summary.ts";

const legend = "+ create   ~ update   -/+ replace (delete, then create)   - delete";

export interface PlanTextOptions {
  /** Default: none. */
  readonly style?: Style;
  /** Everything, however long, with where it was written. Default false: bounded, and says what it left out. */
  readonly verbose?: boolean;
  /** Every call as it will be sent. Default false. */
  readonly calls?: boolean;
}

/** A plan for people at a terminal. The last line is the summary. */
export function planText(plan: Plan, options: PlanTextOptions = {}): string {
  const style = options.style ?? plainStyle;
  const verbose = options.verbose ?? false;
  const bounds = verbose ? noBounds : normalBounds;
  const stops = stopsOf(plan);
  const allowed = allowedOf(plan);
  const blocks = [
    ...targets(plan),
    ...(changeCount(plan.summary) === 0 ? [] : [`${style.dim(legend)}\n`]),
    ...plan.sections.flatMap((section) => sectionBlocks(section, plan, style, bounds, options)),
    ...stopBlocks(allowed, stops, style, bounds),
    `${style.heading(summaryLine(plan))}\n`,
  ];
  return forLog(blocks.join("\n"));
}

function targets(plan: Plan): readonly string[] {
  if (plan.targets.length === 0) return [];
  const names = plan.targets.map((target) => show(target)).join(", ");
  return [`Only what lies at or below ${names} was planned; everything else may differ.\n`];
}

function sectionBlocks(
  section: PlanSection,
  plan: Plan,
  style: Style,
  bounds: Bounds,
  options: PlanTextOptions,
): readonly string[] {
  const context = contextOf(section, options.verbose ?? false);
  const blocks: string[] = [];
  if (section.changes.length > 0) {
    blocks.push(block("", changeLines(groupChanges(section.changes), context, bounds).slice(1), style));
  }
  if (section.access.length > 0) {
    const title = `Access that changes (${accessCounts(section.access)}):`;
    blocks.push(block(title, accessLines(section.access, bounds), style));
  }
  for (const { title, lines } of notes(section, context, bounds)) blocks.push(block(title, lines, style));
  if (options.calls === true) {
    const title = `${plural(section.calls.length, "call")}, as they will be sent:`;
    blocks.push(block(title, callLines(section.calls, section.changes), style));
  }
  if (blocks.length === 0) return [];
  const actor = `as ${show(section.actor)}`;
  const size = plural(section.organizations.length, "organization");
  const head = `${show(section.connection)} (${show(section.platform)}, ${size}, ${actor})`;
  return plan.sections.length === 1 && options.verbose !== true
    ? blocks
    : [`${style.heading(head)}\n`, ...blocks];
}

function stopBlocks(
  allowed: readonly Stop[],
  stops: readonly Stop[],
  style: Style,
  bounds: Bounds,
): readonly string[] {
  const blocks: string[] = [];
  if (allowed.length > 0) {
    const title = `${plural(allowed.length, "guard")} overridden:`;
    blocks.push(block(style.warning(title), allowedLines(allowed, bounds), style));
  }
  if (stops.length > 0) blocks.push(block(style.error(stoppedBy(stops)), stopLines(stops, bounds), style));
  return blocks;
}

function block(title: string, lines: readonly Line[], style: Style): string {
  const text = terminalLines(lines, style).join("\n");
  return title === "" ? `${text}\n` : `${title}\n${text}\n`;
}

/** What a plan does, in one line, where the plan itself has just been shown: for a confirmation. */
export function planQuestion(plan: Plan): string {
  const sections = plan.sections.filter((section) => section.calls.length > 0);
  const where = sections.map(({ connection, actor }) => `${show(connection)} as ${show(actor)}`).join(", ");
  return forLog(`${plural(plan.summary.calls, "call")} will be sent to ${where}.`);
}
