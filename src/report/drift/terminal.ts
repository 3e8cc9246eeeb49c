import type { DriftReport } from "../../model/drift.ts";
import { forLog } from "../escape.ts";
import { expiringLines } from "../expiring.ts";
import { terminalLines } from "../plan/line.ts";
import { plainStyle, type Style } from "../style.ts";
import { count, noBounds, normalBounds } from "../text.ts";
import { driftSummary, groupDrift } from "./groups.ts";
import { driftLines } from "./lines.ts";

export interface DriftTextOptions {
  readonly style?: Style;
  /** Everything, however long. */
  readonly verbose?: boolean;
}

/** A drift report for people at a terminal. The last line is the summary. */
export function driftText(report: DriftReport, options: DriftTextOptions = {}): string {
  const style = options.style ?? plainStyle;
  const bounds = options.verbose ? noBounds : normalBounds;
  const blocks = groupDrift(report.items).map((group) => {
    const title = style.heading(`${group.title} (${count(group.items.length)}):`);
    return `${title}\n${terminalLines(driftLines(group, bounds), style).join("\n")}\n`;
  });
  if (report.expiring.length > 0) {
    const title = style.heading(`Ends soon (${count(report.expiring.length)}):`);
    blocks.push(`${title}\n${terminalLines(expiringLines(report.expiring, bounds), style).join("\n")}\n`);
  }
  return forLog([...blocks, `${style.heading(driftSummary(report))}\n`].join("\n"));
}
