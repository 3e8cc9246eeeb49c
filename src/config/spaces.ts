/** Spaces as YAML means them: only these two. What JavaScript trims besides (U+3000, say) is text. */
export function isBlank(line: string): boolean {
  return /^[ \t]*$/.test(line);
}

export function trimEnd(line: string): string {
  return line.replace(/[ \t]+$/, "");
}

export function trim(line: string): string {
  return trimEnd(line).replace(/^[ \t]+/, "");
}

/** The column of the first thing that stands on a line; -1 where nothing does. */
export function columnOf(line: string): number {
  return line.search(/[^ \t]/);
}
