import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure, mayHaveBeenCarriedOut } from "../../src/http/failure.ts";
import { parseBody } from "../../src/http/json.ts";
import { createLimiter } from "../../src/http/limiter.ts";
import { redactor } from "../../src/http/redact.ts";
import { nextWait, type Repeat, retries, retryDefaults } from "../../src/http/retry.ts";
import { oneLine } from "../../src/http/text.ts";
import { askedWait } from "../../src/http/wait.ts";
import type { FailureReason } from "../../src/model/protocol.ts";
import { quickClock } from "./support.ts";

const now = Date.UTC(2026, 10, 15, 12, 0, 0);

describe("how long a platform asks to wait", () => {
  it.each([
    [{}, undefined],
    [{ "retry-after": "30" }, 30_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after": "Sun, 15 Nov 2026 12:00:20 GMT" }, 20_000],
    [{ "retry-after": "Sun, 15 Nov 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "Sun, 15 Nov 2026 13:00:20 GMT", date: "Sun, 15 Nov 2026 13:00:00 GMT" }, 20_000],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-1" }, undefined],
    [{ "x-retry-after": "7" }, 7_000],
    [{ "ratelimit-reset": "12" }, 12_000],
    [{ "x-ratelimit-reset": String(now / 1_000 + 9) }, 9_000],
    [{ "x-ratelimit-reset": String(now + 9_000) }, 9_000],
    [{ "x-ratelimit-reset": "3" }, 3_000],
    [{ "x-rate-limit-reset": String(now / 1_000 - 9) }, 0],
    [{ "retry-after": "1", "x-ratelimit-reset": "99" }, 1_000],
    [{ "retry-after": "", "x-ratelimit-reset": "99" }, 99_000],
  ])("%j: %s ms", (headers, expected) => {
    expect(askedWait(headers, now)).toBe(expected);
  });
});

describe("what is sent again", () => {
  const table: [FailureReason, number | null, string, string, string][] = [
    // reason, status, read, safe, check and never
    ["limited", 429, "free", "free", "free"],
    ["busy", 422, "free", "free", "free"],
    ["unavailable", 503, "free", "free", "free"],
    ["unreachable", null, "counted", "counted", "counted"],
    ["lost", null, "counted", "counted", "no"],
    ["unavailable", 500, "counted", "counted", "no"],
    ["unavailable", 504, "counted", "counted", "no"],
    ["unavailable", null, "counted", "counted", "no"],
    ["unauthenticated", 401, "no", "no", "no"],
    ["forbidden", 403, "no", "no", "no"],
    ["missing", 404, "no", "no", "no"],
    ["invalid", 422, "no", "no", "no"],
    ["conflict", 409, "no", "no", "no"],
    ["already", 409, "no", "no", "no"],
    ["malformed", 200, "no", "no", "no"],
    ["cancelled", null, "no", "no", "no"],
  ];
  it.each(table)("%s %s: read %s, safe %s, other writes %s", (reason, status, read, safe, other) => {
    const of = failure(reason, "Error", "", status);
    expect(retries(of, "read")).toBe(read);
    expect(retries(of, "safe")).toBe(safe);
    expect(retries(of, "check")).toBe(other);
    expect(retries(of, "never")).toBe(other);
  });

  it("an unknown host and a bad certificate are not asked again", () => {
    expect(retries(failure("unreachable", "UnknownHost", ""), "read")).toBe("no");
    expect(retries(failure("unreachable", "Certificate", ""), "read")).toBe("no");
  });

  it.each<[FailureReason, number | null, boolean]>([
    ["lost", null, true],
    ["unavailable", 503, false],
    ["unavailable", 502, true],
    ["unavailable", null, true],
    ["malformed", 200, true],
    ["malformed", 500, true],
    ["malformed", null, true],
    ["malformed", 302, false],
    ["malformed", 404, false],
    ["limited", 429, false],
    ["unreachable", null, false],
    ["forbidden", 403, false],
    ["cancelled", null, false],
  ])("%s %s may have been carried out: %s", (reason, status, expected) => {
    expect(mayHaveBeenCarriedOut(failure(reason, "Error", "", status))).toBe(expected);
  });

  it("waits are never longer than allowed, alone or in all, and attempts end", () => {
    const reasons: FailureReason[] = ["limited", "busy", "unavailable", "unreachable", "lost"];
    fc.assert(
      fc.property(
        fc.constantFrom(...reasons),
        fc.option(fc.integer({ min: 0, max: 1e7 }), { nil: undefined }),
        fc.constantFrom<Repeat>("read", "safe", "check", "never"),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (reason, retryAfter, repeat, random) => {
          const of = {
            ...failure(reason, "Error", "", null),
            ...(retryAfter === undefined ? {} : { retryAfter }),
          };
          let effort = { tries: 0, counted: 0, waited: 0 };
          for (;;) {
            const wait = nextWait(of, repeat, effort, retryDefaults, () => random);
            if (wait === null) break;
            expect(wait).toBeGreaterThanOrEqual(0);
            expect(wait).toBeLessThanOrEqual(retryDefaults.longest);
            const counts = retries(of, repeat) === "counted" ? 1 : 0;
            effort = {
              tries: effort.tries + 1,
              counted: effort.counted + counts,
              waited: effort.waited + wait,
            };
          }
          expect(effort.waited).toBeLessThanOrEqual(retryDefaults.patience);
          expect(effort.tries).toBeLessThan(100);
          expect(effort.counted).toBeLessThan(retryDefaults.attempts);
        },
      ),
    );
  });
});

describe("redaction", () => {
  it("takes secrets out of any text, however they are written", () => {
    // What a secret may look like inside longer texts; six characters and more are found in every coding.
    const secret = fc
      .string({ unit: "grapheme-ascii", minLength: 6, maxLength: 40 })
      .filter((s) => s.trim().length >= 6);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const { redact } = redactor([value]);
        const codings: ((text: string) => string)[] = [
          (text) => text,
          (text) => JSON.stringify(text),
          encodeURIComponent,
          (text) => Buffer.from(text).toString("hex"),
          (text) => Buffer.from(text).toString("base64url"),
        ];
        for (const coding of codings) {
          const shown = redact(`x ${coding(value)} y`);
          expect(shown).toContain("[redacted]");
          expect(shown).not.toContain(coding(value));
        }
        const basic = Buffer.from(`${before.toWellFormed()}${value}${after.toWellFormed()}`).toString(
          "base64",
        );
        expect(redact(basic)).toContain("[redacted]");
      }),
    );
  });

  it("hides short ones as they are, longest first, and what is added later", () => {
    const { redact, hide } = redactor(["abc", "abcdef", "", "  "]);
    expect(redact("abcdef abc ab")).toBe("[redacted] [redacted] ab");
    hide("a+b (c)");
    expect(redact("a+b (c), a%2Bb%20(c), a%2Bb+%28c%29")).toBe("[redacted], [redacted], [redacted]");
    expect(redactor([]).redact("as it is")).toBe("as it is");
  });

  it("finds a token from a file with its line break", () => {
    expect(redactor(["token-123\n"]).redact("bad token-123.")).toBe("bad [redacted].");
  });
});

describe("text of others", () => {
  it("comes on one line, without what a terminal would obey", () => {
    expect(oneLine("a\r\n\u001b]0;title\u0007b\u202ec\u2066\u200f\u2028d\u0085")).toBe("a ]0;title b c d");
    expect(oneLine("x".repeat(5_000))).toHaveLength(1_000);
    expect(oneLine("x".repeat(20), 10)).toBe("xxxxxxxxx…");
  });
});

describe("bodies", () => {
  const answer = (body: string) => ({ status: 200, headers: {}, text: body });
  it.each([
    ["", { ok: true, value: null }],
    ["null", { ok: true, value: null }],
    ['{"a":[1]}', { ok: true, value: { a: [1] } }],
    ["<html>", { reason: "malformed", message: "The answer (status 200) is HTML instead of JSON: <html>" }],
    ["OK", { reason: "malformed", message: "The answer (status 200) is text instead of JSON: OK" }],
    ["  \n", { reason: "malformed", message: "The answer (status 200) is nothing instead of JSON" }],
    ['{"a":1', { reason: "lost", message: 'The answer (status 200) breaks off in the middle: {"a":1' }],
    ['[{"a":"\\"]', { reason: "lost" }],
    ['{"a":{"b":1}', { reason: "lost" }],
    ["{a:1}", { reason: "malformed" }],
  ])("%j", (body, expected) => {
    expect(parseBody(answer(body))).toMatchObject(expected);
  });

  it("JSON that is cut anywhere is never taken for something else", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.jsonValue(), { minLength: 1 }),
          fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
        ),
        fc.nat(),
        (value, at) => {
          const whole = JSON.stringify(value);
          const cut = whole.slice(0, 1 + (at % (whole.length - 1)));
          expect(parseBody(answer(whole))).toMatchObject({ ok: true });
          expect(parseBody(answer(cut))).toMatchObject({ ok: false, reason: "lost" });
        },
      ),
    );
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
