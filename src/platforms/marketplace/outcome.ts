import { failure } from "../../http/failure.ts";
import { notOurs, parseBody, unreadable } from "../../http/json.ts";
import { oneLine } from "../../http/text.ts";
import type { Answer, FailureReason, Outcome } from "../../model/protocol.ts";
import { isRecord } from "../../model/value.ts";

/** Errors of the token endpoint and of tokens, by name, whatever the status (marketplace.md §4; RFC 6749 §5.2). */
const oauth: ReadonlyMap<string, FailureReason> = new Map([
  ["invalid_token", "unauthenticated"],
  ["invalid_grant", "unauthenticated"],
  ["invalid_client", "unauthenticated"],
  ["unauthorized_client", "unauthenticated"],
  ["insufficient_scope", "forbidden"],
]);

/**
 * After these "there is no such thing" means that what was wanted is so; unless it is the organization that cannot be
 * found: strangers are told the same of one that is there (§3.1 O3).
 */
const removals: ReadonlySet<string> = new Set([
  "member.remove",
  "team.delete",
  "team-member.remove",
  "team-member.leave",
  "application.unshare",
]);
const noOrganization = "ORG-1003-404";

/**
 * | answer | outcome |
 * | --- | --- |
 * | 204 | success, without a body |
 * | 200, 201, a JSON object | success |
 * | 200, 201, cut off | lost |
 * | other 2xx, or no object | malformed |
 * | `{ errors: { code, reason } }`, a removal of what is not there | already |
 * | the same | by its status |
 * | `{ error, error_description }`, also nested under `errors` | by its name, else by its status |
 * | no envelope | malformed (a gateway's page; the HTTP client knows what its status means) |
 *
 * 409 is never "already": additions are all-or-nothing, so the others of the batch are not there (§3.2 M2).
 */
export function outcome(answer: Answer, operation: string | null): Outcome {
  const { status } = answer;
  if (status === 204) return { ok: true, status, body: null };
  const body = parseBody(answer);
  if (status === 200 || status === 201) {
    if (!body.ok) return body;
    return isRecord(body.value) ? { ok: true, status, body: body.value } : unreadable(answer);
  }
  const error = body.ok ? errorOf(body.value) : null;
  if (error === null) return notOurs(answer, "the API");
  const gone =
    status === 404 && operation !== null && removals.has(operation) && error.code !== noOrganization;
  return failure(gone ? "already" : reasonOf(status, error.code), error.code, error.message, status);
}

interface PlatformError {
  readonly code: string;
  readonly message: string;
}

function errorOf(body: unknown): PlatformError | null {
  if (!isRecord(body)) return null;
  const { errors } = body;
  return named(body, "error", "error_description") ?? (isRecord(errors) ? nested(errors) : null);
}

function nested(errors: Record<string, unknown>): PlatformError | null {
  return named(errors, "code", "reason") ?? named(errors, "error", "error_description");
}

function named(from: Record<string, unknown>, code: string, message: string): PlatformError | null {
  const [name, words] = [from[code], from[message]];
  if (typeof name !== "string" || name === "") return null;
  return { code: oneLine(name, 80), message: typeof words === "string" ? oneLine(words) : "" };
}

function reasonOf(status: number, code: string): FailureReason {
  const known = oauth.get(code);
  if (known !== undefined) return known;
  if (status >= 500) return "unavailable";
  switch (status) {
    case 401:
      return "unauthenticated";
    case 403:
      return "forbidden";
    case 404:
      return "missing";
    case 409:
      return "conflict";
    case 429:
      return "limited";
    default:
      return "invalid";
  }
}
