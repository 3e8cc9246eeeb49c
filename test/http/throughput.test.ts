/** What comes through, and what is refused, against servers that limit, queue, fail and change; in a time of their own. */
import { describe, expect, it } from "vitest";
import {
  bucket,
  client,
  fixedWindow,
  type Gate,
  limiterOf,
  type Rate,
  server,
  simulatedClock,
} from "./simulation.ts";

interface Options {
  readonly gate: Gate;
  /** Requests of each client. */
  readonly counts: readonly number[];
  /** Milliseconds. */
  readonly way?: number;
  readonly outage?: readonly [from: number, to: number];
}

/** Sends all, and tells what came through a second between two times (in seconds), and the share of refusals. */
async function send({ counts, ...options }: Options) {
  const clock = simulatedClock();
  const host = server({ clock, ...options });
  await clock.until(Promise.all(counts.map((count) => client({ clock, server: host, count }))));
  const seconds = clock.now() / 1_000;
  return {
    perSecond: (from: number, to = seconds) =>
      host.taken.filter((time) => time >= from * 1_000 && time < to * 1_000).length / (to - from),
    /** After the first second. */
    refused: host.refused.filter((time) => time > 1_000).length / host.taken.length,
  };
}

/** What a server allows, as its makers may have built it. */
const gates: Readonly<Record<string, (rate: Rate, tells: boolean) => Gate>> = {
  bucket: (rate, tells) => bucket(rate, rate(0), tells),
  "small bucket": (rate, tells) => bucket(rate, rate(0) / 10, tells),
  window: (rate, tells) => fixedWindow(rate, 1_000, tells),
};

describe.each(Object.keys(gates).flatMap((name) => [true, false].map((tells) => ({ name, tells }))))(
  "a limit by $name, which says how long to wait: $tells",
  ({ name, tells }) => {
    const gate = (rate: Rate): Gate => {
      const made = gates[name]?.(rate, tells);
      if (made === undefined) throw new Error(name);
      return made;
    };

    it.each([
      [20, 5],
      [20, 80],
      [200, 5],
    ])("%d a second, %d ms away: nine tenths of it, and hardly a refusal", async (rate, way) => {
      const { perSecond, refused } = await send({ gate: gate(() => rate), way, counts: [180 * rate] });
      expect(perSecond(30)).toBeGreaterThanOrEqual(0.9 * rate);
      expect(refused).toBeLessThanOrEqual(0.01);
    });

    it("a limit that falls to a quarter, and comes back", async () => {
      const rate: Rate = (now) => (now >= 60_000 && now < 120_000 ? 25 : 100);
      const { perSecond, refused } = await send({ gate: gate(rate), counts: [60 * 125 + 120 * 100] });
      expect(perSecond(90, 120)).toBeGreaterThanOrEqual(0.8 * 25);
      expect(perSecond(180)).toBeGreaterThanOrEqual(0.9 * 100);
      expect(refused).toBeLessThanOrEqual(0.01);
    });

    it("a limit that becomes eight times as high", async () => {
      const rate: Rate = (now) => (now < 60_000 ? 12 : 96);
      const { perSecond } = await send({ gate: gate(rate), counts: [60 * 12 + 120 * 96] });
      expect(perSecond(135)).toBeGreaterThanOrEqual(0.85 * 96);
    });

    it("two clients, which cannot know of each other", async () => {
      const { perSecond, refused } = await send({ gate: gate(() => 100), counts: [6_000, 6_000] });
      expect(perSecond(20, 100)).toBeGreaterThanOrEqual(0.75 * 100);
      expect(refused).toBeLessThanOrEqual(0.01);
    });

    it("an outage", async () => {
      const { perSecond } = await send({
        gate: gate(() => 100),
        counts: [80 * 100],
        outage: [20_000, 40_000],
      });
      expect(perSecond(50)).toBeGreaterThanOrEqual(0.85 * 100);
    });
  },
);

it("waits for the end of a long window, and does not ask again and again", async () => {
  const { perSecond, refused } = await send({
    gate: fixedWindow(() => 200, 10_000, true),
    counts: [180 * 200],
  });
  expect(perSecond(30)).toBeGreaterThanOrEqual(0.9 * 200);
  expect(refused).toBeLessThanOrEqual(0.01);
});

describe("a server that refuses nothing and becomes slower the more it has to do", () => {
  it.each([
    [10, 16, 16],
    [10, 500, 64],
    [100, 16, 10],
    [100, 500, 10],
    [400, 500, 10],
  ])(
    "%d ms a request, %d at most: it is busy all the time, with %d there at the most",
    async (work, places, most) => {
      const clock = simulatedClock();
      const host = server({ clock, work, way: 20 });
      const limiter = limiterOf(clock, places);
      await clock.until(client({ clock, server: host, limiter, count: 60_000 / work, inHand: places }));
      expect(clock.now()).toBeLessThanOrEqual(60_000 / 0.98);
      expect(host.crowd()).toBeLessThanOrEqual(most);
    },
  );

  it("takes all places where as many are worked on side by side", async () => {
    const clock = simulatedClock();
    const host = server({ clock, work: 100, workers: 32, way: 20 });
    const limiter = limiterOf(clock, 32);
    await clock.until(client({ clock, server: host, limiter, count: 32 * 500, inHand: 32 }));
    // 100 ms of work, and 22 on the way.
    expect(clock.now()).toBeLessThanOrEqual((500 * 122) / 0.95);
  });
});

it("sends one at a time while a server fails, and as many as before soon after", async () => {
  const clock = simulatedClock();
  const host = server({ clock, way: 20, outage: [1_000, 11_000] });
  const limiter = limiterOf(clock);
  const places: number[] = [];
  for (const time of [900, 10_900, 20_000]) {
    void clock.sleep(time).then(() => places.push(limiter.state().places));
  }
  await clock.until(client({ clock, server: host, limiter, count: 10_000, inHand: 32 }));
  expect(places).toEqual([16, 1, 16]);
});
