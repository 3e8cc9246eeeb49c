import type { Clock } from "../clock.ts";
import { accepted, openPace, rateOf, refused } from "./pace.ts";
import { answered, brokeDown, openPlaces } from "./places.ts";
import type { Verdict } from "./verdict.ts";

interface LimiterOptions<T> {
  /** Runs at once at most. */
  readonly concurrency: number;
  /** Starts a second at most; absent: not limited. */
  readonly perSecond?: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly judge: (result: T) => Verdict;
}

/** One queue for a host. How many runs at once, and how many a second, follows what the host answers. */
export interface Limiter<T> {
  /**
   * Runs `work` in its turn; null where the signal came first, and then it never ran. `work` must not wait for
   * another run of the same limiter: signing in, paging and waiting between attempts happen outside.
   */
  readonly run: (work: () => Promise<T>) => Promise<T | null>;
  /** At present: runs at once, starts a second. */
  readonly state: () => { readonly places: number; readonly rate: number };
}

type Waiter = (admitted: boolean) => void;

/**
 * Milliseconds by which a start may be early, so that what came late can be made up for: a tenth of a second's worth
 * may go at once. More would break the limit in the first second.
 */
function early(perSecond: number): number {
  return Math.max(0, 100 - 1_000 / perSecond);
}

export function createLimiter<T>(options: LimiterOptions<T>): Limiter<T> {
  const { clock, signal, judge } = options;
  const hardest = options.perSecond ?? Number.POSITIVE_INFINITY;
  let places = openPlaces(options.concurrency);
  let pace = openPace(clock.now());
  let active = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  /** When the next start is due by the configured rate, and by the learned one. */
  let due = { hard: Number.NEGATIVE_INFINITY, learned: Number.NEGATIVE_INFINITY };
  /** After a pause one goes ahead, to see whether it was long enough. */
  let probing = false;
  let waking = false;
  let queue: Waiter[] = [];
  let head = 0;

  const hasRoom = (): boolean => active < (probing ? 1 : places.limit);

  /** Milliseconds until the next start. */
  const delay = (): number => {
    const now = clock.now();
    const hard = due.hard - early(hardest);
    const learned = due.learned - early(rateOf(pace, now));
    return Math.max(0, pausedUntil - now, hard - now, learned - now);
  };

  const start = (): void => {
    const now = clock.now();
    due = {
      hard: Math.max(due.hard, now) + 1_000 / hardest,
      learned: Math.max(due.learned, now) + 1_000 / rateOf(pace, now),
    };
    active += 1;
  };

  const wakeIn = (milliseconds: number): void => {
    if (waking) return;
    waking = true;
    void clock.sleep(Math.ceil(milliseconds), signal).then(() => {
      waking = false;
      pump();
    });
  };

  const pump = (): void => {
    while (head < queue.length && hasRoom()) {
      const wait = delay();
      if (wait > 0) {
        wakeIn(wait);
        return;
      }
      const waiter = queue[head];
      head += 1;
      if (head > 1_024 && head * 2 > queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      start();
      waiter?.(true);
    }
  };

  const drain = (): void => {
    const waiters = queue.slice(head);
    queue = [];
    head = 0;
    for (const waiter of waiters) waiter(false);
  };
  signal.addEventListener("abort", drain, { once: true });

  const enter = (): Promise<boolean> | boolean => {
    if (signal.aborted) return false;
    if (head === queue.length && hasRoom() && delay() === 0) {
      start();
      return true;
    }
    return new Promise<boolean>((resolve) => {
      queue.push(resolve);
      pump();
    });
  };

  const pauseUntil = (time: number): void => {
    if (time <= pausedUntil) return;
    pausedUntil = time;
    probing = true;
    // Nothing is saved up in a pause.
    due = { ...due, learned: time + early(rateOf(pace, time)) };
  };

  const learn = (verdict: Verdict, startedAt: number): void => {
    const now = clock.now();
    switch (verdict.type) {
      case "well":
        if (startedAt >= pausedUntil) probing = false;
        places = answered(places, startedAt, now, active >= places.limit);
        pace = accepted(pace, startedAt, now);
        // The others that are under way are not in what the host counts as left.
        if (verdict.budget !== undefined && verdict.budget.left < active)
          pauseUntil(now + verdict.budget.reset);
        break;
      case "refused":
        pace = refused(pace, startedAt, now, verdict.wait);
        pauseUntil(pace.since);
        break;
      case "broken":
        places = brokeDown(places, startedAt, now);
        if (verdict.wait !== undefined) pauseUntil(now + verdict.wait);
        break;
      case "silent":
    }
  };

  return {
    state: () => ({ places: places.limit, rate: Math.min(hardest, rateOf(pace, clock.now())) }),
    run: async (work) => {
      const entry = enter();
      if (!(typeof entry === "boolean" ? entry : await entry)) return null;
      const startedAt = clock.now();
      try {
        const result = await work();
        learn(judge(result), startedAt);
        return result;
      } finally {
        active -= 1;
        pump();
      }
    },
  };
}
