import { setTimeout as delay } from "node:timers/promises";

/** Time and chance, so that tests can own both. */
export interface Clock {
  /** Milliseconds; only differences mean something. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly date: () => number;
  /** Waits; false where the signal ended the wait. Never throws. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<boolean>;
  /** From 0 up to 1, without 1. */
  readonly random: () => number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
      return true;
    } catch {
      return false;
    }
  },
  random: () => Math.random(),
};
