import { STATUS_CODES } from "node:http";
import type { Refusal, SandboxContext } from "../definition.ts";
import { ApiError, TokenError } from "./errors.ts";
import { tokenPath } from "./paths.ts";

type Headers = Readonly<Record<string, string>>;

export function json(status: number, body: unknown, headers: Headers = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

export const ok = (data: unknown): Response => json(200, { data });
export const created = (data: unknown): Response => json(201, { data });
export const done = (): Response => new Response(null, { status: 204 });

/** The answer to whatever a handler throws. */
export function respondError(error: Error): Response {
  if (error instanceof ApiError) return apiError(error.status, error.code, error.message);
  if (error instanceof TokenError) return tokenError(error.status, error.error, error.message);
  return apiError(500, "Internal Server Error", `The sandbox failed: ${error.message}`);
}

/** A status out of the blue: a fault or the rate limit. */
export function refuse(context: SandboxContext, refusal: Refusal): Response {
  // No write excludes another one here (§4: no etag, no version), so nothing is ever locked by itself.
  if (refusal.kind === "locked") return apiError(409, "Conflict", "The resource is being changed");
  const { status, retryAfter } = refusal;
  const headers: Headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  if (context.req.path === tokenPath) {
    return tokenError(status, oauthCode(status), `Try again later (${status})`, headers);
  }
  if (status === 401) return tokenError(401, "invalid_token", invalidToken, headers);
  return apiError(status, STATUS_CODES[status] ?? "Error", `Try again later (${status})`, headers);
}

/** As the platform words it (§4). */
export const invalidToken = "The access token is invalid or has expired";

function apiError(status: number, code: string, reason: string, headers: Headers = {}): Response {
  return json(status, { errors: { timestamp: Date.now(), code, reason } }, headers);
}

function tokenError(status: number, error: string, description: string, headers: Headers = {}): Response {
  const scheme = error === "invalid_client" ? "Basic" : "Bearer";
  const challenge: Headers = status === 401 ? { "www-authenticate": `${scheme} realm="marketplace"` } : {};
  return json(status, { error, error_description: description }, { ...challenge, ...headers });
}

function oauthCode(status: number): string {
  if (status === 401) return "invalid_client";
  if (status === 429 || status === 503) return "temporarily_unavailable";
  return status >= 500 ? "server_error" : "invalid_request";
}
