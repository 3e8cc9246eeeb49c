import type { RunLine, RunReport } from "../../model/run.ts";
import { cell } from "../escape.ts";
import { count } from "../text.ts";
import { minute, runSummary } from "./words.ts";

/** Runs as a Markdown table, newest first. */
export function runsMarkdown(runs: readonly RunLine[]): string {
  if (runs.length === 0) return "### No apply has run here yet\n";
  return tableOf(
    ["run", "started (UTC)", "by", "on", "outcome"],
    runs.map((run) => [
      run.id,
      minute(run.started),
      run.by,
      run.sections.map(({ connection }) => connection).join(", "),
      runSummary(run),
    ]),
  );
}

/** One run as a Markdown table of its changes; as many rows as `max` characters (default 60,000) hold, and a count. */
export function runMarkdown(run: RunReport, max = 60_000): string {
  const title = `### Run ${run.id}\n\n${runSummary(run)}.`;
  const rows: (readonly string[])[] = [];
  let left = max - title.length - 200;
  for (const { address, action, status, message } of run.changes) {
    const row = [address, action, status, message ?? ""];
    left -= row.join("").length + 20;
    if (left < 0) break;
    rows.push(row);
  }
  const rest = run.changes.length - rows.length;
  const note = rest === 0 ? "" : `\n… and ${count(rest)} more changes; \`--format json\` shows all.\n`;
  return `${title}\n\n${tableOf(["address", "action", "outcome", ""], rows)}${note}`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((each) => cell(each, 300)).join(" | ")} |`;
  return `${[`| ${head.join(" | ")} |`, `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n")}\n`;
}
