import { anyOf, type Pattern } from "../../../model/pattern.ts";
import { either, quote } from "../../words.ts";
import type { EntryCheck } from "./requirement.ts";

/** The entry, and of an organization each line of its own, stands in one of the files. */
export function inFiles(patterns: readonly Pattern[]): EntryCheck {
  const matches = anyOf(patterns);
  // Many entries stand in one file.
  const known = new Map<string, boolean>();
  const allowed = (file: string): boolean => {
    const found = known.get(file) ?? matches(file);
    known.set(file, found);
    return found;
  };
  return (_entry, lines) =>
    lines.flatMap(({ member, source }) => {
      const { file } = source.position();
      if (allowed(file)) return [];
      const stands = member === undefined ? "stands in" : `has its ${member} in`;
      const says = `${stands} ${quote(file)}, and may stand only in ${either(patterns.map(quote))}: move it there or take it out.`;
      return { says, source };
    });
}
