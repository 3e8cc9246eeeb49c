import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failure, mayHaveBeenCarriedOut } from "../../src/http/failure.ts";
import { nextWait, type Repeat, retries, retryDefaults } from "../../src/http/retry.ts";
import { askedWait } from "../../src/http/wait.ts";
import type { FailureReason } from "../../src/model/protocol.ts";

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

  it.each([
    ["nothing asked for", undefined],
    ["two seconds asked for", 2_000],
    ["a minute asked for", 60_000],
    ["a day asked for", 86_400_000],
  ])("%s: those who were refused together do not come back together", (_name, asked) => {
    const of = {
      ...failure("limited", "Error", "", 429),
      ...(asked === undefined ? {} : { retryAfter: asked }),
    };
    const waits = Array.from({ length: 50 }, (_, index) =>
      nextWait(of, "safe", { tries: 3, counted: 0, waited: 0 }, retryDefaults, () => index / 50),
    ).map((wait) => wait ?? Number.NaN);
    expect(new Set(waits).size).toBe(50);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(100);
    expect(Math.max(...waits)).toBeLessThanOrEqual(retryDefaults.longest);
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
