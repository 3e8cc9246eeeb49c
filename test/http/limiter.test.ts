import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../../src/http/failure.ts";
import { createLimiter } from "../../src/http/limiter/limiter.ts";
import { accepted, openPace, type Pace, rateOf, refused } from "../../src/http/limiter/pace.ts";
import { answered, brokeDown, openPlaces, type Places } from "../../src/http/limiter/places.ts";
import { type Verdict, verdictOf } from "../../src/http/limiter/verdict.ts";
import { budgetOf } from "../../src/http/wait.ts";
import type { FailureReason } from "../../src/model/protocol.ts";
import { simulatedClock } from "./simulation.ts";
import { quickClock } from "./support.ts";

const date = Date.UTC(2026, 10, 15, 12, 0, 0);

describe("what an answer says about the host", () => {
  it.each<[FailureReason, number | null, Verdict["type"]]>([
    ["limited", 429, "refused"],
    ["unavailable", 502, "broken"],
    ["unavailable", 503, "broken"],
    ["unavailable", 500, "silent"],
    ["unreachable", null, "broken"],
    ["lost", null, "broken"],
    ["cancelled", null, "silent"],
    ["unauthenticated", 401, "well"],
    ["forbidden", 403, "well"],
    ["missing", 404, "well"],
    ["invalid", 400, "well"],
    ["conflict", 409, "well"],
    ["already", 409, "well"],
    ["busy", 423, "well"],
    ["malformed", 200, "well"],
  ])("%s (%s): %s", (reason, status, type) => {
    expect(verdictOf(failure(reason, "X", "", status), 60_000, date)).toEqual({ type });
  });

  it("waits as long as it asks, but no longer than is allowed", () => {
    const limited = { ...failure("limited", "X", "", 429), retryAfter: 5_000 };
    expect(verdictOf(limited, 60_000, date)).toEqual({ type: "refused", wait: 5_000 });
    expect(verdictOf(limited, 1_000, date)).toEqual({ type: "refused", wait: 1_000 });
    const down = { ...failure("unavailable", "X", "", 503), retryAfter: 5_000 };
    expect(verdictOf(down, 1_000, date)).toEqual({ type: "broken", wait: 1_000 });
  });

  it("reads what is left", () => {
    const ok = { ok: true, status: 200, body: null } as const;
    expect(verdictOf(ok, 60_000, date)).toEqual({ type: "well" });
    expect(verdictOf({ ...ok, headers: {} }, 60_000, date)).toEqual({ type: "well" });
    const headers = { "x-ratelimit-remaining": "3", "x-ratelimit-reset": "90" };
    expect(verdictOf({ ...ok, headers }, 60_000, date)).toEqual({
      type: "well",
      budget: { left: 3, reset: 60_000 },
    });
  });

  it.each([
    [{}, undefined],
    [{ "x-ratelimit-remaining": "3" }, undefined],
    [{ "x-ratelimit-reset": "3" }, undefined],
    [
      { "ratelimit-remaining": "0", "ratelimit-reset": "30" },
      { left: 0, reset: 30_000 },
    ],
    [
      { "x-ratelimit-remaining": "7", "x-ratelimit-reset": String(date / 1_000 + 9) },
      { left: 7, reset: 9_000 },
    ],
    [
      { "x-rate-limit-remaining": "7", "x-rate-limit-reset": String(date + 9_000) },
      { left: 7, reset: 9_000 },
    ],
    [{ "x-ratelimit-remaining": "many", "x-ratelimit-reset": "3" }, undefined],
    [{ "x-ratelimit-remaining": "-1", "x-ratelimit-reset": "3" }, undefined],
  ])("%j: %j", (headers, expected) => {
    expect(budgetOf(headers, date)).toEqual(expected);
  });
});

describe("places", () => {
  /** Rounds of answers that take so long, from `at` on. */
  const rounds = (from: Places, count: number, took: number, full = true, at = 0): Places => {
    let places = from;
    for (let round = 0; round < count; round += 1) {
      for (let left = places.limit; left > 0; left -= 1) places = answered(places, at, at + took, full);
    }
    return places;
  };
  const limits = (...of: readonly Places[]): readonly number[] => of.map(({ limit }) => limit);

  it("are few at first, and never more than allowed nor less than one", () => {
    expect(limits(openPlaces(16), openPlaces(2), openPlaces(1), openPlaces(0.5))).toEqual([4, 2, 1, 1]);
  });

  it("double with each good round until there are enough", () => {
    const start = openPlaces(30);
    expect([1, 2, 3, 4].map((count) => rounds(start, count, 10).limit)).toEqual([8, 16, 30, 30]);
  });

  it("stay where there was room", () => {
    expect(rounds(openPlaces(30), 3, 10, false).limit).toBe(4);
  });

  it("are halved once for all that were under way together; then grow by one a round", () => {
    const full = rounds(openPlaces(16), 3, 10);
    const once = brokeDown(full, 0, 50);
    const again = brokeDown(once, 20, 60);
    const later = brokeDown(again, 55, 70);
    expect(limits(full, once, again, later)).toEqual([16, 8, 8, 4]);
    expect(rounds(later, 2, 10, true, 80).limit).toBe(6);
    expect(rounds(later, 2, 10, true, 60)).toEqual(later);
    expect([1, 2, 3].reduce((places, time) => brokeDown(places, time * 100, time * 100), later).limit).toBe(
      1,
    );
  });

  it("become fewer where even the fastest of a round takes far longer than usual", () => {
    const usual = rounds(openPlaces(16), 2, 20);
    // Twice the usual and a tenth of a second: 140.
    expect(limits(rounds(usual, 1, 140), rounds(usual, 1, 187), rounds(usual, 1, 9_000))).toEqual([
      16, 11, 8,
    ]);
    let mixed = usual;
    for (let left = 15; left > 0; left -= 1) mixed = answered(mixed, 0, 5_000, true);
    expect(answered(mixed, 0, 20, true).limit).toBe(16);
  });

  it("are no fewer than at first for that: then slow is usual", () => {
    const few = rounds(rounds(openPlaces(16), 1, 20, false), 1, 800);
    expect(few).toMatchObject({ limit: 4, usual: 800 });
    expect(rounds(few, 1, 900).limit).toBe(8);
  });
});

describe("the pace", () => {
  /** So many a second are accepted, evenly. */
  const steady = (from: Pace, perSecond: number, seconds: number): Pace => {
    let pace = from;
    const count = Math.round(perSecond * seconds);
    for (let index = 1; index <= count; index += 1) {
      const now = from.since + (index * 1_000) / perSecond;
      pace = accepted(pace, now, now);
    }
    return pace;
  };
  /** Right after the first refusal, with this top. */
  const learned = (perSecond: number, seconds = 20): Pace => {
    const now = seconds * 1_000;
    return refused(steady(openPace(0), perSecond, seconds), now, now, 1_000);
  };

  it("is free until the first refusal", () => {
    expect(rateOf(steady(openPace(0), 500, 10), 10_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    ["what the host asks", 5_000, 5_000],
    ["a second where it does not say", undefined, 1_000],
    ["a second where it says nothing", 0, 1_000],
  ])("pauses %s", (_name, asked, expected) => {
    const pace = refused(openPace(0), 300, 300, asked);
    expect(pace.since).toBe(300 + expected);
  });

  it("pauses twice as long each time that nothing passed in between, a minute at most, and keeps the top", () => {
    let pace = learned(100);
    const { top } = pace;
    const pauses: number[] = [];
    for (let count = 0; count < 8; count += 1) {
      const now = pace.since + 1;
      pace = refused(pace, now, now, undefined);
      pauses.push((pace.since - now) / 1_000);
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    expect(pace.top).toBe(top);
    const passed = accepted(pace, pace.since, pace.since);
    expect(refused(passed, pace.since + 1, pace.since + 1, undefined).since).toBe(pace.since + 1_001);
  });

  it("counts one refusal for all that were under way together", () => {
    const first = learned(100);
    const second = refused(first, first.refusedAt - 10, first.refusedAt + 5, undefined);
    expect(second).toEqual(first);
    expect(refused(first, first.refusedAt - 10, first.refusedAt + 5, 3_000)).toEqual({
      ...first,
      since: first.refusedAt + 3_005,
    });
    expect(accepted(first, first.refusedAt - 10, first.refusedAt + 5)).toEqual(first);
  });

  it("learns the top from what was accepted in the last second", () => {
    expect(learned(100).top).toBeCloseTo(100, -1);
    expect(learned(100, 1).top).toBeCloseTo(100, -1);
    // 30 in a tenth of a second are 30 a second, as far as is known.
    const short = learned(300, 0.1);
    expect(short.top).toBeGreaterThan(25);
    expect(short.top).toBeLessThan(32);
    expect(refused(openPace(0), 0, 0, 1_000).top).toBe(1);
  });

  it("goes on at nine tenths, nears the top, stays about there, and then tries more", () => {
    const pace = learned(100);
    const top = pace.top ?? 0;
    expect(pace.span).toBe(20);
    const shares = [0, 5, 10, 20, 30, 40, 60].map((time) => rateOf(pace, pace.since + time * 1_000) / top);
    expect(shares.map((share) => share.toFixed(3))).toMatchInlineSnapshot(`
      [
        "0.900",
        "0.976",
        "0.997",
        "1.000",
        "1.003",
        "1.100",
        "4.200",
      ]
    `);
  });

  it("trusts what it learned twice as long as it went well, from one second to twenty", () => {
    expect([0.1, 3, 300].map((seconds) => learned(50, seconds).span)).toEqual([1, 6, 20]);
  });

  it("falls a little below what passed, and to half the rate at most, and never below one a second", () => {
    const before = learned(100);
    const rate = (pace: Pace, seconds: number) => rateOf(pace, pace.since + seconds * 1_000);
    const close = refused(steady(before, 90, 10), before.since + 10_000, before.since + 10_000, 1_000);
    expect((close.top ?? 0) / 90).toBeCloseTo(0.98, 1);
    const far = refused(steady(before, 10, 10), before.since + 10_000, before.since + 10_000, 1_000);
    expect(far.top).toBeCloseTo(rate(before, 10) / 2, 5);
    let low = before;
    for (let count = 0; count < 20; count += 1) {
      low = accepted(low, low.since, low.since);
      low = refused(low, low.since + 1, low.since + 1, 1_000);
    }
    expect(low.top).toBe(1);
  });

  it("begins anew after a time without requests", () => {
    const before = steady(learned(100), 95, 30);
    const later = before.countedAt + 60_000;
    const after = accepted(before, later, later + 10);
    expect(rateOf(after, later) / (after.top ?? 0)).toBeCloseTo(0.9, 5);
  });
});

describe("the limiter", () => {
  const open = (options: { concurrency: number; perSecond?: number; signal?: AbortSignal }) => {
    const clock = quickClock();
    const limiter = createLimiter<Verdict>({
      signal: new AbortController().signal,
      clock,
      judge: (verdict) => verdict,
      ...options,
    });
    return { clock, limiter };
  };
  const well: Verdict = { type: "well" };

  it("spreads starts over time", async () => {
    const { limiter, clock } = open({ concurrency: 100, perSecond: 10 });
    const starts: number[] = [];
    await Promise.all(
      Array.from({ length: 21 }, () =>
        limiter.run(async () => {
          starts.push(clock.now());
          return well;
        }),
      ),
    );
    for (const [index, start] of starts.entries()) expect(start).toBeGreaterThanOrEqual(index * 100);
    expect(clock.now()).toBeLessThanOrEqual(2_200);
  });

  it("leaves a host alone for as long as it asks, and then sends one ahead", async () => {
    const clock = simulatedClock();
    const limiter = createLimiter<Verdict>({
      signal: new AbortController().signal,
      clock,
      concurrency: 4,
      judge: (verdict) => verdict,
    });
    const starts: number[] = [];
    const send = (verdict: Verdict) =>
      limiter.run(async () => {
        starts.push(clock.now());
        await clock.sleep(10);
        return verdict;
      });
    await clock.until(send({ type: "broken", wait: 5_000 }));
    await clock.until(Promise.all([send({ type: "silent" }), send(well), send(well), send(well)]));
    // Three of four are under way together only once one came back well; the broken one halved the places.
    expect(starts).toEqual([0, 5_010, 5_020, 5_030, 5_030]);
  });

  it("waits for the next window where nothing is left in this one but for what is under way", async () => {
    const clock = simulatedClock();
    let left = 6;
    let reset = 1_000;
    const starts: number[] = [];
    const limiter = createLimiter<Verdict>({
      signal: new AbortController().signal,
      clock,
      concurrency: 4,
      judge: (verdict) => verdict,
    });
    const all = Array.from({ length: 12 }, () =>
      limiter.run(async () => {
        if (clock.now() >= reset) {
          left = 6;
          reset += 1_000;
        }
        left -= 1;
        starts.push(clock.now());
        const budget = { left, reset: reset - clock.now() };
        await clock.sleep(10);
        return { type: "well", budget };
      }),
    );
    await clock.until(Promise.all(all));
    expect(starts.filter((time) => time < 1_000)).toHaveLength(6);
    expect(starts.filter((time) => time >= 2_000)).toEqual([]);
  });

  it("goes on after work that throws", async () => {
    const { limiter } = open({ concurrency: 1 });
    await expect(limiter.run(() => Promise.reject(new Error("bug")))).rejects.toThrow("bug");
    expect(await limiter.run(async () => well)).toBe(well);
  });

  it("lets nobody in after the signal", async () => {
    const controller = new AbortController();
    const { limiter } = open({ concurrency: 1, signal: controller.signal });
    let release = (): void => {};
    const first = limiter.run(() => new Promise((resolve) => (release = () => resolve(well))));
    const second = limiter.run(async () => well);
    controller.abort();
    release();
    expect(await first).toBe(well);
    expect(await second).toBeNull();
    expect(await limiter.run(async () => well)).toBeNull();
  });

  const verdicts: fc.Arbitrary<Verdict> = fc.oneof(
    { weight: 6, arbitrary: fc.constant(well) },
    fc.record({ type: fc.constantFrom("refused", "broken"), wait: fc.nat(5_000) }),
    fc.constantFrom<Verdict>({ type: "refused" }, { type: "broken" }, { type: "silent" }),
    fc.record({
      type: fc.constant("well"),
      budget: fc.record({ left: fc.nat(20), reset: fc.nat(3_000) }),
    }),
  );
  /** Milliseconds after the one before it, milliseconds of work, what the host says; null: the work throws. */
  const works = fc.array(
    fc.record({
      after: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3_000)),
      takes: fc.nat(500),
      says: fc.option(verdicts, { freq: 20 }),
    }),
    { maxLength: 60 },
  );

  it("keeps its bounds and the order, and comes to an end, whatever the host says", async () => {
    await fc.assert(
      fc.asyncProperty(
        works,
        fc.integer({ min: 1, max: 12 }),
        fc.option(fc.double({ min: 0.5, max: 50, noNaN: true }), { nil: undefined }),
        fc.option(fc.nat(20_000), { nil: null }),
        async (list, concurrency, perSecond, cancelledAt) => {
          const clock = simulatedClock();
          const controller = new AbortController();
          let quiet = { from: 0, to: 0 };
          const limiter = createLimiter<Verdict>({
            signal: controller.signal,
            clock,
            concurrency,
            judge: (verdict) => {
              const wait = "wait" in verdict ? verdict.wait : undefined;
              if (wait !== undefined)
                quiet = { from: clock.now(), to: Math.max(quiet.to, clock.now() + wait) };
              return verdict;
            },
            ...(perSecond === undefined ? {} : { perSecond }),
          });
          const starts: { readonly index: number; readonly at: number }[] = [];
          let active = 0;
          const work = async (index: number, takes: number, says: Verdict | null): Promise<Verdict> => {
            expect(controller.signal.aborted).toBe(false);
            active += 1;
            expect(active).toBeLessThanOrEqual(concurrency);
            // Who was let in at the very moment had not heard of it.
            if (clock.now() > quiet.from) expect(clock.now()).toBeGreaterThanOrEqual(quiet.to);
            starts.push({ index, at: clock.now() });
            await clock.sleep(takes);
            active -= 1;
            if (says === null) throw new Error("bug");
            return says;
          };
          if (cancelledAt !== null) void clock.sleep(cancelledAt).then(() => controller.abort());
          const arrive = async (): Promise<readonly PromiseSettledResult<Verdict | null>[]> => {
            const all: Promise<Verdict | null>[] = [];
            for (const [index, { after, takes, says }] of list.entries()) {
              if (after > 0) await clock.sleep(after);
              const one = limiter.run(() => work(index, takes, says));
              one.catch(() => undefined);
              all.push(one);
              expect(limiter.state().places).toBeGreaterThanOrEqual(1);
            }
            return Promise.allSettled(all);
          };
          const results = await clock.until(arrive());

          expect(starts.map(({ index }) => index)).toEqual(
            starts.map(({ index }) => index).toSorted((a, b) => a - b),
          );
          const ran = new Set(starts.map(({ index }) => index));
          expect(results).toEqual(
            list.map(({ says }, index) => {
              if (!ran.has(index)) return { status: "fulfilled", value: null };
              return says === null
                ? { status: "rejected", reason: new Error("bug") }
                : { status: "fulfilled", value: says };
            }),
          );
          if (cancelledAt === null) expect(ran.size).toBe(list.length);
          if (perSecond === undefined) return;
          for (const [first, from] of starts.entries()) {
            for (const [more, to] of starts.slice(first).entries()) {
              const allowed = Math.max(1, perSecond / 10) + ((to.at - from.at) * perSecond) / 1_000;
              expect(more + 1).toBeLessThanOrEqual(allowed + 1e-6);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
