import type { RunLine, RunReport } from "../../model/run.ts";
import { forLog, show } from "../escape.ts";
import { line, marks, terminalLines } from "../plan/line.ts";
import { plainStyle, type Style } from "../style.ts";
import { bounded, count, more, noBounds, normalBounds, pad, table, widest } from "../text.ts";
import { minute, runStatuses, runSummary, runTitles } from "./words.ts";

interface Options {
  readonly style?: Style;
  /** Everything, however long. */
  readonly verbose?: boolean;
}

/** Runs, newest first, a line each. */
export function runsText(runs: readonly RunLine[], options: Options = {}): string {
  const style = options.style ?? plainStyle;
  if (runs.length === 0) return "No apply has run here yet.\n";
  const { shown, rest } = bounded(runs, options.verbose ? Infinity : normalBounds.items);
  const [head = "", ...lines] = table([
    ["RUN", "STARTED (UTC)", "BY", "ON", "OUTCOME"],
    ...shown.map((run) => [
      show(run.id),
      minute(run.started),
      show(run.by),
      run.sections.map(({ connection }) => show(connection)).join(", "),
      runSummary(run),
    ]),
  ]);
  return forLog([style.heading(head), ...lines, ...(rest === 0 ? [] : [more(rest)]), ""].join("\n"));
}

/** One run: by whom, from which plan, and what became of every change. */
export function runText(run: RunReport, options: Options = {}): string {
  const style = options.style ?? plainStyle;
  const bounds = options.verbose ? noBounds : normalBounds;
  const verified =
    run.verified === null ? "" : run.verified ? ", read again and as planned" : ", not as planned";
  const facts = table([
    ["started", `${minute(run.started)} UTC by ${show(run.by)}`],
    ["ended", run.ended === null ? "–" : `${minute(run.ended)} UTC`],
    ["plan", `${show(run.plan.slice(0, 16))} (Charter ${show(run.version)})`],
    ...run.sections.map(({ connection, platform, actor, organizations }) => [
      "as",
      `${show(actor)} on ${show(connection)} (${show(platform)}): ${organizations.map((each) => show(each)).join(", ")}`,
    ]),
    ["calls", `${count(run.sent)} answered with success${verified}`],
  ]);
  const blocks = runStatuses.flatMap((status) => {
    const own = run.changes.filter((change) => change.status === status);
    if (own.length === 0) return [];
    const { shown, rest } = bounded(own, bounds.items);
    const columns = widest(
      shown.map(({ address }) => show(address)),
      60,
    );
    const lines = shown.map(({ address, action, message }) => {
      const name = show(address);
      return line(1, message === null ? name : `${pad(name, columns)}  ${show(message, 500)}`, marks[action]);
    });
    const title = runTitles[status];
    const head = style.heading(`${title.charAt(0).toUpperCase()}${title.slice(1)} (${count(own.length)}):`);
    const all = rest === 0 ? lines : [...lines, line(1, more(rest))];
    return [`${head}\n${terminalLines(all, style).join("\n")}\n`];
  });
  return forLog(
    [
      `${style.heading(`Run ${show(run.id)}`)}\n${facts.map((each) => `  ${each}`).join("\n")}\n`,
      ...blocks,
      `${runSummary(run)}.\n`,
    ].join("\n"),
  );
}
