/**
 * How many requests may be under way at once. A round is as many answers as there are places.
 *
 * | what happens | places then |
 * | --- | --- |
 * | a round goes well, and all places were taken | twice as many; after the first fall, one more |
 * | a round goes well, and there was room | as before |
 * | even the fastest of a round took twice the usual time and a tenth of a second | fewer in proportion, half at least, {@link few} at least |
 * | the same with {@link few} places | as before: it is the work that is slow, no queue of ours, so that is usual now |
 * | the host breaks down under a request (503, no answer) | half, once for all that were under way together |
 *
 * Never above what is configured, never below one.
 */
export interface Places {
  readonly limit: number;
  readonly most: number;
  /** Never fewer yet: doubles. */
  readonly rising: boolean;
  /** Since when the limit is what it is because of a fall: what started before says nothing about it. */
  readonly fellAt: number;
  /** The least time that an answer took, in milliseconds. */
  readonly usual: number;
  /** Of this round: answers still to come, the fastest one, whether all places were taken. */
  readonly missing: number;
  readonly fastest: number;
  readonly full: boolean;
}

/** No server is flooded by so many. */
const few = 4;

/** Milliseconds: a shorter queue is nobody's trouble. */
const allowance = 100;

export function openPlaces(most: number): Places {
  const whole = Math.max(1, Math.floor(most));
  return withLimit(
    {
      limit: 0,
      most: whole,
      rising: true,
      fellAt: Number.NEGATIVE_INFINITY,
      usual: Number.POSITIVE_INFINITY,
      missing: 0,
      fastest: 0,
      full: false,
    },
    few,
  );
}

/** A request that started at `startedAt` went well. `full`: no place was free meanwhile. */
export function answered(places: Places, startedAt: number, now: number, full: boolean): Places {
  if (startedAt < places.fellAt) return places;
  const round = {
    ...places,
    missing: places.missing - 1,
    fastest: Math.min(places.fastest, now - startedAt),
    full: places.full || full,
  };
  return round.missing > 0 ? round : afterRound(round, now);
}

function afterRound(places: Places, now: number): Places {
  const { limit, most, fastest } = places;
  const bearable = 2 * places.usual + allowance;
  const usual = Math.min(places.usual, fastest);
  if (fastest > bearable) {
    if (limit <= few) return withLimit({ ...places, usual: fastest }, limit);
    const fewer = Math.max(few, limit * Math.max(0.5, bearable / fastest));
    return withLimit({ ...places, usual, rising: false, fellAt: now }, fewer);
  }
  if (!places.full) return withLimit({ ...places, usual }, limit);
  return withLimit({ ...places, usual }, Math.min(most, places.rising ? limit * 2 : limit + 1));
}

/** The host broke down under a request that started at `startedAt`. */
export function brokeDown(places: Places, startedAt: number, now: number): Places {
  if (startedAt <= places.fellAt) return places;
  return withLimit({ ...places, rising: false, fellAt: now }, places.limit / 2);
}

/** Begins a round. */
function withLimit(places: Places, wanted: number): Places {
  const limit = Math.min(places.most, Math.max(1, Math.floor(wanted)));
  return { ...places, limit, missing: limit, fastest: Number.POSITIVE_INFINITY, full: false };
}
