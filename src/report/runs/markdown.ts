import type { RunLine, RunReport } from "../../model/run.ts";
import { cell, markdown } from "../escape.ts";
import { count } from "../text.ts";
import { minute, runSummary } from "./words.ts";

/** Runs as a Markdown table, newest first; as many as `max` characters (default 60,000) hold, and a count. */
export function runsMarkdown(runs: readonly RunLine[], max = 60_000): string {
  if (runs.length === 0) return "### No apply has run here yet\n";
  const rows = runs.map((run) => [
    run.id,
    minute(run.started),
    run.by,
    run.sections.map(({ connection }) => connection).join(", "),
    runSummary(run),
  ]);
  return tableOf(["run", "started (UTC)", "by", "on", "outcome"], rows, max, "runs");
}

/** One run as a Markdown table of its changes; as many rows as `max` characters (default 60,000) hold, and a count. */
export function runMarkdown(run: RunReport, max = 60_000): string {
  const title = `### Run ${markdown(run.id)}\n\n${runSummary(run)}.`;
  const rows = run.changes.map(({ address, action, status, message }) => [
    address,
    action,
    status,
    message ?? "",
  ]);
  const left = max - title.length;
  return `${title}\n\n${tableOf(["address", "action", "outcome", ""], rows, left, "changes")}`;
}

function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  max: number,
  what: string,
): string {
  const lines = [`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`];
  // Counted as they will stand there: what is escaped is longer than what was given.
  let left = max - 300;
  for (const row of rows) {
    const line = `| ${row.map((each) => cell(each, 300)).join(" | ")} |`;
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  const rest = rows.length - (lines.length - 2);
  const note = rest === 0 ? "" : `\n… and ${count(rest)} more ${what}; \`--format json\` shows all.\n`;
  return `${lines.join("\n")}\n${note}`;
}
