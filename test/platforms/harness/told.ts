/**
 * The calls that `charter plan --calls` prints, read back from the text alone, and the requests that they announce
 * once what was not known is filled in.
 */
import { hash } from "node:crypto";
import { isRecord, type Value } from "../../../src/model/value.ts";

/** A call as it is printed. What is known only when it is sent stands in parentheses. */
export interface Told {
  readonly id: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly host: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; what stood in parentheses is `{"(told)": "nonce"}`. Undefined: none. */
  readonly body: Value | undefined;
  readonly after: readonly string[];
}

const head = /^ {2}(\S+) {2}(GET|POST|PUT|PATCH|DELETE) (\/.*?)(?: \(host (\S+)\))?$/;
const title = /^\d+ calls?, as they will be sent:$/;

export function toldIn(text: string): readonly Told[] {
  const told: Told[] = [];
  let inside = false;
  let lines: string[] = [];
  const finish = (): void => {
    if (lines.length > 0) told.push(oneIn(lines));
    lines = [];
  };
  for (const line of text.split("\n")) {
    if (title.test(line)) inside = true;
    else if (inside && head.test(line)) {
      finish();
      lines = [line];
    } else if (inside && line.startsWith("    ") && lines.length > 0) lines.push(line.slice(4));
    else if (inside && line !== "") {
      finish();
      inside = false;
    }
  }
  finish();
  return told;
}

function oneIn([first = "", ...rest]: readonly string[]): Told {
  const [, id = "", method = "", target = "", host] = head.exec(first) ?? [];
  const headers: Record<string, string> = {};
  let at = 0;
  for (; rest[at]?.startsWith("with ") === true; at += 1) {
    const [, name = "", value = ""] = /^with (\S+): (.*)$/.exec(rest[at] ?? "") ?? [];
    headers[name] = value;
  }
  let body: Value | undefined;
  if (/^[[{]/.test(rest[at] ?? "")) {
    const ends = rest.findIndex((line, index) => index >= at && /^(?:[\]}]|\{\}|\[\])$/.test(line));
    const text = rest.slice(at, ends + 1).map(quoted);
    body = JSON.parse(text.join("\n")) as Value;
    at = ends + 1;
  }
  const after = rest.slice(at).find((line) => line.startsWith("after "));
  return {
    id,
    method,
    target,
    host: host ?? null,
    headers,
    body,
    after: after === undefined ? [] : after.slice("after ".length).split(/, | and /),
  };
}

/** `"nonce": (nonce)` is no JSON: what stands in parentheses becomes an object of its own. */
function quoted(line: string): string {
  const [, before = "", inner, comma = ""] = /^(\s*(?:"(?:[^"\\]|\\.)*": )?)\((.*)\)(,?)$/.exec(line) ?? [];
  return inner === undefined ? line : `${before}${JSON.stringify({ "(told)": inner })}${comma}`;
}

/** A request as a server gets it. */
export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Value | undefined;
}

/** What stands for what is not known beforehand. */
export interface Known {
  /** Ids of what was created, by address. */
  readonly ids: ReadonlyMap<string, string>;
  readonly secrets: Readonly<Record<string, string>>;
  /** What a nonce is made of, beside the call. */
  readonly plan: { readonly digest: string; readonly time: string };
}

const fact = /^.* of .* when it is read last$/;

function isFact(value: unknown): boolean {
  return isRecord(value) && typeof value["(told)"] === "string" && fact.test(value["(told)"]);
}

/** The members of a body that hold what a server says only when it is read last (a version). */
export function factsIn({ body }: Told): readonly string[] {
  return isRecord(body) ? Object.keys(body).filter((name) => isFact(body[name])) : [];
}

/** The request that a printed call announces, without facts; throws where it needs an id that nobody has learned. */
export function announced(told: Told, known: Known): Sent {
  const value = (words: string): string => {
    const created = /^known after create of (.*)$/.exec(words)?.[1];
    if (created !== undefined) return there(known.ids.get(created), `the id of ${created}`);
    const secret = /^secret (.*)$/.exec(words)?.[1];
    if (secret !== undefined) return there(known.secrets[secret], `the secret ${secret}`);
    if (words === "nonce")
      return hash("sha256", `${known.plan.digest}\n${known.plan.time}\n${told.id}`, "hex").slice(0, 32);
    throw new Error(`(${words}) says nothing`);
  };
  const fill = (body: Value): Value => {
    if (Array.isArray(body)) return body.map(fill);
    if (!isRecord(body)) return body;
    const words = body["(told)"];
    if (typeof words === "string") return value(words);
    const members = Object.entries(body).filter(([, each]) => !isFact(each));
    return Object.fromEntries(members.map(([name, each]) => [name, fill(each as Value)]));
  };
  return {
    method: told.method,
    target: told.target.replaceAll(
      /(?<=\/)\((known after create of .*?|secret .*?|nonce)\)(?=[/?]|$)/g,
      (_, words) => encodeURIComponent(value(words)),
    ),
    headers: told.headers,
    body: told.body === undefined ? undefined : fill(told.body),
  };
}

function there<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`nobody knows ${what}`);
  return value;
}
