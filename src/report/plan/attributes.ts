import { diffWordsWithSpace, structuredPatch } from "diff";
import type { AttributeChange } from "../../model/change.ts";
import type { Value } from "../../model/value.ts";
import { limit, show, visible } from "../escape.ts";
import { pad, plural, widest, width } from "../text.ts";
import { showValue } from "../value.ts";
import { type Line, line } from "./line.ts";

/** Texts up to this long stand side by side; longer ones are compared word by word. */
const short = 60;
/** Longest text that is compared at all: the comparison costs length times difference. */
const comparable = 20_000;
const maxEdits = 500;
/** Lines of one text that are shown. */
const textLines = 40;

/** `level: MEMBER → ADMIN`; only the new value where there was none. */
function attributeText(change: AttributeChange, created: boolean): string {
  const name = show(change.name);
  const after = showValue(change.after);
  return created ? `${name}: ${after}` : `${name}: ${showValue(change.before)} → ${after}`;
}

/** All attributes in one text, or null where that would be too long to read. */
export function inlineAttributes(changes: readonly AttributeChange[], created: boolean): string | null {
  if (changes.length > 4 || changes.some(needsBlock)) return null;
  const text = changes.map((change) => attributeText(change, created)).join(", ");
  return width(text) <= 90 ? text : null;
}

function needsBlock({ before, after }: AttributeChange): boolean {
  return [before, after].some(
    (value) => typeof value === "string" && (value.includes("\n") || value.length > short),
  );
}

/** One attribute a line, names aligned, long texts as a diff below their name. */
export function attributeLines(
  changes: readonly AttributeChange[],
  created: boolean,
  depth: number,
): readonly Line[] {
  const columns = widest(
    changes.map(({ name }) => show(name)),
    30,
  );
  return changes.flatMap((change) => {
    const name = pad(`${show(change.name)}:`, columns + 1);
    const { before, after } = change;
    const text = created ? wholeText(after, depth + 1) : textDiff(before, after, depth + 1);
    if (text !== null) return [line(depth, name.trimEnd()), ...text];
    const was = created ? "" : `${showValue(before)} → `;
    return [line(depth, `${name} ${was}${showValue(after)}`)];
  });
}

function wholeText(value: Value, depth: number): readonly Line[] | null {
  if (typeof value !== "string" || !value.includes("\n")) return null;
  // The line break at the end of a block of text is no line of its own.
  const text = value.endsWith("\n") ? value.slice(0, -1) : value;
  return cut(text.split("\n").map((text) => line(depth, show(text, 500), "+")));
}

function textDiff(before: Value, after: Value, depth: number): readonly Line[] | null {
  if (typeof before !== "string" || typeof after !== "string") {
    return before === null ? wholeText(after, depth) : null;
  }
  if (before.includes("\n") || after.includes("\n")) return byLine(before, after, depth);
  if (before.length <= short && after.length <= short) return null;
  return byWord(before, after, depth);
}

function byLine(before: string, after: string, depth: number): readonly Line[] {
  const patch =
    before.length > comparable || after.length > comparable
      ? undefined
      : structuredPatch("", "", before, after, "", "", { context: 2, maxEditLength: maxEdits });
  if (patch === undefined) return whole(before, after, depth);
  const lines = patch.hunks.flatMap((hunk, index) => [
    ...(index === 0 ? [] : [line(depth, "…")]),
    ...hunk.lines.map((text) => {
      const mark = text.startsWith("+") ? "+" : text.startsWith("-") ? "-" : "";
      const shown = show(text.startsWith("\\") ? text : text.slice(1), 500);
      return line(depth, mark === "" ? `  ${shown}` : shown, mark);
    }),
  ]);
  return cut(lines);
}

/** Words that go as `[-old-]`, words that come as `{+new+}`: git's own way of showing it without colour. */
function byWord(before: string, after: string, depth: number): readonly Line[] {
  const parts =
    before.length > comparable || after.length > comparable
      ? undefined
      : diffWordsWithSpace(before, after, { maxEditLength: maxEdits });
  if (parts === undefined || !parts.some(({ added, removed }) => !added && !removed)) {
    return whole(before, after, depth);
  }
  const text = parts
    .map(({ value, added, removed }, index) => {
      if (added) return `{+${visible(limit(value, 500))}+}`;
      if (removed) return `[-${visible(limit(value, 500))}-]`;
      return visible(context(value, index === 0, index === parts.length - 1));
    })
    .join("");
  return [line(depth, limit(text, 2_000), "~")];
}

/** Unchanged words around a change: enough of them to find the place. */
function context(text: string, first: boolean, last: boolean): string {
  const keep = 30;
  if (first && text.length > keep) return `…${text.slice(-keep)}`;
  if (last && text.length > keep) return `${text.slice(0, keep)}…`;
  return text.length > 2 * keep ? `${text.slice(0, keep)} … ${text.slice(-keep)}` : text;
}

function whole(before: string, after: string, depth: number): readonly Line[] {
  return [line(depth, show(before, 1_000), "-"), line(depth, show(after, 1_000), "+")];
}

function cut(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= textLines + 1) return lines;
  const first = lines[0];
  const rest = plural(lines.length - textLines, "more line");
  return [...lines.slice(0, textLines), line(first?.depth ?? 0, `… and ${rest} of this text`)];
}
