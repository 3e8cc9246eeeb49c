import type { AccessRow } from "../../model/access.ts";
import { forLog, show } from "../escape.ts";
import { plainStyle, type Style } from "../style.ts";
import { bounded, count, more, plural, table } from "../text.ts";

export interface AccessTextOptions {
  readonly style?: Style;
  /** Everything, however long. Default: the first 500 rows. */
  readonly verbose?: boolean;
}

/** Who can do what where, and by which path, as a table. The last line counts. */
export function accessText(rows: readonly AccessRow[], options: AccessTextOptions = {}): string {
  const style = options.style ?? plainStyle;
  if (rows.length === 0) return "Nobody: no access matches.\n";
  const { shown, rest } = bounded(rows, options.verbose ? Infinity : 500);
  const column = shown.some(({ withheld }) => withheld !== undefined);
  const titles = ["WHO", "TARGET", "LEVEL", "ACTIONS", ...(column ? ["WITHHELD"] : []), "VIA"];
  const [head = "", ...lines] = table([titles, ...shown.map((row) => cells(row, column))]);
  const note = rest === 0 ? [] : [more(rest)];
  return forLog([style.heading(head), ...lines, ...note, "", `${accessCount(rows)}.`, ""].join("\n"));
}

function cells(row: AccessRow, column: boolean): readonly string[] {
  return [
    show(row.who),
    show(row.target),
    show(row.level),
    show(row.actions.join(", ") || "none", 500),
    ...(column ? [show(withheldText(row), 500)] : []),
    show(row.via.join(", "), 300),
  ];
}

/** `COPY, DOWNLOAD (overrides.copy, overrides.download)`: what a setting takes from the level. */
export function withheldText({ withheld = [] }: AccessRow): string {
  if (withheld.length === 0) return "";
  const actions = withheld.map(({ action }) => action).join(", ");
  return `${actions} (${[...new Set(withheld.map(({ by }) => by))].join(", ")})`;
}

/** `12 principals on 3 targets (20 rows)`. */
export function accessCount(rows: readonly AccessRow[]): string {
  const who = new Set(rows.map((row) => row.who)).size;
  const targets = new Set(rows.map((row) => row.target)).size;
  return `${plural(who, "principal")} on ${plural(targets, "target")} (${count(rows.length)} ${rows.length === 1 ? "row" : "rows"})`;
}
