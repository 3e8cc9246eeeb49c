import { failure } from "../../http/failure.ts";
import { notOurs, parseBody } from "../../http/json.ts";
import { oneLine } from "../../http/text.ts";
import type { Answer, FailureReason, Outcome } from "../../model/protocol.ts";
import { sentence } from "../../model/text.ts";
import { isRecord, type Value } from "../../model/value.ts";

/** Operations after which "there is no such organization" means that what was wanted is so. */
const farewells: ReadonlySet<string> = new Set(["organization.delete", "organization.leave"]);

/** Operations after which "there is no such thing" means that; but not if it is said of the whole organization. */
const removals: ReadonlySet<string> = new Set([
  "project.delete",
  "group.delete",
  "group.unassign",
  "member.remove",
  "member.uninvite",
  "administrator.remove",
  "administrator.uninvite",
  "transfer.cancel",
]);

/** Refusals of an invitation that say: the person has been invited, or is there (cloud-console.md §3.3, §3.4). */
const there: ReadonlySet<string> = new Set(["already_invited", "already_administrator", "already_member"]);

/**
 * | answer | outcome |
 * | --- | --- |
 * | 2xx, JSON or nothing (§3) | success |
 * | 2xx, cut off | lost |
 * | 2xx, anything else | malformed |
 * | 404 to a removal of or from the organization | already |
 * | 404 to a removal of something in an organization that the actor cannot see | missing |
 * | 409 to an invitation, by its code | already |
 * | an error: the service's envelope, the gateway's, plain text or nothing (§4) | by its status |
 * | an error in HTML | malformed (not the API; the HTTP client knows what its status means) |
 */
export function outcome(answer: Answer, operation: string | null): Outcome {
  const { status } = answer;
  const body = parseBody(answer);
  if (status >= 200 && status < 300) return body.ok ? { ok: true, status, body: body.value } : body;
  const text = answer.text.trim();
  if (text.startsWith("<")) return notOurs(answer, "the API");
  const { code, message } = wordsIn(body.ok ? body.value : null, text, status);
  return failure(reasonOf(status, code, operation), code, hinted(message, code, operation), status);
}

interface Words {
  readonly code: string;
  readonly message: string;
}

function wordsIn(body: Value, text: string, status: number): Words {
  const members: Readonly<Record<string, unknown>> = isRecord(body) ? body : {};
  // The service says `code`, the gateway in front of it `errorCode`.
  const code = [members.code, members.errorCode].find((each) => typeof each === "string" && each !== "");
  const message = isRecord(body) ? members.message : text;
  return {
    code: typeof code === "string" ? oneLine(code, 80) : `HTTP ${status}`,
    message: typeof message === "string" ? oneLine(message) : "",
  };
}

function reasonOf(status: number, code: string, operation: string | null): FailureReason {
  switch (status) {
    case 401:
      return "unauthenticated";
    case 403:
      return "forbidden";
    case 404:
      return isGone(code, operation) ? "already" : "missing";
    case 409:
      return operation?.endsWith(".invite") && there.has(code) ? "already" : "conflict";
    case 429:
      return "limited";
    default:
      return status >= 500 ? "unavailable" : "invalid";
  }
}

function isGone(code: string, operation: string | null): boolean {
  if (operation === null) return false;
  return farewells.has(operation) || (removals.has(operation) && code !== "organization_not_found");
}

/** A region that is misspelt or retired has no app, which the gateway tells as a 500 (§4). */
function hinted(message: string, code: string, operation: string | null): string {
  if (code !== "ERR_DIRECT_INVOKE" || operation?.startsWith("project.") !== true) return message;
  return `${sentence(message)} Is there such a region?`.trimStart();
}
