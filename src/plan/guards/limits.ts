import type { RemovalLimit } from "../../model/configuration.ts";

/** What of some place goes, and how much there is of it. */
export interface Tally {
  readonly removed: number;
  readonly size: number;
}

/**
 * | removed | share of what is there | exceeds |
 * | --- | --- | --- |
 * | fewer than `from` | any | no |
 * | at least `from` | above `ratio` | yes |
 * | more than `count` | any | yes |
 */
export function exceeds({ ratio, from, count }: RemovalLimit, { removed, size }: Tally): boolean {
  return removed > count || (removed >= from && removed > ratio * size);
}

/** `30 of 100 (30 %)`. */
export function shareOf({ removed, size }: Tally): string {
  return `${removed} of ${size} (${percent(removed / size)})`;
}

/** `25 % from 4 removals on, and 50 in any case`. */
export function limitText({ ratio, from, count }: RemovalLimit): string {
  return `${percent(ratio)} from ${from} removals on, and ${count} in any case`;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
