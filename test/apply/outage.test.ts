/** A platform that takes nothing any more: the run ends, however many calls wait. */
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply.ts";
import { connect, json, quickClock, serve } from "../http/support.ts";
import { planOf } from "../store/support.ts";
import { call, change, itemProtocol, memoryRun, part, stateOf } from "./support.ts";

const names = Array.from({ length: 200 }, (_, index) => `i${index}`);

/** Two hundred calls that need nothing of each other, four at once. */
async function against(status: number, takes: (count: number) => boolean) {
  let count = 0;
  await using server = await serve((seen, response, request) => {
    if (seen.method === "GET") return json(404, {})(seen, response, request);
    count += 1;
    return json(takes(count) ? 200 : status, { error: "not now" })(seen, response, request);
  });
  const clock = quickClock();
  await using connection = connect(server.url, { clock, protocol: itemProtocol(), concurrency: 4 });
  const section = part(connection, stateOf(), async () => stateOf(), {
    calls: names.map((name) => call(name)),
    changes: names.map((name) => change(name, { a: 0 }, { a: 1 }, [name])),
  });
  const result = await applyPlan({
    clock,
    plan: planOf(section.section),
    sections: [section],
    run: memoryRun(),
  });
  const statuses = result.outcomes.map((each) => each.status);
  const skipped = result.outcomes.flatMap((each) => (each.status === "not-attempted" ? [each.because] : []));
  return { statuses, skipped, count, waited: clock.now() };
}

describe("a platform that takes nothing", () => {
  it.each([
    ["429 without end", 429],
    ["503 without end", 503],
    ["500 without end", 500],
  ])("%s: after a few calls no more are sent, and those are not attempted", async (_name, status) => {
    const { statuses, skipped, count } = await against(status, () => false);
    const failed = statuses.filter((each) => each === "failed").length;
    // Twice as many as at once, and those that were under way by then.
    expect(failed).toBeGreaterThanOrEqual(8);
    expect(failed).toBeLessThanOrEqual(8 + 3);
    expect(skipped).toHaveLength(200 - failed);
    expect(new Set(skipped)).toEqual(
      new Set([
        expect.stringMatching(
          /^main has taken none of the last 8 calls \(.*not now.*\), so nothing more was sent$/,
        ),
      ]),
    );
    expect(count).toBeLessThan(11 * 100);
  });

  it("is not given up as long as it takes one now and then", async () => {
    // Every seventh request: within its patience each call gets through, or the one beside it does.
    const { skipped } = await against(500, (count) => count % 7 === 0);
    expect(skipped).toEqual([]);
  });

  it("is not given up for refusals, however many", async () => {
    const { statuses, skipped } = await against(403, () => false);
    expect([statuses.filter((each) => each === "failed").length, skipped]).toEqual([200, []]);
  });
});
