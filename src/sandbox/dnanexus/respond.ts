import type { SandboxContext } from "../definition.ts";
import { type ApiError, type ErrorType, typeForStatus } from "./errors.ts";

/** The only version of the API there is (§4 Version). */
export const apiVersion = "1.0.0";

let answered = 0;

/** 13 digits, a dash, 1 to 6 digits (dnanexus.md §4). */
function requestId(): string {
  answered = (answered + 1) % 1_000_000;
  return `${Date.now()}-${answered}`;
}

/** An answer with the headers that every answer has (§4, §7.2): the client crashes on anything but JSON. */
export function respond(
  context: SandboxContext,
  status: number,
  body: unknown,
  extra?: Readonly<Record<string, string>>,
): Response {
  const text = JSON.stringify(body);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
    "x-request-id": requestId(),
    "x-content-type-options": "nosniff",
    "dnanexus-api": context.req.header("dnanexus-api") ?? apiVersion,
    ...extra,
  };
  const origin = context.req.header("origin");
  if (origin !== undefined) headers["access-control-allow-origin"] = origin;
  return new Response(text, { status, headers });
}

export function respondError(context: SandboxContext, error: ApiError): Response {
  return respond(context, error.status, envelope(error.type, error.message));
}

/** A status out of the blue: a fault or the rate limit. */
export function respondStatus(
  context: SandboxContext,
  status: number,
  retryAfter: number | undefined,
): Response {
  const type = typeForStatus(status);
  const body = envelope(
    type,
    status === 429 ? "Too many requests; try again later" : `Try again later (${status})`,
  );
  return respond(
    context,
    status,
    body,
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}

function envelope(type: ErrorType, message: string): unknown {
  return { error: { type, message } };
}
