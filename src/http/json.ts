import type { Answer, Failure } from "../model/protocol.ts";
import { sentence } from "../model/text.ts";
import type { Value } from "../model/value.ts";
import { failure } from "./failure.ts";
import { excerpt } from "./text.ts";

/** A body that was parsed; null where there is none. */
export interface Parsed {
  readonly ok: true;
  readonly value: Value;
}

/**
 * The JSON of an answer. What is no JSON is `malformed`, and what breaks off in the middle `lost`, each with a
 * sentence that shows how the body begins. For the `outcome` of a protocol.
 */
export function parseBody(answer: Answer): Parsed | Failure {
  if (answer.text === "") return { ok: true, value: null };
  try {
    return { ok: true, value: JSON.parse(answer.text) };
  } catch {
    return unreadable(answer);
  }
}

/** The failure for a body that is not what was agreed on. */
export function unreadable(answer: Answer): Failure {
  const text = answer.text.trim();
  if (isTruncated(text)) {
    return failure(
      "lost",
      "Truncated",
      `The answer (status ${answer.status}) breaks off in the middle: ${excerpt(text)}`,
      answer.status,
    );
  }
  const what = text === "" ? "nothing" : text.startsWith("<") ? "HTML" : "text";
  return failure(
    "malformed",
    "NotJson",
    `The answer (status ${answer.status}) is ${what} instead of JSON${text === "" ? "" : `: ${excerpt(text)}`}`,
    answer.status,
  );
}

/**
 * The failure for an error that does not come in the platform's envelope. A gateway gives up so; whoever answers so
 * otherwise is perhaps no API at all. `meant` says whose URL the connection needs: "the API".
 */
export function notOurs(answer: Answer, meant: string): Failure {
  const { message } = unreadable(answer);
  const hint = answer.status >= 500 ? "" : ` Is the URL that of ${meant}?`;
  return failure("malformed", `HTTP ${answer.status}`, `${sentence(message)}${hint}`, answer.status);
}

/** JSON that begins and does not end. */
function isTruncated(text: string): boolean {
  const last = text.at(-1);
  if (text.startsWith("{")) return last !== "}" || !balanced(text);
  if (text.startsWith("[")) return last !== "]" || !balanced(text);
  return false;
}

/** Whether every bracket outside of strings is closed again. */
function balanced(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === "\\") at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
  }
  return depth === 0 && !inString;
}
