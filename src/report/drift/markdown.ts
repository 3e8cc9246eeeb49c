import type { DriftReport } from "../../model/drift.ts";
import { compose } from "../compose.ts";
import { markdown } from "../escape.ts";
import { expiringLines } from "../expiring.ts";
import { details } from "../plan/markdown.ts";
import { type Bounds, count, list, noBounds, normalBounds } from "../text.ts";
import { driftSummary, groupDrift } from "./groups.ts";
import { driftLines } from "./lines.ts";

/** A drift report for an issue or a comment; `max` characters, default 60,000. */
export function driftMarkdown(report: DriftReport, max = 60_000): string {
  const groups = groupDrift(report.items).map((group, index) => {
    const title = `${group.title}: ${count(group.items.length)}`;
    const version = (bounds: Bounds) => () => details(title, driftLines(group, bounds));
    return {
      title: `“${group.title}”`,
      rank: index + 1,
      versions: [version(noBounds), version(normalBounds), () => `${title}.\n`],
    };
  });
  if (report.expiring.length > 0) {
    const title = `Ends soon: ${count(report.expiring.length)}`;
    const version = (bounds: Bounds) => () => details(title, expiringLines(report.expiring, bounds));
    groups.push({
      title: "“Ends soon”",
      rank: groups.length + 1,
      versions: [version(noBounds), version(normalBounds), () => `${title}.\n`],
    });
  }
  const heading = () => `<!-- charter:drift -->\n### ${driftSummary(report)}\n`;
  const footer = () => `<sub>As of ${markdown(report.time)}.</sub>\n`;
  return compose(
    [
      { title: "heading", rank: 0, versions: [heading] },
      ...groups,
      { title: "footer", rank: 0, versions: [footer] },
    ],
    {
      max,
      note: (titles) =>
        `> **Shortened to fit:** ${list(titles)}. Counts are complete; \`charter drift --verbose\` and ` +
        "`--format json` show everything.",
    },
  );
}
