import type { Finding } from "../../model/finding.ts";
import { forLog, show, visible } from "../escape.ts";
import { plainStyle, type Style } from "../style.ts";
import { bounded, count, list, plural, width } from "../text.ts";

export interface FindingsTextOptions {
  readonly style?: Style;
  /** All findings, however many. Default false: the first hundred. */
  readonly verbose?: boolean;
}

/** Longest part of a source line that is shown. */
const excerptWidth = 100;

/**
 * Findings as compilers write them, so that editors and people find the place:
 * `acme.yaml:5:3: error: … [config/unknown-key]`, the line, a caret. Empty where there are none.
 */
export function findingsText(findings: readonly Finding[], options: FindingsTextOptions = {}): string {
  if (findings.length === 0) return "";
  const style = options.style ?? plainStyle;
  const { shown, rest } = bounded(findings, options.verbose ? Infinity : 100);
  const blocks = shown.map((finding) => one(finding, style));
  if (rest > 0) blocks.push(`… and ${count(rest)} more findings (--verbose or --format json shows all)`);
  return forLog(`${blocks.join("\n")}\n`);
}

/** `2 errors and 1 warning`; empty where there is nothing. */
export function findingsCount(findings: readonly Finding[]): string {
  const number = (severity: Finding["severity"]) =>
    findings.reduce((sum, finding) => sum + (finding.severity === severity ? 1 : 0), 0);
  const parts = (["error", "warning", "note"] as const)
    .map((severity) => ({ severity, number: number(severity) }))
    .filter((each) => each.number > 0)
    .map((each) => plural(each.number, each.severity));
  return list(parts);
}

function one(finding: Finding, style: Style): string {
  const paint = { error: style.error, warning: style.warning, note: style.heading }[finding.severity];
  const place = placeOf(finding);
  const head = `${place}${paint(finding.severity)}: ${show(finding.message, 2_000)} ${style.dim(`[${show(finding.code)}]`)}`;
  const lines =
    finding.position === undefined || finding.excerpt === undefined ? [] : excerpt(finding, style);
  return [head, ...lines].join("\n");
}

/** `acme.yaml:5:3: `; the address where there is no place and the message does not say it; else nothing. */
function placeOf({ position, address, message }: Finding): string {
  if (position !== undefined) return `${show(position.file, 500)}:${position.line}:${position.column}: `;
  return address === undefined || message.includes(address) ? "" : `${show(address, 500)}: `;
}

function excerpt({ position, excerpt: text = "" }: Finding, style: Style): readonly string[] {
  if (position === undefined) return [];
  const { before, word, after } = windowOf(text, position.column);
  const gutter = String(position.line);
  const bar = style.dim("|");
  const indent = " ".repeat(width(before));
  return [
    `  ${style.dim(gutter)} ${bar} ${before}${word}${after}`.trimEnd(),
    `  ${" ".repeat(gutter.length)} ${bar} ${indent}${style.error("^".repeat(Math.max(1, width(word))))}`,
  ];
}

/** The part of a line around a column, safe to show, cut in three: before, the word at the column, after. */
function windowOf(
  text: string,
  column: number,
): { readonly before: string; readonly word: string; readonly after: string } {
  const at = Math.min(Math.max(0, column - 1), text.length);
  const word = /^(?:"[^"]*"?|'[^']*'?|[^\s:,[\]{}#]+)/.exec(text.slice(at, at + excerptWidth))?.[0] ?? "";
  const start = at > excerptWidth / 2 ? at - excerptWidth / 2 : 0;
  const end = Math.min(text.length, Math.max(start + excerptWidth, at + word.length));
  const safe = (part: string) => visible(part.replaceAll("\t", "  ").toWellFormed());
  return {
    before: `${start > 0 ? "…" : ""}${safe(text.slice(start, at))}`,
    word: safe(word),
    after: `${safe(text.slice(at + word.length, end))}${end < text.length ? "…" : ""}`,
  };
}
