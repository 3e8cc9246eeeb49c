import type { Pattern } from "../../model/pattern.ts";

/** A pattern of one part of an address. */
export interface Glob {
  readonly text: string;
  /** It means one text only. */
  readonly literal: boolean;
  readonly matches: (part: string) => boolean;
}

/** The pattern of one part, in which `*` stands for any text. Takes time in proportion to the part. */
export function globOf(text: string): Glob {
  const [start = "", ...rest] = text.split(/\*+/);
  const end = rest.pop();
  if (end === undefined) return { text, literal: true, matches: (part) => part === text };
  if (start === "" && end === "" && rest.length === 0) return { text, literal: false, matches: () => true };
  const matches = (part: string): boolean => {
    if (!part.startsWith(start) || !part.endsWith(end)) return false;
    let at = start.length;
    for (const piece of rest) {
      const found = part.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    // The end must not be what has been counted already.
    return at <= part.length - end.length;
  };
  return { text, literal: false, matches };
}

/**
 * The pattern as parts, in every way that gives so many: `**` is `*`, or two of them with a slash between, or three, …
 *
 * | pattern | as 3 parts |
 * | --- | --- |
 * | a/b/* | a, b, * |
 * | a/** | a, *, * |
 * | **a | *, *, *a |
 * | a**b/c | a*, *b, c |
 * | a/b | none |
 */
export function expand(pattern: Pattern, parts: number): readonly (readonly string[])[] {
  const [start = "", ...rest] = pattern.split("**");
  const written = pattern.split("/").length;
  let ways: readonly { readonly text: string; readonly left: number }[] = [
    { text: start, left: parts - written },
  ];
  for (const [index, piece] of rest.entries()) {
    const last = index === rest.length - 1;
    ways = ways.flatMap(({ text, left }) =>
      Array.from({ length: Math.max(0, left + 1) }, (_, slashes) => slashes)
        .filter((slashes) => !last || slashes === left)
        .map((slashes) => ({ text: `${text}*${"/*".repeat(slashes)}${piece}`, left: left - slashes })),
    );
  }
  return ways.filter(({ left }) => left === 0).map(({ text }) => text.split("/"));
}
