import { failure } from "../../http/failure.ts";
import { notOurs, parseBody } from "../../http/json.ts";
import { oneLine } from "../../http/text.ts";
import type { Answer, FailureReason, Outcome } from "../../model/protocol.ts";
import { isRecord } from "../../model/value.ts";

/** The application code of a refused sign-in (datica.md §3a), which is no HTTP status (§4). */
const badCredentials = "3011";

/**
 * Which status means to which write that what was wanted is so.
 *
 * | write | status | since |
 * | --- | --- | --- |
 * | an invite is sent | 409 | there is one already, or the person has joined (§3a; inferred) |
 * | a group is made, access is given, a group is joined | 409 | it is there |
 * | an invite, a member, access, a group, a place in a group is taken away | 404 | it is gone |
 */
const already: ReadonlyMap<string, number> = new Map([
  ["invite.send-member", 409],
  ["invite.send-admin", 409],
  ["group.create", 409],
  ["environment.grant", 409],
  ["group.join", 409],
  ["invite.revoke", 404],
  ["member.remove-member", 404],
  ["member.remove-any", 404],
  ["environment.revoke", 404],
  ["group.delete", 404],
  ["group.leave", 404],
]);

/**
 * | answer | outcome |
 * | --- | --- |
 * | 2xx, JSON or nothing | success |
 * | 2xx, cut off | lost |
 * | 2xx, anything else | malformed |
 * | an envelope, a status that means so to this write | already |
 * | an envelope, code 3011 | unauthenticated |
 * | an envelope | by its status |
 * | no envelope | malformed (a gateway's page; the HTTP client knows what its status means) |
 */
export function outcome(answer: Answer, operation: string | null): Outcome {
  const { status } = answer;
  const body = parseBody(answer);
  if (status >= 200 && status < 300) return body.ok ? { ok: true, status, body: body.value } : body;
  const said = body.ok ? envelope(body.value) : null;
  if (said === null) return notOurs(answer, "the service");
  const code = said.code ?? `HTTP ${status}`;
  if (operation !== null && already.get(operation) === status) {
    return failure("already", code, said.message, status);
  }
  return failure(code === badCredentials ? "unauthenticated" : reasonOf(status), code, said.message, status);
}

function reasonOf(status: number): FailureReason {
  if (status >= 500) return "unavailable";
  switch (status) {
    case 401:
      return "unauthenticated";
    case 403:
      return "forbidden";
    // 405: there is no such route here, as of groups on platforms without them.
    case 404:
    case 405:
      return "missing";
    case 409:
      return "conflict";
    case 429:
      return "limited";
    default:
      return "invalid";
  }
}

interface Envelope {
  readonly code: string | null;
  readonly message: string;
}

/** Clients disagree about the shape (§4): the words and the code stand under one of several names. */
function envelope(body: unknown): Envelope | null {
  if (!isRecord(body)) return null;
  if (Array.isArray(body.errors)) {
    const inner = body.errors.map((each) =>
      isRecord(each) ? envelope(each) : { code: null, message: word(each) },
    );
    const said = inner.filter((each) => each !== null);
    const [first] = said;
    if (first === undefined) return null;
    return { code: first.code, message: said.map(({ message }) => message).join("; ") };
  }
  const [title, text] = [word(body.title), word(body.description) || word(body.message)];
  const code = word(body.code) || word(body.id);
  if (title === "" && text === "" && code === "") return null;
  const message = title === "" || text === title ? text : text === "" ? title : `${title}: ${text}`;
  return { code: code === "" ? null : oneLine(code, 80), message };
}

function word(value: unknown): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? oneLine(value) : "";
}
