import type { Clock } from "../../src/http/clock.ts";

/** A clock that never makes a test wait. Each sleep takes a turn of the loop, so that others get theirs. */
export function hurried(): Clock & { readonly slept: () => number } {
  let now = 0;
  let slept = 0;
  // A fixed sequence: chance is spread, and a test that fails fails again.
  let state = 1;
  return {
    slept: () => slept,
    now: () => now,
    date: () => Date.UTC(2026, 10, 15) + now,
    random: () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    },
    sleep: async (milliseconds, signal) => {
      if (signal?.aborted) return false;
      slept += milliseconds;
      now += milliseconds;
      await new Promise((turn) => setImmediate(turn));
      return signal?.aborted !== true;
    },
  };
}
