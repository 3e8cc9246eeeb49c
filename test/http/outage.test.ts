/** A host that answers nothing any more: a thousand reads that wait for it give up together. */
import { describe, expect, it } from "vitest";
import { failure } from "../../src/http/failure.ts";
import { createOutage } from "../../src/http/outage.ts";
import { connect, json, quickClock, reset, serve } from "./support.ts";

const reads = 300;

async function readAll(behave: (count: number) => ReturnType<typeof json>) {
  await using server = await serve((seen, response, request) =>
    behave(server.seen.length)(seen, response, request),
  );
  await using connection = connect(server.url, { clock: quickClock(), concurrency: 4 });
  const read = (path: string) => connection.reader.read({ method: "GET", path });
  const outcomes = await Promise.all(Array.from({ length: reads }, (_, index) => read(`/items/${index}`)));
  const sent = server.seen.length;
  const again = await read("/items/again");
  return { outcomes, sent, again, sentAgain: server.seen.length - sent };
}

describe("many reads on a host that takes nothing", () => {
  it.each([
    ["429 without a time", json(429, { error: "slow down" }), "slow down", 4 * reads],
    [
      "429 with a minute",
      json(429, { error: "slow down" }, { "retry-after": "60" }),
      "slow down",
      reads / 10,
    ],
    ["503", json(503, { error: "away" }), "away", 4 * reads],
    ["resets", reset, "no whole answer came", 4 * reads],
  ])("%s: give up together, with its words", async (_name, behaviour, words, most) => {
    const { outcomes, sent, again, sentAgain } = await readAll(() => behaviour);
    expect(outcomes.filter((each) => each.ok || !each.message.includes(words))).toEqual([]);
    // By the patience of each alone it would be 2 for each that waits a minute, and from 5 to 10 for the others.
    expect(sent).toBeLessThan(most);
    // What begins later is asked for itself, with patience of its own.
    expect([again.ok, sentAgain > 1]).toEqual([false, true]);
  });

  it("go on as long as it answers something", async () => {
    const { outcomes } = await readAll((count) =>
      count % 3 === 0 ? json(429, { error: "slow down" }) : json(200, { id: 1 }),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
  });
});

describe("an outage", () => {
  it("lasts from the first silence after an answer, for those who have waited through it", () => {
    let now = 0;
    const outage = createOutage(() => now, 100);
    const [first, second] = [failure("limited", "A", "a"), failure("unreachable", "B", "b")];
    expect(outage.verdict(0)).toBeNull();
    outage.heard(first);
    now = 60;
    outage.heard(second);
    now = 100;
    expect(outage.verdict(0)).toBeNull();
    now = 101;
    expect(outage.verdict(0)).toBe(second);
    expect(outage.verdict(50)).toBeNull();
    now = 151;
    expect(outage.verdict(50)).toBe(second);
    outage.heard(null);
    expect(outage.verdict(0)).toBeNull();
  });
});
