import { failure } from "../../http/failure.ts";
import { notOurs, parseBody, unreadable } from "../../http/json.ts";
import { oneLine } from "../../http/text.ts";
import type { Answer, FailureReason, Outcome } from "../../model/protocol.ts";
import { sentence } from "../../model/text.ts";
import { isRecord } from "../../model/value.ts";

/** Error types of the platform (dnanexus.md §4). 401 has two meanings: only the type tells them apart (§6.1). */
const reasons: ReadonlyMap<string, FailureReason> = new Map([
  ["MalformedJSON", "invalid"],
  ["InvalidAuthentication", "unauthenticated"],
  ["PermissionDenied", "forbidden"],
  ["SpendingLimitExceeded", "forbidden"],
  ["OrgExpired", "forbidden"],
  ["ResourceNotFound", "missing"],
  ["InvalidInput", "invalid"],
  ["InvalidType", "invalid"],
  ["InvalidState", "conflict"],
  ["RateLimitConditional", "limited"],
  ["InternalError", "unavailable"],
  ["ServiceUnavailable", "unavailable"],
]);

/** Operations after which "there is no such thing" means that what was wanted is so. */
const removals: ReadonlySet<string> = new Set(["org.removeMember", "project.destroy"]);

/** Two writes met on one project (§6.10). The type of that refusal is not known, so its words have to do. */
const locked = /\bacquire\b.*\block\b/i;

/**
 * | answer | outcome |
 * | --- | --- |
 * | 200, a JSON object | success |
 * | 200, cut off | lost |
 * | 200, anything else | malformed |
 * | the platform's envelope, ResourceNotFound to a removal | already |
 * | the envelope, a known type | by its type |
 * | the envelope, words about a lock | busy |
 * | the envelope, another type | by its status |
 * | no envelope | malformed (a gateway's page, §6.25; the HTTP client knows what its status means) |
 */
export function outcome(answer: Answer, operation: string | null): Outcome {
  const body = parseBody(answer);
  if (answer.status === 200) {
    if (!body.ok) return body;
    return isRecord(body.value) ? { ok: true, status: 200, body: body.value } : unreadable(answer);
  }
  const error = body.ok && isRecord(body.value) ? body.value.error : undefined;
  if (!isRecord(error) || typeof error.type !== "string" || error.type === "") {
    return notOurs(answer, "the API");
  }
  const message = typeof error.message === "string" ? oneLine(error.message) : "";
  const reason = reasonOf(answer.status, error.type, message, operation);
  const stale = operation === "project.update" && reason === "conflict" && outdated.test(message);
  const words = stale ? `${sentence(message)} ${changed}` : message;
  return failure(reason, oneLine(error.type, 80), words, answer.status);
}

/** An update named a version that the project no longer has (§6.17). */
const outdated = /\bversion\b/i;
const changed = "Somebody else has changed the project meanwhile, so nothing of this was done. Plan again.";

function reasonOf(status: number, type: string, message: string, operation: string | null): FailureReason {
  if (type === "ResourceNotFound" && operation !== null && removals.has(operation)) return "already";
  const known = reasons.get(type);
  if ((known === undefined || known === "conflict" || known === "invalid") && locked.test(message))
    return "busy";
  if (known !== undefined) return known;
  if (status === 429) return "limited";
  if (status >= 500) return "unavailable";
  return status === 401 || status === 403 ? "forbidden" : status === 404 ? "missing" : "invalid";
}
