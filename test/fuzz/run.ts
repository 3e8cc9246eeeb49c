import fc from "fast-check";
import { test } from "vitest";
import type { Target } from "./target.ts";

/** A second or two for each target, the same runs on every machine; `npm run fuzz` looks further. */
export function fuzzed(targets: readonly Target[]): void {
  test.each(targets.map((target) => [target.name, target] as const))("%s", async (_, target) => {
    await fc.assert(await target.property(), { numRuns: target.runs, seed: 1, endOnFailure: true });
  });
}
