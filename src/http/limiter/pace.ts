/**
 * How many requests a second. Nothing is held back until the host first says "too many" (429). After that:
 *
 * | what happens | then |
 * | --- | --- |
 * | refused | a pause: as long as the host asks; where it does not say, a second, and twice as long each time that nothing passed since the last one |
 * | after the pause | nine tenths of the top: a little less than what was accepted in the last second, at least half the rate |
 * | the first second again | what was accepted in it: a rate cannot be told from less |
 * | refused before anything passed | the top stays: the pause was too short, which says nothing about the rate |
 * | five seconds without a request | nine tenths of the top: what nobody tried is not known |
 * | nothing is refused | soon near the top, long about it, then more and more: `top × (1 + (t / span − 1)⁵ / 10)` |
 *
 * What was learned in a short time is trusted for a short time: the way to the top (`span`) takes twice as long as
 * it went well before the refusal, from one second to twenty. One refusal counts for all that were under way together.
 * The top is never below one a second.
 */
export interface Pace {
  /** Requests a second that the host seems to take; null before the first refusal. */
  readonly top: number | null;
  /** Seconds from going on to the top. */
  readonly span: number;
  /** When sending began, or goes on after the last refusal. */
  readonly since: number;
  /** Accepted in about the last second, as of `countedAt`. */
  readonly accepted: number;
  readonly countedAt: number;
  readonly refusedAt: number;
  /** Refusals with nothing accepted in between. */
  readonly inRow: number;
}

/** Of the top, after a pause. */
const rest = 0.9;

/** Of what was accepted, as the new top: so the next refusal is long in coming. */
const margin = 0.98;

/** Requests a second. */
const least = 1;

/** Milliseconds without any request, after which it begins anew. */
const idle = 5_000;

/** Milliseconds of a pause, where the host does not say. */
const shortest = 1_000;
const longest = 60_000;

export function openPace(now: number): Pace {
  return {
    top: null,
    span: 1,
    since: now,
    accepted: 0,
    countedAt: now,
    refusedAt: Number.NEGATIVE_INFINITY,
    inRow: 0,
  };
}

/** Requests a second at present. */
export function rateOf({ top, span, since }: Pace, now: number): number {
  if (top === null) return Number.POSITIVE_INFINITY;
  const along = Math.max(0, now - since) / 1_000 / span - 1;
  return top * (1 + (1 - rest) * along ** 5);
}

/** A request that started at `startedAt` was taken. */
export function accepted(pace: Pace, startedAt: number, now: number): Pace {
  if (startedAt < pace.refusedAt) return pace;
  if (startedAt - pace.countedAt > idle) return { ...pace, since: startedAt, accepted: 1, countedAt: now };
  return { ...pace, accepted: count(pace, now) + 1, countedAt: now, inRow: 0 };
}

/** A request that started at `startedAt` was refused; `asked`: the milliseconds that the host wants, if it says. */
export function refused(pace: Pace, startedAt: number, now: number, asked: number | undefined): Pace {
  if (startedAt <= pace.refusedAt) return { ...pace, since: Math.max(pace.since, now + (asked ?? 0)) };
  const since = now + (asked || Math.min(longest, shortest * 2 ** pace.inRow));
  return {
    top: topOf(pace, now),
    span: Math.min(20, Math.max(1, (2 * (now - pace.since)) / 1_000)),
    since,
    accepted: 0,
    countedAt: since,
    refusedAt: now,
    inRow: pace.inRow + 1,
  };
}

function topOf(pace: Pace, now: number): number {
  const seen = acceptedRate(pace, now);
  if (pace.top === null) return Math.max(least, seen);
  if (pace.inRow > 0) return pace.top;
  const rate = rateOf(pace, now);
  return Math.max(least, Math.min(rate, Math.max(rate / 2, margin * seen)));
}

/** Accepted a second, of late; where sending went on for less than a second, what was accepted in it. */
function acceptedRate(pace: Pace, now: number): number {
  const time = (now - pace.since) / 1_000;
  return time <= 0 ? 0 : (count(pace, now) * Math.min(1, time)) / (1 - Math.exp(-time));
}

/** Each counts less the longer ago it was: by a factor e a second. */
function count({ accepted, countedAt }: Pace, now: number): number {
  return accepted * Math.exp(-Math.max(0, now - countedAt) / 1_000);
}
