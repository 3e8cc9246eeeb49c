/** Longest text that is worth a comparison: no name of ours is longer, and the cost is the product of both. */
const longest = 48;

/**
 * The known name that was probably meant: the one with the fewest letters added, left out, changed or swapped, at most
 * a third of its length, rounded up. Case does not count. Of equally near ones the first.
 */
export function nearest(written: string, known: Iterable<string>): string | null {
  if (written.length > longest) return null;
  const lower = written.toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const limit = Math.min(bestDistance - 1, Math.ceil(name.length / 3));
    if (limit < 0 || Math.abs(name.length - written.length) > limit) continue;
    const distance = editDistance(lower, name.toLowerCase());
    if (distance <= limit) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Damerau-Levenshtein distance in which no letter is edited twice (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + same,
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** `; did you mean "ADMIN"?` where something is near, else nothing. */
export function meant(written: string, known: Iterable<string>): string {
  const near = nearest(written, known);
  return near === null ? "" : `; did you mean ${quote(near)}?`;
}

const unprintable = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gv;

/** Text from a file, made safe to stand in a sentence: quoted, escaped, at most 80 characters. */
export function quote(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return JSON.stringify(short).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** `a, b or c`. */
export function either(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1) ?? ""}`;
}
