import { failure } from "../../http/failure.ts";
import { excerpt, oneLine } from "../../http/text.ts";
import type { Answer, Failure, FailureReason, Outcome } from "../../model/protocol.ts";
import { isRecord, type Value } from "../../model/value.ts";

/** Error types of the platform (dnanexus.md §4). 401 has two meanings: only the type tells them apart (§6.1). */
const reasons: Readonly<Record<string, FailureReason>> = {
  MalformedJSON: "invalid",
  InvalidAuthentication: "unauthenticated",
  PermissionDenied: "forbidden",
  SpendingLimitExceeded: "forbidden",
  OrgExpired: "forbidden",
  ResourceNotFound: "missing",
  InvalidInput: "invalid",
  InvalidType: "invalid",
  InvalidState: "conflict",
  RateLimitConditional: "limited",
  InternalError: "unavailable",
  ServiceUnavailable: "unavailable",
};

/** Operations after which "there is no such thing" means that what was wanted is so. */
const removals: ReadonlySet<string> = new Set(["org.removeMember", "project.destroy", "project.leave"]);

/**
 * | answer | outcome |
 * | --- | --- |
 * | 200, a JSON object | success |
 * | 200, anything else | malformed |
 * | the platform's envelope | by `error.type`; an unknown type by its status |
 * | the envelope, words about a lock | busy (§6.10: the type is not known) |
 * | ResourceNotFound to a removal | already |
 * | no envelope, 429 | limited |
 * | no envelope, 5xx | unavailable (a gateway's HTML, §6.25) |
 * | no envelope, others | malformed: the server is not the API |
 */
export function outcome(answer: Answer, operation: string | null): Outcome {
  const body = parse(answer.text);
  if (answer.status === 200) {
    if (isRecord(body)) return { ok: true, status: 200, body: body as Value };
    return refusal(answer, "malformed", "MalformedAnswer", notOurs(answer));
  }
  const error = isRecord(body) && isRecord(body.error) ? body.error : undefined;
  const type = error?.type;
  if (error === undefined || typeof type !== "string") {
    const reason = answer.status === 429 ? "limited" : answer.status >= 500 ? "unavailable" : "malformed";
    return refusal(answer, reason, `HTTP ${answer.status}`, notOurs(answer));
  }
  const message = typeof error.message === "string" ? oneLine(error.message) : "";
  return refusal(answer, reasonOf(answer.status, type, message, operation), oneLine(type, 80), message);
}

function reasonOf(status: number, type: string, message: string, operation: string | null): FailureReason {
  if (/\block\b/i.test(message) && status !== 401) return "busy";
  if (type === "ResourceNotFound" && operation !== null && removals.has(operation)) return "already";
  const known = Object.hasOwn(reasons, type) ? reasons[type] : undefined;
  if (known !== undefined) return known;
  if (status === 429) return "limited";
  if (status >= 500) return "unavailable";
  return status === 401 || status === 403 ? "forbidden" : status === 404 ? "missing" : "invalid";
}

function refusal(answer: Answer, reason: FailureReason, code: string, message: string): Failure {
  const retryAfter = retryAfterOf(answer.headers["retry-after"]);
  return {
    ...failure(reason, code, message, answer.status),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

function notOurs(answer: Answer): string {
  const beginning = answer.text.trim() === "" ? "an empty body" : `"${excerpt(answer.text)}"`;
  return `HTTP ${answer.status} with ${beginning} instead of DNAnexus's JSON. Check the URL of the connection.`;
}

/** Seconds; a date would need a clock that agrees with the server's. */
function retryAfterOf(header: string | undefined): number | undefined {
  const seconds = header === undefined || header.trim() === "" ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
