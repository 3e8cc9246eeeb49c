import type { ApplyResult } from "../../model/outcome.ts";
import type { Plan } from "../../model/plan.ts";
import { forLog } from "../escape.ts";
import { terminalLines } from "../plan/line.ts";
import { plainStyle, type Style } from "../style.ts";
import { count, noBounds, normalBounds } from "../text.ts";
import { outcomeGroups } from "./lines.ts";
import { applyAdvice, applyOutcome, applySummary } from "./summary.ts";

export interface ApplyTextOptions {
  readonly style?: Style;
  /** Everything, however long. */
  readonly verbose?: boolean;
}

/** What an apply did, for people at a terminal. True on every path. The last line is the summary. */
export function applyText(plan: Plan, result: ApplyResult, options: ApplyTextOptions = {}): string {
  const style = options.style ?? plainStyle;
  const groups = outcomeGroups(plan, result, options.verbose ? noBounds : normalBounds);
  const blocks = groups.map(({ title, number, lines }) => {
    const head = style.heading(`${title.charAt(0).toUpperCase()}${title.slice(1)} (${count(number)}):`);
    return `${head}\n${terminalLines(lines, style).join("\n")}\n`;
  });
  const advice = applyAdvice(result);
  const paint = { done: style.create, partly: style.warning, nothing: style.error }[applyOutcome(result)];
  return forLog(
    [...blocks, ...(advice === "" ? [] : [`${advice}\n`]), `${paint(applySummary(result))}\n`].join("\n"),
  );
}
