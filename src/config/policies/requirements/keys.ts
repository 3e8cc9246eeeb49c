import type { Kind } from "../../../model/kind.ts";
import type { Pattern } from "../../../model/pattern.ts";
import { either, quote } from "../../words.ts";
import { comparable, globOfKey } from "../shapes.ts";
import { type EntryCheck, nothing } from "./requirement.ts";

/** The key is one of those that the patterns mean. */
export function keysOf(patterns: readonly Pattern[], kind: Kind): EntryCheck {
  const globs = patterns.map((pattern) => globOfKey(kind, pattern));
  const says = `may stand here only with a key like ${either(patterns.map(quote))}: write such a key or take it out.`;
  return ({ key }) => {
    const text = comparable(kind, key);
    return globs.some((glob) => glob.matches(text)) ? nothing : [{ says }];
  };
}

/** The key is none of those that the patterns mean. */
export function noKeysOf(patterns: readonly Pattern[], kind: Kind): EntryCheck {
  const globs = patterns.map((pattern) => globOfKey(kind, pattern));
  return ({ key }) => {
    const text = comparable(kind, key);
    const met = globs.findIndex((glob) => glob.matches(text));
    if (met < 0) return nothing;
    return [
      {
        says: `has a key like ${quote(patterns[met] ?? "")}, which may not stand here: write another or take it out.`,
      },
    ];
  };
}
