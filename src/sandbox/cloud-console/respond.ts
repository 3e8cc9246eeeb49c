import { ApiError, refusal } from "./errors.ts";

/** 200 with JSON, or with nothing where there is nothing to say: no other success is known (cloud-console.md §3). */
export function respond(result: unknown): Response {
  return result === undefined
    ? new Response(null, { headers: { "content-length": "0" } })
    : json(200, result);
}

export function respondError(error: Error): Response {
  const { status, body } =
    error instanceof ApiError
      ? error
      : refusal(500, "internal_error", `The sandbox failed: ${error.message}`);
  return json(status, body);
}

const codes: ReadonlyMap<number, string> = new Map([
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not_found"],
  [409, "conflict"],
  [429, "too_many_requests"],
  [503, "service_unavailable"],
]);

/** A status out of the blue: a fault or the rate limit. `retryAfter` is in seconds. */
export function respondStatus(status: number, retryAfter: number | undefined): Response {
  const code = codes.get(status) ?? (status >= 500 ? "internal_error" : "bad_request");
  const { body } = refusal(status, code, `Try again later (${status})`);
  return json(status, body, retryAfter === undefined ? {} : { "retry-after": String(retryAfter) });
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}
