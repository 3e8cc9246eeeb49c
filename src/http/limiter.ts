import type { Clock } from "./clock.ts";

interface LimiterOptions<T> {
  /** Runs at once at most. */
  readonly concurrency: number;
  /** Starts a second at most; absent: not limited. */
  readonly perSecond?: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Milliseconds for which the host wants to be left alone, judged by a result; null where it is content. */
  readonly pressure: (result: T) => number | null;
}

/** One queue for a host. */
export interface Limiter<T> {
  /**
   * Runs `work` in its turn; null where the signal came first, and then it never ran. `work` must not wait for
   * another run of the same limiter: signing in, paging and waiting between attempts happen outside.
   */
  readonly run: (work: () => Promise<T>) => Promise<T | null>;
  /** Runs at once at present: halves when the host says "too many", and grows back by one a round. */
  readonly limit: () => number;
}

type Waiter = (admitted: boolean) => void;

export function createLimiter<T>(options: LimiterOptions<T>): Limiter<T> {
  const { clock, signal, perSecond } = options;
  const most = Math.max(1, Math.floor(options.concurrency));
  // A tenth of a second's worth may go at once: more would break the limit in the first second.
  const burst = perSecond === undefined ? 0 : Math.max(1, perSecond / 10);
  let limit = most;
  let active = 0;
  let started = 0;
  let slowedAt = 0;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let tokens = burst;
  let filledAt = clock.now();
  let waking = false;
  let queue: Waiter[] = [];
  let head = 0;

  const delay = (): number => {
    const now = clock.now();
    if (now < pausedUntil) return pausedUntil - now;
    if (perSecond === undefined) return 0;
    tokens = Math.min(burst, tokens + ((now - filledAt) * perSecond) / 1_000);
    filledAt = now;
    return tokens >= 1 ? 0 : ((1 - tokens) * 1_000) / perSecond;
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
    while (head < queue.length && active < Math.floor(limit)) {
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
      tokens -= 1;
      active += 1;
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
    if (head === queue.length && active < Math.floor(limit) && delay() === 0) {
      tokens -= 1;
      active += 1;
      return true;
    }
    return new Promise<boolean>((resolve) => {
      queue.push(resolve);
      pump();
    });
  };

  const learn = (result: T, ticket: number): void => {
    const pause = options.pressure(result);
    if (pause === null) {
      if (limit < most) limit = Math.min(most, limit + 1 / limit);
      return;
    }
    pausedUntil = Math.max(pausedUntil, clock.now() + pause);
    // What had started before the last halving says nothing about the pace since.
    if (ticket > slowedAt) {
      limit = Math.max(1, limit / 2);
      slowedAt = started;
    }
  };

  return {
    limit: () => Math.floor(limit),
    run: async (work) => {
      const entry = enter();
      if (!(typeof entry === "boolean" ? entry : await entry)) return null;
      started += 1;
      const ticket = started;
      try {
        const result = await work();
        learn(result, ticket);
        return result;
      } finally {
        active -= 1;
        pump();
      }
    },
  };
}
