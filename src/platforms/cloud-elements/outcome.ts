import { failure } from "../../http/failure.ts";
import { notOurs, parseBody, unreadable } from "../../http/json.ts";
import { oneLine } from "../../http/text.ts";
import type { Answer, FailureReason, Outcome } from "../../model/protocol.ts";
import { sentence } from "../../model/text.ts";
import { isRecord, type Value } from "../../model/value.ts";
import { withoutSecrets } from "./secrets.ts";

/** Statuses in use (cloud-elements.md §4). 401 is a bad secret or an inactive user, 403 a missing privilege. */
const reasons: ReadonlyMap<number, FailureReason> = new Map([
  [400, "invalid"],
  [401, "unauthenticated"],
  [403, "forbidden"],
  [404, "missing"],
  [405, "invalid"],
  [406, "invalid"],
  [409, "conflict"],
  [415, "invalid"],
  [429, "limited"],
]);

/** Refusals that mean that what was wanted is so: by operation, the status. */
const already: ReadonlyMap<string, number> = new Map([
  // Assigning a role that is there is 409 (§6).
  ["user.giveAdmin", 409],
  ["user.giveOrgAdmin", 409],
  // Who is gone has no role, and cannot sign in.
  ["user.takeAdmin", 404],
  ["user.takeOrgAdmin", 404],
  ["organizationUser.deactivate", 404],
  ["accountUser.deactivate", 404],
  ["account.delete", 404],
]);

/** How the second factor is set is inferred (§3b): a server that knows no such call is told apart from a refusal. */
const twoFactor = "organization.setTwoFactor";

/**
 * | answer | outcome |
 * | --- | --- |
 * | 200, JSON or nothing | success, without the secrets that it may carry |
 * | 200, cut off | lost |
 * | 200, anything else; another 2xx | malformed: every success is exactly 200 |
 * | the envelope, or no body, with a status that says that it is so | already |
 * | the envelope, or no body | by its status |
 * | another body | malformed (a gateway's page; the HTTP client knows what its status means) |
 */
export function outcome(received: Answer, operation: string | null): Outcome {
  const answer = { ...received, text: withoutSecrets(received.text) };
  const { status } = answer;
  const body = parseBody(answer);
  if (status === 200) return body.ok ? { ok: true, status, body: body.value } : body;
  const message = body.ok ? wordsOf(body.value) : null;
  if (message === null || status < 400) {
    // What breaks off may still have been the envelope.
    return { ...notOurs(answer, "the server, without /elements/api-v2"), reason: unreadable(answer).reason };
  }
  if (operation !== null && already.get(operation) === status)
    return failure("already", code(status), message, status);
  if (operation === twoFactor && (status === 404 || status === 405)) {
    const advice = `This server offers no call for two-factor sign-in: change it in the console, under Security.`;
    return failure("invalid", code(status), `${sentence(message)} ${advice}`.trimStart(), status);
  }
  return failure(reasonOf(status), code(status), message, status);
}

/** The platform's own words: empty where it has none, null where this is not its envelope (§4). */
function wordsOf(body: Value): string | null {
  if (body === null) return "";
  if (!isRecord(body)) return null;
  const { message, providerMessage } = body;
  if (typeof message !== "string") return null;
  return oneLine(typeof providerMessage === "string" ? `${sentence(message)} ${providerMessage}` : message);
}

function reasonOf(status: number): FailureReason {
  return reasons.get(status) ?? (status >= 500 ? "unavailable" : "invalid");
}

function code(status: number): string {
  return `HTTP ${status}`;
}
