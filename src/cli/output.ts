import { relative } from "node:path";
import type { Finding } from "../model/finding.ts";
import { annotations } from "../report/findings/annotations.ts";
import { findingsMarkdown } from "../report/findings/markdown.ts";
import { findingsCount, findingsText } from "../report/findings/terminal.ts";
import { toJson } from "../report/json.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";

/** A result in each of the formats; only the one that was asked for is made. */
export interface Rendering {
  readonly terminal: () => string;
  readonly markdown: () => string;
  readonly json: () => object;
}

/** Writes a result to standard output. */
export function writeResult(context: Context, rendering: Rendering): void {
  context.progress.clear();
  const { stdout } = context.io;
  switch (context.globals.format) {
    case "terminal":
      stdout.write(rendering.terminal());
      break;
    case "markdown":
      stdout.write(rendering.markdown());
      break;
    case "json":
      stdout.write(`${toJson(rendering.json())}\n`);
      break;
  }
}

/** Says something to the person at the terminal: never part of a result, and not said with `--quiet`. */
export function say(context: Context, text: string): void {
  if (context.globals.quiet) return;
  context.progress.clear();
  context.io.stderr.write(`${text}\n`);
}

/** Characters: with a result of 60,000 before them, both are still one comment of GitHub (65,536). */
const besideResult = 4_000;

/**
 * Findings that stand beside a result, warnings and notes: on standard error, in Markdown as part of the document.
 * With JSON they are on standard error too, so that standard output holds the result and nothing else.
 */
export function writeFindings(context: Context, findings: readonly Finding[], room = besideResult): void {
  const { format, quiet, verbose } = context.globals;
  const shown = quiet ? findings.filter(({ severity }) => severity === "error") : findings;
  if (shown.length === 0) return;
  context.progress.clear();
  if (format === "markdown") {
    context.io.stdout.write(findingsMarkdown(shown, room));
    return;
  }
  context.io.stderr.write(findingsText(shown, { style: context.styles.stderr, verbose }));
  annotate(context, shown);
}

/** Ends a command that could not do its work: all findings, in the format that was asked for. */
export function fail(context: Context, findings: readonly Finding[]): ExitCode {
  context.progress.clear();
  if (context.globals.format === "json") {
    context.io.stdout.write(`{"ok":false,"findings":${toJson(findings)}}\n`);
  } else {
    writeFindings(context, findings, 60_000);
    if (findings.length > 1) say(context, `${findingsCount(findings)}.`);
  }
  return exitCode({ type: "error" });
}

/** In GitHub Actions, findings also beside the lines that they are about. */
function annotate(context: Context, findings: readonly Finding[]): void {
  const { GITHUB_ACTIONS: actions, GITHUB_WORKSPACE: workspace } = context.io.env;
  if (actions !== "true") return;
  const placed = findings.filter(({ position }) => position !== undefined);
  const prefix = workspace === undefined ? "" : relative(workspace, context.globals.directory);
  context.io.stderr.write(annotations(placed, prefix.startsWith("..") ? "" : prefix));
}
