import type { Finding } from "../../model/finding.ts";
import { code, markdown } from "../escape.ts";
import { count } from "../text.ts";
import { findingsCount } from "./terminal.ts";

/** So many are read by somebody. */
const most = 100;

/**
 * Findings for a comment on a pull request; as many as `max` characters (default 60,000) hold and people read, and then
 * how many more. Empty where none.
 */
export function findingsMarkdown(findings: readonly Finding[], max = 60_000): string {
  if (findings.length === 0) return "";
  const lines: string[] = [];
  let left = max - 200;
  for (const finding of findings.slice(0, most)) {
    const line = lineOf(finding);
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  const rest = findings.length - lines.length;
  if (rest > 0) lines.push("", `… and ${count(rest)} more (--format json shows all).`);
  return `### ${findingsCount(findings)}\n\n${lines.join("\n")}\n`;
}

function lineOf(finding: Finding): string {
  const { position, address } = finding;
  const at =
    position === undefined
      ? address === undefined
        ? ""
        : ` at ${code(address)}`
      : ` at ${code(`${position.file}:${position.line}:${position.column}`, 500)}`;
  const text = finding.excerpt === undefined ? "" : `\n  ${code(finding.excerpt.trim())}`;
  return `- **${finding.severity}**${at}: ${markdown(finding.message, 500)} (${code(finding.code)})${text}`;
}
