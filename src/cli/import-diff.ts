import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";

/** The comparison costs length times edits; with more of them the whole file is shown as replaced. */
const maxEdits = 5_000;

/** What happens to a file, as `git apply` and `patch -p1` read it. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const [from, to] = [`a/${path}`, `b/${path}`];
  const compared = structuredPatch(from, to, before, after, undefined, undefined, {
    context: 3,
    maxEditLength: maxEdits,
  });
  return formatPatch(compared ?? replaced(from, to, before, after), FILE_HEADERS_ONLY);
}

function replaced(from: string, to: string, before: string, after: string): ReturnType<typeof whole> {
  return whole(from, to, linesOf(before), linesOf(after));
}

function whole(from: string, to: string, old: readonly string[], now: readonly string[]) {
  const hunk = {
    oldStart: 1,
    oldLines: old.length,
    newStart: 1,
    newLines: now.length,
    lines: [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)],
  };
  return {
    oldFileName: from,
    newFileName: to,
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [hunk],
  };
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}
