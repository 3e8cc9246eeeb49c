/** Small things that all renderers share: counting, joining, aligning. */

/** How many columns a terminal gives the text. ASCII is counted, the rest is looked at. */
export function width(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    columns += wide.test(character) ? 2 : 1;
  }
  return columns;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

export function pad(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - width(text)));
}

/** Widest of the texts, but no more than `max`: one very long name must not push all others aside. */
export function widest(texts: Iterable<string>, max: number): number {
  let columns = 0;
  for (const text of texts) {
    const own = width(text);
    if (own > columns && own <= max) columns = own;
  }
  return columns;
}

/** Rows of cells as lines, every column but the last padded. */
export function table(rows: readonly (readonly string[])[], maxColumn = 48): readonly string[] {
  const columns: number[] = [];
  for (const row of rows) {
    row.forEach((text, index) => {
      const own = width(text);
      if (own <= maxColumn) columns[index] = Math.max(columns[index] ?? 0, own);
    });
  }
  return rows.map((row) =>
    row
      .map((text, index) => (index === row.length - 1 ? text : pad(text, columns[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

const numbers = new Intl.NumberFormat("en-US");

/** 12345 as `12,345`. */
export function count(value: number): string {
  return numbers.format(value);
}

/** `1 call`, `2 calls`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[], word = "and"): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} ${word} ${last}`;
}

/** The first `max` of the items, and how many more there are. */
export function bounded<T>(
  items: readonly T[],
  max: number,
): { readonly shown: readonly T[]; readonly rest: number } {
  // One item is shown rather than counted: the note would take its line.
  if (items.length <= max + 1) return { shown: items, rest: 0 };
  return { shown: items.slice(0, max), rest: items.length - max };
}

export const howToSee = "(--verbose or --format json shows all)";

/** Where a bounded list says what it left out, and how to see it. */
export function more(rest: number): string {
  return `… and ${count(rest)} more ${howToSee}`;
}

/** How much a renderer shows. */
export interface Bounds {
  /** Changes of one collection. */
  readonly collection: number;
  /** Changes of the whole plan; then organizations are counted only. */
  readonly total: number;
  /** Items of any other list. */
  readonly items: number;
}

export const normalBounds: Bounds = { collection: 25, total: 250, items: 25 };
export const noBounds: Bounds = { collection: Infinity, total: Infinity, items: Infinity };
