import type { Source } from "../../../model/finding.ts";
import type { Desired } from "../../../model/resource.ts";
import type { Line } from "../written.ts";

/** What is wrong with an entry: the rest of a sentence that begins with the entry, and where it is to be seen. */
export interface Breach {
  readonly says: string;
  readonly source?: Source;
}

/** What is wrong with an entry that stands in these lines. */
export type EntryCheck = (entry: Desired, lines: readonly Line[]) => readonly Breach[];

export const nothing: readonly Breach[] = [];
