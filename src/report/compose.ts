/** Fits a document into a size limit, and says what it left out. */

/** A part of a document. */
export interface Part {
  /** What it is called in the note about what was left out. */
  readonly title: string;
  /**
   * From the longest, which is complete, to the shortest; made only when they are tried. Null: so long that it is
   * not even made. An empty text leaves the part out.
   */
  readonly versions: readonly (() => string | null)[];
  /** Parts that must be complete before others are: lower goes first. Position in the document is not changed. */
  readonly rank: number;
}

export interface ComposeOptions {
  /** Characters. */
  readonly max: number;
  /** The note for these titles: parts that are not there in their longest version. */
  readonly note: (titles: readonly string[]) => string;
}

/**
 * Every part in the longest version that fits, in order of rank: what matters most is shortened last. The result is
 * never longer than `max` as long as the note alone fits.
 */
export function compose(parts: readonly Part[], options: ComposeOptions): string {
  // The note names some of the titles: room for the longest of them.
  const titles = parts.map(({ title }) => title).sort((a, b) => b.length - a.length);
  const reserve = options.note(titles).length + 2;
  const complete = fill(parts, options.max);
  if (complete.shortened.length === 0) return complete.text;
  const { text, shortened } = fill(parts, options.max - reserve);
  return `${text}\n${options.note(shortened)}\n`;
}

function fill(
  parts: readonly Part[],
  max: number,
): { readonly text: string; readonly shortened: readonly string[] } {
  const chosen = new Map<Part, string>();
  const shortened = new Set<Part>();
  let left = max;
  for (const part of [...parts].sort((a, b) => a.rank - b.rank)) {
    let text = "";
    for (const [index, version] of part.versions.entries()) {
      const candidate = version();
      if (index > 0) shortened.add(part);
      if (candidate === null || candidate.length + 1 > left) {
        shortened.add(part);
        continue;
      }
      text = candidate;
      break;
    }
    if (text !== "") left -= text.length + 1;
    chosen.set(part, text);
  }
  const texts = parts.map((part) => chosen.get(part) ?? "").filter((text) => text !== "");
  return {
    text: texts.join("\n"),
    shortened: parts.filter((part) => shortened.has(part)).map(({ title }) => title),
  };
}
