import type { Finding } from "../../model/finding.ts";
import { show } from "../escape.ts";

/** GitHub shows at most ten annotations of a kind for each step. */
const perStep = 10;

const levels = { error: "error", warning: "warning", note: "notice" } as const;

/**
 * Findings as workflow commands of GitHub Actions, which puts them beside the line in a pull request. Nothing in a
 * finding can end the command or begin another.
 *
 * @param prefix the folder of the configuration, relative to the repository: what GitHub's paths begin with
 */
export function annotations(findings: readonly Finding[], prefix = ""): string {
  const left = { error: perStep, warning: perStep, note: perStep };
  const lines: string[] = [];
  for (const finding of findings) {
    if (left[finding.severity] === 0) continue;
    left[finding.severity] -= 1;
    lines.push(annotation(finding, prefix));
  }
  return lines.map((text) => `${text}\n`).join("");
}

function annotation({ code, severity, message, position }: Finding, prefix: string): string {
  const properties = [
    ...(position === undefined
      ? []
      : [
          `file=${property(prefix === "" ? position.file : `${prefix}/${position.file}`)}`,
          `line=${position.line}`,
          `col=${position.column}`,
        ]),
    `title=${property(code)}`,
  ];
  return `::${levels[severity]} ${properties.join(",")}::${data(show(message, 2_000))}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(show(text, 500)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
