import { ApiError, envelope } from "./errors.ts";

/**
 * Answers what a route returned: nothing is 204, a refusal that it returned (rather than threw, so that what it
 * wrote stays) is an error, all else is 200. datikube takes no other success than 200 (datica.md §3a, dk:auth).
 */
export function respond(result: unknown): Response {
  if (result instanceof ApiError) return respondError(result);
  return result === undefined ? new Response(null, { status: 204 }) : json(200, result);
}

/** `retryAfter` is in seconds. */
export function respondError(error: ApiError, retryAfter?: number): Response {
  const extra = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return json(error.status, envelope(error), extra);
}

function json(status: number, body: unknown, extra: Readonly<Record<string, string>> = {}): Response {
  const text = JSON.stringify(body);
  const headers = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
    ...extra,
  };
  return new Response(text, { status, headers });
}
