import { randomBytes } from "node:crypto";
import type { SandboxContext } from "../definition.ts";
import { ApiError } from "./errors.ts";

/** In the order in which the platform names them (cloud-elements.md §4 Paging). */
const exposed = [
  "Elements-Returned-Count",
  "Elements-Total-Count",
  "Elements-Request-Id",
  "Elements-Next-Page-Token",
  "Elements-Trace-Id",
  "Elements-Error",
  "Content-Disposition",
].join(", ");

/** Requests and answers beyond this are refused, oddly with 429 (§4 Limits). */
export const mostBytes = 8 * 1024 * 1024;

/** 24 hexadecimal characters (§4 Error envelope). */
function requestId(): string {
  return randomBytes(12).toString("hex");
}

/** The headers of every answer. */
function headersFor(context: SandboxContext, id: string): Record<string, string> {
  const origin = context.req.header("origin");
  return {
    "Elements-Request-Id": id,
    "Elements-Trace-Id": id,
    "Access-Control-Expose-Headers": exposed,
    ...(origin === undefined ? {} : { "Access-Control-Allow-Origin": origin }),
  };
}

/**
 * The answer of a handler: 200, whatever was done (§3). Text goes out as it is, with the content type that the
 * handler told; nothing is an empty answer; everything else is JSON.
 */
export function respond(context: SandboxContext, result: unknown): Response {
  if (result instanceof ApiError) return respondError(context, result);
  for (const [name, value] of Object.entries(headersFor(context, requestId()))) context.header(name, value);
  if (result === undefined) return context.body(null, 200);
  if (typeof result === "string") return context.body(result, 200);
  const text = JSON.stringify(result);
  if (Buffer.byteLength(text) > mostBytes) return respondError(context, tooLarge("response"));
  context.header("Content-Type", "application/json;charset=UTF-8");
  return context.body(text, 200);
}

export function respondError(
  context: SandboxContext,
  error: ApiError,
  extra: Readonly<Record<string, string>> = {},
): Response {
  const id = requestId();
  return new Response(JSON.stringify({ requestId: id, message: error.message }), {
    status: error.status,
    headers: {
      ...headersFor(context, id),
      "Content-Type": "application/json;charset=UTF-8",
      "Elements-Error": "true",
      ...extra,
    },
  });
}

/** A status out of the blue: a fault or the rate limit. */
export function respondStatus(
  context: SandboxContext,
  status: number,
  retryAfter: number | undefined,
): Response {
  const message = status === 429 ? "Too many requests; try again later" : `Try again later (${status})`;
  const extra = retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
  return respondError(context, new ApiError(status, message), extra);
}

export function tooLarge(what: "request" | "response"): ApiError {
  return new ApiError(429, `The ${what} body is larger than 8 MB`);
}
