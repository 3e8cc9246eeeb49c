import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure } from "../../src/http/failure.ts";
import { createLimiter } from "../../src/http/limiter.ts";
import { createSession, type Grant } from "../../src/http/session.ts";
import type { Failure } from "../../src/model/protocol.ts";
import { memoryTokens, protocol, quickClock } from "./support.ts";

describe("the session", () => {
  const open = (answers: readonly (Readonly<Record<string, string>> | Failure)[]) => {
    let count = 0;
    const session = createSession({
      credentials: new Map(),
      tokens: memoryTokens(),
      hide: () => undefined,
      send: async () => failure("unreachable", "Unreachable", ""),
      protocol: protocol({
        authorize: async () => {
          count += 1;
          await new Promise((resolve) => setImmediate(resolve));
          return answers[Math.min(count, answers.length) - 1] ?? {};
        },
      }),
    });
    const grant = async (): Promise<Grant> => {
      const granted = await session.grant();
      if ("ok" in granted) throw new Error(granted.message);
      return granted;
    };
    return { session, grant, count: () => count };
  };

  it("renews once for all that were refused side by side, and for who comes late with the old grant", async () => {
    const { session, grant, count } = open([{ token: "one" }, { token: "two" }, { token: "three" }]);
    const old = await grant();
    const fresh = await Promise.all([session.renew(old), session.renew(old), session.renew(old)]);
    expect(fresh.map((each) => (each !== null && "headers" in each ? each.headers.token : null))).toEqual([
      "two",
      "two",
      "two",
    ]);
    expect(await session.renew(old)).toMatchObject({ headers: { token: "two" } });
    expect(count()).toBe(2);
    expect(await session.renew(await grant())).toMatchObject({ headers: { token: "three" } });
    expect(count()).toBe(3);
  });

  it("does not try again what gave the same again", async () => {
    const { session, grant, count } = open([{ token: "one" }]);
    const old = await grant();
    expect(await Promise.all([session.renew(old), session.renew(old)])).toEqual([null, null]);
    expect(await session.renew(old)).toBeNull();
    expect(count()).toBe(2);
  });

  it("does not try again what was refused", async () => {
    const refused = failure("unauthenticated", "Wrong", "wrong password", 401);
    const { session, grant, count } = open([{ token: "one" }, refused, { token: "two" }]);
    const old = await grant();
    expect(await session.renew(old)).toBe(refused);
    expect(await session.renew(old)).toBe(refused);
    expect(await session.grant()).toBe(refused);
    expect(count()).toBe(2);
  });
});

describe("the limiter", () => {
  const open = (options: { concurrency: number; perSecond?: number; signal?: AbortSignal }) => {
    const clock = quickClock();
    const limiter = createLimiter<string>({
      signal: new AbortController().signal,
      clock,
      pressure: (result) => (result === "slow down" ? 1_000 : null),
      ...options,
    });
    return { clock, limiter };
  };

  it("keeps the order and the bound, whatever the load", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(3), { maxLength: 40 }),
        async (concurrency, loads) => {
          const { limiter } = open({ concurrency });
          const order: number[] = [];
          let active = 0;
          const results = await Promise.all(
            loads.map((ticks, index) =>
              limiter.run(async () => {
                active += 1;
                expect(active).toBeLessThanOrEqual(concurrency);
                order.push(index);
                for (let tick = 0; tick < ticks; tick += 1) await null;
                active -= 1;
                return String(index);
              }),
            ),
          );
          expect(results).toEqual(loads.map((_ticks, index) => String(index)));
          expect(order).toEqual(loads.map((_ticks, index) => index));
        },
      ),
    );
  });

  it("spreads starts over time", async () => {
    const { limiter, clock } = open({ concurrency: 100, perSecond: 10 });
    const starts: number[] = [];
    await Promise.all(
      Array.from({ length: 21 }, () =>
        limiter.run(async () => {
          starts.push(clock.now());
          return "";
        }),
      ),
    );
    for (const [index, start] of starts.entries()) expect(start).toBeGreaterThanOrEqual(index * 100);
    expect(clock.now()).toBeLessThanOrEqual(2_200);
  });

  it("halves once for requests that were refused together, waits, and grows back slowly", async () => {
    const { limiter, clock } = open({ concurrency: 8 });
    await Promise.all(Array.from({ length: 8 }, () => limiter.run(async () => "slow down")));
    expect(limiter.limit()).toBe(4);
    await limiter.run(async () => "slow down");
    expect(clock.now()).toBe(1_000);
    expect(limiter.limit()).toBe(2);
    for (let count = 0; count < 30; count += 1) await limiter.run(async () => "");
    expect(limiter.limit()).toBeGreaterThan(4);
    for (let count = 0; count < 30; count += 1) await limiter.run(async () => "");
    expect(limiter.limit()).toBe(8);
  });

  it("goes on after work that throws", async () => {
    const { limiter } = open({ concurrency: 1 });
    await expect(limiter.run(() => Promise.reject(new Error("bug")))).rejects.toThrow("bug");
    expect(await limiter.run(async () => "fine")).toBe("fine");
  });

  it("lets nobody in after the signal", async () => {
    const controller = new AbortController();
    const { limiter } = open({ concurrency: 1, signal: controller.signal });
    let release = (): void => {};
    const first = limiter.run(() => new Promise((resolve) => (release = () => resolve("done"))));
    const second = limiter.run(async () => "never");
    controller.abort();
    release();
    expect(await first).toBe("done");
    expect(await second).toBeNull();
    expect(await limiter.run(async () => "never")).toBeNull();
  });
});
