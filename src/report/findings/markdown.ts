import type { Finding } from "../../model/finding.ts";
import { code, markdown } from "../escape.ts";
import { bounded, count } from "../text.ts";
import { findingsCount } from "./terminal.ts";

/** Findings for a comment on a pull request; at most `max` of them, and then how many more. Empty where none. */
export function findingsMarkdown(findings: readonly Finding[], max = 100): string {
  if (findings.length === 0) return "";
  const { shown, rest } = bounded(findings, max);
  const lines = shown.map((finding) => {
    const { position, address } = finding;
    const at =
      position === undefined
        ? address === undefined
          ? ""
          : ` at ${code(address)}`
        : ` at ${code(`${position.file}:${position.line}:${position.column}`, 500)}`;
    const text = finding.excerpt === undefined ? "" : `\n  ${code(finding.excerpt.trim())}`;
    return `- **${finding.severity}**${at}: ${markdown(finding.message, 500)} (${code(finding.code)})${text}`;
  });
  if (rest > 0) lines.push("", `… and ${count(rest)} more (--format json shows all).`);
  return `### ${findingsCount(findings)}\n\n${lines.join("\n")}\n`;
}
