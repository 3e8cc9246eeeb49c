import type { Answer } from "../model/protocol.ts";

/**
 * How long the platform asks to wait, in milliseconds, or undefined where it does not say. Platforms speak
 * differently; this reads all of them, the most binding first:
 *
 * | header | means |
 * | --- | --- |
 * | `Retry-After`, `X-Retry-After` | seconds, or an HTTP date |
 * | `RateLimit-Reset` | seconds |
 * | `X-RateLimit-Reset`, `X-Rate-Limit-Reset` | seconds, or seconds or milliseconds since 1970 |
 *
 * Dates are compared with the answer's own `Date`, where it has one: the two clocks need not agree.
 */
export function askedWait(headers: Answer["headers"], now: number): number | undefined {
  const reference = referenceOf(headers, now);
  for (const name of ["retry-after", "x-retry-after"]) {
    const text = headers[name]?.trim();
    if (text === undefined || text === "") continue;
    const seconds = number(text);
    if (seconds !== undefined) return seconds * 1_000;
    const date = /^[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(date)) return Math.max(0, date - reference);
  }
  return resetOf(headers, reference);
}

/** What the host will still take, and the milliseconds until it takes more. */
export interface Budget {
  readonly left: number;
  readonly reset: number;
}

/** The budget that an answer tells of (`RateLimit-Remaining`, `X-RateLimit-Remaining`), where it says both. */
export function budgetOf(headers: Answer["headers"], now: number): Budget | undefined {
  const left = numberIn(
    headers,
    names.map((name) => `${name}-remaining`),
  );
  if (left === undefined) return undefined;
  const reset = resetOf(headers, referenceOf(headers, now));
  return reset === undefined ? undefined : { left, reset };
}

const names = ["ratelimit", "x-ratelimit", "x-rate-limit"];

function resetOf(headers: Answer["headers"], reference: number): number | undefined {
  const value = numberIn(
    headers,
    names.map((name) => `${name}-reset`),
  );
  if (value === undefined) return undefined;
  if (value > 1e11) return Math.max(0, value - reference);
  if (value > 1e8) return Math.max(0, value * 1_000 - reference);
  return value * 1_000;
}

function referenceOf(headers: Answer["headers"], now: number): number {
  const server = Date.parse(headers.date ?? "");
  return Number.isNaN(server) ? now : server;
}

function numberIn(headers: Answer["headers"], names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = number(headers[name]?.trim() ?? "");
    if (value !== undefined) return value;
  }
  return undefined;
}

function number(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
