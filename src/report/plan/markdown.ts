import { allowedOf, type Plan, type PlanSection, stopsOf } from "../../model/plan.ts";
import { compose, type Part } from "../compose.ts";
import { cell, code, fence, htmlCode, markdown } from "../escape.ts";
import { type Bounds, bounded, count, list, noBounds, normalBounds, plural } from "../text.ts";
import { accessCounts, accessLines } from "./access.ts";
import { callLines } from "./calls.ts";
import { organizationLines } from "./changes.ts";
import { groupChanges, type OrganizationGroup, tally } from "./group.ts";
import { diffLines, type Line } from "./line.ts";
import { contextOf, notes } from "./notes.ts";
import { stopsMarkdown } from "./stops-markdown.ts";
import { summaryLine } from "./summary.ts";

export interface PlanMarkdownOptions {
  /** Characters; default 60,000, which leaves room in a comment of GitHub (65,536) for what others put around it. */
  readonly max?: number;
  /** Every call as it will be sent. Default false. */
  readonly calls?: boolean;
}

const tight: Bounds = { collection: 5, total: 60, items: 10 };

/** A plan for a comment on a pull request. What does not fit is summarised, and the comment says so. */
export function planMarkdown(plan: Plan, options: PlanMarkdownOptions = {}): string {
  return compose(parts(plan, options), {
    max: options.max ?? 60_000,
    note: (titles) => {
      const { shown, rest } = bounded(titles, 10);
      const names = rest === 0 ? list(shown) : `${shown.join(", ")} and ${count(rest)} more parts`;
      return (
        `> **Shortened to fit into a comment:** ${names}. Counts are complete; ` +
        "`charter plan --verbose` and `--format json` show everything."
      );
    },
  });
}

function parts(plan: Plan, options: PlanMarkdownOptions): readonly Part[] {
  const stops = stopsOf(plan);
  const allowed = allowedOf(plan);
  return [
    { title: "heading", rank: 0, versions: [() => heading(plan)] },
    ...stopsMarkdown(stops, allowed),
    ...plan.sections.flatMap((section) => sectionParts(section, plan, options)),
    { title: "footer", rank: 0, versions: [() => footer(plan)] },
  ];
}

function heading(plan: Plan): string {
  const lines = ["<!-- charter:plan -->", `### ${summaryLine(plan)}`];
  if (plan.targets.length > 0) {
    const { shown, rest } = bounded(plan.targets, 5);
    const names =
      shown.map((target) => code(target)).join(", ") + (rest === 0 ? "" : ` and ${count(rest)} more`);
    lines.push("", `Only what lies at or below ${names} was planned; everything else may differ.`);
  }
  return `${lines.join("\n")}\n`;
}

function footer(plan: Plan): string {
  return `<sub>Plan ${code(plan.digest)} of ${markdown(plan.time)}, Charter ${markdown(plan.version)}.</sub>\n`;
}

function sectionParts(section: PlanSection, plan: Plan, options: PlanMarkdownOptions): readonly Part[] {
  const context = contextOf(section, false);
  const groups = groupChanges(section.changes);
  const name = code(section.connection);
  const parts: Part[] = [];
  if (plan.sections.length > 1) {
    const actor = `${markdown(section.platform)}, as ${code(section.actor)}`;
    parts.push({ title: name, rank: 0, versions: [() => `#### ${name} (${actor})\n`] });
  }
  if (groups.length > 0) {
    parts.push({
      title: `overview of ${plural(groups.length, "organization")}`,
      rank: 1,
      versions: [() => overview(groups, 100), () => overview(groups, 20), () => overview(groups, 0)],
    });
  }
  if (section.access.length > 0) {
    const title = `Access that changes (${accessCounts(section.access)})`;
    const version = (bounds: Bounds) => () => details(title, accessLines(section.access, bounds));
    parts.push({
      title: `access in ${name}`,
      rank: 2,
      versions: [version(noBounds), version(normalBounds), version(tight), () => `${title}.\n`],
    });
  }
  for (const group of groups) {
    const title = `${htmlCode(group.organization)}: ${plural(group.changes, "change")}`;
    const version = (bounds: Bounds) => () =>
      details(title, organizationLines(group, context, bounds).slice(2));
    parts.push({
      title: `changes of ${code(group.organization)}`,
      rank: 3,
      versions: [
        () => (group.changes > 2_000 ? null : version(noBounds)()),
        version(normalBounds),
        version(tight),
        () => "",
      ],
    });
  }
  for (const [index, { title, lines }] of notes(section, context, noBounds).entries()) {
    const short = notes(section, context, tight)[index];
    const text = title.replace(/:$/, "");
    const label = `“${text.replace(/[,(].*$/, "").trim()}”`;
    parts.push({
      title: label,
      rank: 4,
      versions: [
        () => details(`${text}: ${count(lines.length)}`, lines),
        () => details(`${text}: ${count(lines.length)}`, short?.lines ?? []),
        () => `${text}: ${count(lines.length)}.\n`,
      ],
    });
  }
  if (options.calls === true && section.calls.length > 0) {
    const title = `${plural(section.calls.length, "call")}, as they will be sent`;
    parts.push({
      title: `calls of ${name}`,
      rank: 5,
      versions: [
        () => details(title, callLines(section.calls, section.changes)),
        () => `${title}: left out.\n`,
      ],
    });
  }
  return parts;
}

/** A table with a row for each organization, those with the most removals first where not all have room. */
function overview(groups: readonly OrganizationGroup[], max: number): string {
  const rows = groups.map((group) => {
    const numbers = tally(group.collections.flatMap(({ changes }) => changes));
    return { group, numbers };
  });
  const ordered =
    rows.length <= max + 1 ? rows : [...rows].sort((a, b) => b.numbers.delete - a.numbers.delete);
  const { shown, rest } = bounded(ordered, max);
  if (shown.length === 0) return `${plural(groups.length, "organization")} with changes.\n`;
  const lines = shown.map(
    ({ group, numbers: { create, update, replace, delete: gone } }) =>
      `| ${cell(group.organization)} | ${create} | ${update + replace} | ${gone} |`,
  );
  const note = rest === 0 ? [] : ["", `… and ${plural(rest, "more organization")}.`];
  return [
    "| organization | create | update | delete |",
    "| --- | ---: | ---: | ---: |",
    ...lines,
    ...note,
    "",
  ].join("\n");
}

/** A part that can be unfolded. `title` is HTML; the lines are put into a fence, where nothing is markup. */
export function details(title: string, lines: readonly Line[]): string {
  return `<details><summary>${title}</summary>\n\n${fence(diffLines(lines), "diff")}\n\n</details>\n`;
}
