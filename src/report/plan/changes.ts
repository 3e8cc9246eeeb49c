import { type Address, keyOf } from "../../model/address.ts";
import type { AttributeChange, Reason } from "../../model/change.ts";
import type { PlannedChange } from "../../model/plan.ts";
import { show } from "../escape.ts";
import { type Bounds, bounded, count, howToSee, pad, plural, widest } from "../text.ts";
import { attributeLines, inlineAttributes } from "./attributes.ts";
import { mostHarmfulFirst, type OrganizationGroup, tally, tallyText } from "./group.ts";
import { type Line, line, marks } from "./line.ts";

export interface ChangeContext {
  /** For a call, the address of the first change that it was made for. */
  readonly cause: (call: string) => Address | undefined;
  /** Show where each change was written, and what a removal takes away. */
  readonly verbose: boolean;
}

const reasons: Readonly<Record<Reason, string>> = {
  configured: "",
  removed: "no longer in the configuration",
  expired: "expired",
  renamed: "renamed",
  left: "the person left",
};

/** Every change of the organizations, or as many as the bounds allow and then how many more there are. */
export function changeLines(
  groups: readonly OrganizationGroup[],
  context: ChangeContext,
  bounds: Bounds,
): readonly Line[] {
  const lines: Line[] = [];
  // What is left must be worth a heading, or the organization is better counted.
  let left = bounds.total;
  let index = 0;
  for (; index < groups.length && left > 10; index += 1) {
    const group = groups[index];
    if (group === undefined) break;
    const before = lines.length;
    for (const each of organizationLines(group, context, { ...bounds, total: left })) lines.push(each);
    left -= lines.length - before;
  }
  return [...lines, ...countedLines(groups.slice(index), bounds)];
}

/** One line for each organization that the bounds left no room for. */
function countedLines(groups: readonly OrganizationGroup[], bounds: Bounds): readonly Line[] {
  if (groups.length === 0) return [];
  const { shown, rest } = bounded(groups, bounds.items);
  const columns = widest(
    shown.map(({ organization }) => show(organization)),
    48,
  );
  const lines = shown.map((group) => {
    const all = group.collections.flatMap(({ changes }) => changes);
    return line(1, `${pad(show(group.organization), columns)}  ${tallyText(tally(all))}`);
  });
  if (rest > 0) {
    const changes = groups.slice(shown.length).reduce((sum, group) => sum + group.changes, 0);
    lines.push(line(1, `… and ${plural(rest, "more organization")} with ${plural(changes, "change")}`));
  }
  const all = groups.reduce((sum, group) => sum + group.changes, 0);
  return [line(0, ""), line(0, `${plural(all, "more change")}, only counted here ${howToSee}:`), ...lines];
}

export function organizationLines(
  group: OrganizationGroup,
  context: ChangeContext,
  bounds: Bounds,
): readonly Line[] {
  const lines: Line[] = [line(0, ""), line(0, show(group.organization))];
  let index = 0;
  for (const { path, changes } of group.collections) {
    if (lines.length >= bounds.total) break;
    index += 1;
    if (path !== "") lines.push(line(1, show(path)));
    for (const each of collectionLines(changes, context, path === "" ? 1 : 2, bounds)) lines.push(each);
  }
  const skipped = group.collections.slice(index);
  if (skipped.length > 0) {
    const where = plural(skipped.length, "more collection");
    const changes = skipped.flatMap((collection) => collection.changes);
    lines.push(line(1, `… and ${where}: ${tallyText(tally(changes))} ${howToSee}`));
  }
  return lines;
}

function collectionLines(
  changes: readonly PlannedChange[],
  context: ChangeContext,
  depth: number,
  bounds: Bounds,
): readonly Line[] {
  const complete = changes.length <= bounds.collection + 1;
  const ordered = complete ? changes : mostHarmfulFirst(changes);
  const { shown, rest } = bounded(ordered, bounds.collection);
  const columns = widest(
    shown.map(({ action, address }) => `${marks[action]}${show(keyOf(address))}`),
    40,
  );
  const lines = shown.flatMap((change) => changeLine(change, context, depth, columns));
  if (rest === 0) return lines;
  const others = tallyText(tally(ordered.slice(shown.length)));
  return [...lines, line(depth, `… and ${count(rest)} more: ${others} ${howToSee}`)];
}

function changeLine(
  change: PlannedChange,
  context: ChangeContext,
  depth: number,
  columns: number,
): readonly Line[] {
  const mark = marks[change.action];
  const created = change.action === "create";
  const attributes = change.action === "delete" && context.verbose ? formerly(change) : change.attributes;
  const inline = inlineAttributes(attributes, created);
  const notes = notesOf(change, context).map((note) => `(${note})`);
  const key = show(keyOf(change.address));
  const parts = inline === null || inline === "" ? notes : [inline, ...notes];
  const first = parts.length === 0 ? key : `${pad(key, columns - mark.length)}  ${parts.join("  ")}`;
  const head = line(depth, first, mark);
  return inline === null ? [head, ...attributeLines(attributes, created, depth + 2)] : [head];
}

/** What a removal takes away, as changes to nothing. */
function formerly(change: PlannedChange): readonly AttributeChange[] {
  return Object.entries(change.before ?? {}).map(([name, before]) => ({ name, before, after: null }));
}

function notesOf(change: PlannedChange, context: ChangeContext): readonly string[] {
  const notes: string[] = [];
  if (reasons[change.reason] !== "") notes.push(reasons[change.reason]);
  if (change.by !== undefined) {
    const cause = context.cause(change.by);
    notes.push(
      cause === undefined || cause === change.address
        ? "the platform does it by itself"
        : `the platform does it by itself, with ${show(cause)}`,
    );
  }
  if (change.pending !== undefined && change.waiting === undefined) {
    notes.push(`then waits for ${show(change.pending, 500)}`);
  }
  if (change.waiting !== undefined) {
    const what = change.calls.length === 0 ? "waits" : "the rest waits";
    notes.push(`${what} for ${show(change.waiting, 500)}`);
  }
  if (context.verbose && change.position !== undefined) {
    const { file, line: row, column } = change.position;
    notes.push(`${show(file)}:${row}:${column}`);
  }
  return notes;
}
