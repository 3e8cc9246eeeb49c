import type { Answer, Failure, Outcome, Protocol } from "../model/protocol.ts";
import { failure } from "./failure.ts";
import { unreadable } from "./json.ts";
import { askedWait } from "./wait.ts";

/**
 * What an answer means: the protocol decides; this decides where the protocol cannot know, since something
 * between it and us answered (a gateway, a login page, a proxy).
 *
 * | status | the protocol says | outcome |
 * | --- | --- | --- |
 * | 3xx | (is not asked) | malformed: a redirect is never followed, since it would carry the credential away |
 * | any | throws | malformed |
 * | 401 | malformed | unauthenticated |
 * | 429 | malformed | limited |
 * | 5xx | malformed | unavailable |
 * | other | malformed, and the JSON breaks off | lost |
 * | other | malformed | malformed |
 * | any | anything else | that |
 */
export function interpret(
  answer: Answer,
  operation: string | null,
  protocol: Protocol,
  now: number,
): Outcome {
  if (answer.status >= 300 && answer.status < 400) return redirect(answer);
  const outcome = speaking(ask(answer, operation, protocol), answer);
  if (outcome.ok) return { ...outcome, headers: answer.headers };
  const judged = outcome.reason === "malformed" ? gateway(answer, outcome) : outcome;
  if (judged.retryAfter !== undefined) return judged;
  if (judged.reason !== "limited" && judged.reason !== "unavailable" && judged.reason !== "busy")
    return judged;
  const retryAfter = askedWait(answer.headers, now);
  return retryAfter === undefined ? judged : { ...judged, retryAfter };
}

function ask(answer: Answer, operation: string | null, protocol: Protocol): Outcome {
  try {
    return protocol.outcome(answer, operation);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const text = `The answer (status ${answer.status}) is not what the platform's contract says: ${why}`;
    return failure("malformed", "Unexpected", text, answer.status);
  }
}

/** Every failure has a name, also where the platform says nothing but blanks. */
function speaking(outcome: Outcome, { status }: Answer): Outcome {
  return outcome.ok || outcome.code.trim() !== "" ? outcome : { ...outcome, code: `HTTP ${status}` };
}

function redirect(answer: Answer): Failure {
  const to = answer.headers.location;
  const where = to === undefined ? "elsewhere" : `to ${to}`;
  const text = `The request was redirected ${where} (status ${answer.status}). Redirects are not followed: set the URL of the connection to the right place.`;
  return failure("malformed", "Redirect", text, answer.status);
}

function gateway(answer: Answer, of: Failure): Failure {
  const { status } = answer;
  if (status === 401) return { ...of, reason: "unauthenticated", status };
  if (status === 429) return { ...of, reason: "limited", status };
  if (status >= 500) return { ...of, reason: "unavailable", status };
  const body = unreadable(answer);
  return body.reason === "lost" ? body : { ...of, status };
}
