/** Something that is fuzzed: in the tests with few runs, by `npm run fuzz` for as long as one likes. */
import type fc from "fast-check";

export interface Target {
  /** `reading/datica`. */
  readonly name: string;
  /** Runs in `npm test`: a second or two. */
  readonly runs: number;
  /** Prepares what the property needs, once. */
  readonly property: () => Promise<fc.IRawProperty<unknown>>;
}
