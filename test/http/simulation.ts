/** Servers with limits and clients that send to them, in a time of their own: a minute takes a moment. */
import type { Clock } from "../../src/http/clock.ts";
import { failure } from "../../src/http/failure.ts";
import { createLimiter, type Limiter } from "../../src/http/limiter/limiter.ts";
import { verdictOf } from "../../src/http/limiter/verdict.ts";
import { nextWait, retryDefaults } from "../../src/http/retry.ts";
import type { Outcome } from "../../src/model/protocol.ts";

/** A clock that stands still until everything that can happen now has happened, and then goes to what is next. */
export interface SimulatedClock extends Clock {
  /** Lets time pass until `done` has come; throws where nothing is left that could bring it. */
  readonly until: <T>(done: Promise<T>) => Promise<T>;
}

export function simulatedClock(seed = 1): SimulatedClock {
  let now = 0;
  let state = seed;
  let timers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    date: () => Date.UTC(2026, 0, 1) + now,
    // A linear congruence (Numerical Recipes): the same chance in every run.
    random: () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve(false);
        timers.push({ at: now + Math.max(0, milliseconds), wake: () => resolve(signal?.aborted !== true) });
      }),
    until: async (done) => {
      let over = false;
      void done.then(
        () => (over = true),
        () => (over = true),
      );
      for (;;) {
        // Everything that follows from what happened runs first.
        await new Promise((resolve) => setImmediate(resolve));
        if (over) return done;
        if (timers.length === 0) throw new Error("nothing is left that could happen");
        now = timers.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
        const due = timers.filter(({ at }) => at <= now);
        timers = timers.filter(({ at }) => at > now);
        for (const { wake } of due) wake();
      }
    },
  };
}

/** null: taken; else the milliseconds that the server asks to wait, or undefined where it does not say. */
export type Gate = (now: number) => null | { readonly wait?: number };

/** So many a second, by time: limits change. */
export type Rate = (now: number) => number;

/** A bucket of tokens, `burst` of them at once. `tells`: says in whole seconds how long to wait. */
export function bucket(rate: Rate, burst: number, tells: boolean): Gate {
  let tokens = burst;
  let at = 0;
  return (now) => {
    tokens = Math.min(burst, tokens + ((now - at) / 1_000) * rate(now));
    at = now;
    if (tokens < 1) return tells ? { wait: Math.ceil((1 - tokens) / rate(now)) * 1_000 } : {};
    tokens -= 1;
    return null;
  };
}

/** So many in each window of `length` milliseconds. */
export function fixedWindow(rate: Rate, length: number, tells: boolean): Gate {
  let window = 0;
  let taken = 0;
  return (now) => {
    const current = Math.floor(now / length);
    if (current !== window) taken = 0;
    window = current;
    if (taken >= (rate(now) * length) / 1_000) {
      return tells ? { wait: Math.ceil((length - (now % length)) / 1_000) * 1_000 } : {};
    }
    taken += 1;
    return null;
  };
}

export interface Server {
  readonly exchange: () => Promise<Outcome>;
  /** When each request was taken, and when one was refused. */
  readonly taken: number[];
  readonly refused: number[];
  /** Under way at once at most. */
  readonly crowd: () => number;
}

interface ServerOptions {
  readonly clock: Clock;
  readonly gate?: Gate;
  /** Milliseconds on the way, there and back. */
  readonly way?: number;
  /** Milliseconds of work for one request; `workers` of them at once, all others wait in line. */
  readonly work?: number;
  readonly workers?: number;
  /** Nothing but 503 in this time. */
  readonly outage?: readonly [from: number, to: number];
}

export function server(options: ServerOptions): Server {
  const { clock, gate, way = 5, work = 0, workers = 1, outage } = options;
  const free = Array.from({ length: workers }, () => 0);
  const taken: number[] = [];
  const refused: number[] = [];
  let active = 0;
  let crowd = 0;
  /** No two ways are equally long. */
  const travel = () => clock.sleep((way / 2) * (1 + clock.random() / 5));
  const handle = async (): Promise<Outcome> => {
    const now = clock.now();
    if (outage !== undefined && now >= outage[0] && now < outage[1])
      return failure("unavailable", "Down", "", 503);
    const refusal = gate?.(now) ?? null;
    if (refusal !== null) {
      refused.push(now);
      const of = failure("limited", "TooMany", "", 429);
      return refusal.wait === undefined ? of : { ...of, retryAfter: refusal.wait };
    }
    taken.push(now);
    if (work > 0) {
      const worker = free.indexOf(Math.min(...free));
      const end = Math.max(now, free[worker] ?? 0) + work;
      free[worker] = end;
      await clock.sleep(end - now);
    }
    return { ok: true, status: 200, body: null };
  };
  return {
    taken,
    refused,
    crowd: () => crowd,
    exchange: async () => {
      active += 1;
      crowd = Math.max(crowd, active);
      await travel();
      const outcome = await handle();
      await travel();
      active -= 1;
      return outcome;
    },
  };
}

/** A limiter as a connection has it. */
export function limiterOf(clock: Clock, concurrency = 16): Limiter<Outcome> {
  return createLimiter<Outcome>({
    clock,
    concurrency,
    signal: new AbortController().signal,
    judge: (outcome) => verdictOf(outcome, 60_000, clock.date()),
  });
}

interface ClientOptions {
  readonly clock: Clock;
  readonly server: Server;
  /** Default: one of its own. */
  readonly limiter?: Limiter<Outcome>;
  readonly count: number;
  /** Calls in hand at once. Default: 16. */
  readonly inHand?: number;
}

/** Sends `count` requests, each again as a connection does, until all are taken. */
export async function client(options: ClientOptions): Promise<void> {
  const { clock, server, limiter = limiterOf(options.clock), inHand = 16 } = options;
  // Never out of patience: how much comes through is asked, not when to give up.
  const settings = { ...retryDefaults, patience: Number.POSITIVE_INFINITY };
  let left = options.count;
  const one = async (): Promise<void> => {
    let effort = { tries: 0, counted: 0, waited: 0 };
    for (;;) {
      const outcome = await limiter.run(server.exchange);
      if (outcome === null) throw new Error("nobody cancelled it");
      if (outcome.ok) return;
      const wait = nextWait(outcome, "safe", effort, settings, clock.random);
      if (wait === null) throw new Error("given up");
      effort = { tries: effort.tries + 1, counted: 0, waited: effort.waited + wait };
      await clock.sleep(wait);
    }
  };
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: inHand }, worker));
}
