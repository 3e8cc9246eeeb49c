import { mayHoldSecret } from "../model/secret.ts";
import type { Origin } from "./node.ts";

/** Longer lines (JSON without line breaks, say) are not shown: they would fill the screen. */
const longestExcerpt = 400;

/** The origin of what stands in a text; lines are counted when the first position is asked for. */
export function textOrigin(file: string, text: string): Origin {
  let starts: readonly number[] | null = null;
  const lineOf = (at: number): { readonly index: number; readonly start: number } => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { index: low, start: starts[low] ?? 0 };
  };
  return {
    file,
    position: (at) => {
      const { index, start } = lineOf(at);
      return { file, line: index + 1, column: at - start + 1 };
    },
    excerpt: (at) => {
      const { index, start } = lineOf(at);
      const end = (starts?.[index + 1] ?? text.length + 1) - 1;
      if (end - start > longestExcerpt) return undefined;
      const line = text.slice(start, text[end - 1] === "\r" ? end - 1 : end);
      const before = text.slice(starts?.[index - 1] ?? 0, Math.max(0, start - 1)).trimEnd();
      return mayHoldSecret(line, before.slice(-longestExcerpt)) ? undefined : line;
    },
    path: () => "",
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
