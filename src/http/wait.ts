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
  const server = Date.parse(headers.date ?? "");
  const reference = Number.isNaN(server) ? now : server;
  for (const name of ["retry-after", "x-retry-after"]) {
    const text = headers[name]?.trim();
    if (text === undefined || text === "") continue;
    const seconds = number(text);
    if (seconds !== undefined) return seconds * 1_000;
    const date = /^[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(date)) return Math.max(0, date - reference);
  }
  for (const name of ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"]) {
    const value = number(headers[name]?.trim() ?? "");
    if (value === undefined) continue;
    if (value > 1e11) return Math.max(0, value - reference);
    if (value > 1e8) return Math.max(0, value * 1_000 - reference);
    return value * 1_000;
  }
  return undefined;
}

function number(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
