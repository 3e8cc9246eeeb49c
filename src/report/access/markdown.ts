import type { AccessRow } from "../../model/access.ts";
import { cell } from "../escape.ts";
import { count } from "../text.ts";
import { accessCount, withheldText } from "./terminal.ts";

/** Who can do what where as a Markdown table; as many rows as `max` characters (default 60,000) hold, and a count. */
export function accessMarkdown(rows: readonly AccessRow[], max = 60_000): string {
  if (rows.length === 0) return "### Nobody: no access matches\n";
  const title = `### ${accessCount(rows)}`;
  const column = rows.some(({ withheld }) => withheld !== undefined);
  const titles = ["who", "target", "level", "actions", ...(column ? ["withheld"] : []), "via"];
  const head = [`| ${titles.join(" | ")} |`, `| ${titles.map(() => "---").join(" | ")} |`];
  const lines: string[] = [];
  // The note about what was left out needs room as well.
  let left = max - title.length - head.join("\n").length - 150;
  for (const row of rows) {
    const cells = [
      row.who,
      row.target,
      row.level,
      row.actions.join(", ") || "none",
      ...(column ? [withheldText(row) || "none"] : []),
      row.via.join(", "),
    ];
    const text = `| ${cells.map((each) => cell(each, 300)).join(" | ")} |`;
    left -= text.length + 1;
    if (left < 0) break;
    lines.push(text);
  }
  const rest = rows.length - lines.length;
  const note =
    rest === 0 ? [] : ["", `… and ${count(rest)} more rows; \`charter access --format json\` shows all.`];
  return [title, "", ...head, ...lines, ...note, ""].join("\n");
}
