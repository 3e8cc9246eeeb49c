/** Answers as a broken server, a gateway or an enemy would give them. */
import fc from "fast-check";
import type { Answer } from "../../src/model/protocol.ts";
import { isRecord } from "../../src/model/value.ts";
import type { Answers } from "./recording.ts";

/**
 * What breaks an answer so that nobody can take it for a true one. A reader that meets it gives what it would have
 * given (where it does not use what is broken), or says what it cannot read.
 */
type Breaking =
  /** A value becomes one of another type. */
  | { readonly type: "retype"; readonly node: number; readonly to: string }
  /** Ends in the middle. */
  | { readonly type: "truncate"; readonly at: number }
  /** Something else altogether, with this status. */
  | { readonly type: "replace"; readonly status: number; readonly text: string }
  /** One element of a list stands there twice. */
  | { readonly type: "twice"; readonly node: number }
  /** A member that nobody promised. */
  | { readonly type: "extra"; readonly node: number; readonly name: string; readonly value: string };

/** What a server could mean, or what nobody can tell from that: other content. */
type Other =
  | { readonly type: "set"; readonly node: number; readonly value: string }
  | { readonly type: "drop"; readonly node: number }
  /** The answer to another question. */
  | { readonly type: "swap"; readonly answer: number }
  | { readonly type: "text"; readonly text: string };

export type Mutation = { readonly answer: number } & (Breaking | { readonly of: Other });

/** Stands for lists in lists in lists, so that a counterexample can be read. */
const deep = "[deep]";

const depths = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;

/** The text without the depths that no stack survives. */
export function shallow(text: string): string {
  return text.replaceAll(depths, '"deep"');
}

/** JSON texts, one of each type at least. */
const values = [
  "7",
  "-1",
  '"x"',
  '""',
  "true",
  "false",
  "[]",
  "{}",
  '[["x"]]',
  '{"id":{}}',
  "1e400",
  "0.5",
  deep,
];

const scalars = [
  "null",
  "9007199254740993",
  "-1",
  "1e308",
  '"__proto__"',
  '"constructor"',
  '"a/b%2Fc"',
  '".."',
  '"\\u0000\\u001b[2J"',
  '"\\ud800"',
  JSON.stringify("x".repeat(100_000)),
  '"@"',
  '""',
  '" "',
];

const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "length", "surprise"];

const node = fc.nat(5_000);
const answer = fc.nat(200);

export const breaking: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      answer,
      type: fc.constant("retype" as const),
      node,
      to: fc.constantFrom(...values),
    }),
  },
  fc.record({ answer, type: fc.constant("truncate" as const), at: fc.nat(5_000) }),
  fc.record({
    answer,
    type: fc.constant("replace" as const),
    status: fc.constantFrom(200, 204, 302, 400, 401, 403, 429, 500, 503),
    text: fc.constantFrom(
      "",
      "null",
      "{}",
      "[]",
      "7",
      "<html><body>Bad gateway</body></html>",
      "{",
      deep,
      '{"error":7}',
      '{"error":{"type":[],"message":{}}}',
    ),
  }),
  { weight: 2, arbitrary: fc.record({ answer, type: fc.constant("twice" as const), node }) },
  {
    weight: 2,
    arbitrary: fc.record({
      answer,
      type: fc.constant("extra" as const),
      node,
      name: fc.constantFrom(...names),
      value: fc.constantFrom(...values),
    }),
  },
);

export const anything: fc.Arbitrary<Mutation> = fc.oneof(
  breaking,
  fc.record({
    answer,
    of: fc.oneof(
      fc.record({
        type: fc.constant("set" as const),
        node,
        value: fc.oneof(fc.constantFrom(...scalars, ...values), fc.json({ maxDepth: 3 })),
      }),
      fc.record({ type: fc.constant("drop" as const), node }),
      fc.record({ type: fc.constant("swap" as const), answer: fc.nat(200) }),
      fc.record({
        type: fc.constant("text" as const),
        text: fc.oneof(fc.json(), fc.string({ unit: "binary" })),
      }),
    ),
  }),
);

/** The answers with one of them changed; null where the mutation does not fit. */
export function mutate(answers: Answers, mutation: Mutation): Answers | null {
  const all = [...answers];
  const [key, told] = all[mutation.answer % all.length] ?? [];
  if (key === undefined || told === undefined) return null;
  const changed = changedBy(
    told,
    mutation,
    all.map(([, each]) => each),
  );
  if (changed === null) return null;
  return new Map(answers).set(key, { ...changed, text: changed.text.replaceAll(deep, depths) });
}

function changedBy(told: Answer, mutation: Mutation, all: readonly Answer[]): Answer | null {
  if ("of" in mutation) {
    const { of } = mutation;
    switch (of.type) {
      case "set":
        return edited(told, of.node, () => of.value);
      case "drop":
        return edited(told, of.node, () => null);
      case "swap":
        return all[of.answer % all.length] ?? null;
      case "text":
        return { ...told, text: of.text };
    }
  }
  switch (mutation.type) {
    case "retype":
      return edited(told, mutation.node, (was) =>
        typeOf(was) === typeOf(mutation.to) || was === "null" ? undefined : mutation.to,
      );
    case "truncate": {
      const whole = told.text.trimEnd();
      return whole === "" ? null : { ...told, text: whole.slice(0, mutation.at % whole.length) };
    }
    case "replace":
      return told.status >= 400 || (mutation.status < 300 && sameShape(told.text, mutation.text))
        ? null
        : { ...told, status: mutation.status, text: mutation.text };
    case "twice":
      return edited(told, mutation.node, (was, inList) => (inList ? `${was},${was}` : undefined));
    case "extra":
      return edited(told, mutation.node, (was) =>
        was.startsWith("{")
          ? `{${JSON.stringify(mutation.name)}:${mutation.value}${was === "{}" ? "" : ","}${was.slice(1)}`
          : undefined,
      );
  }
}

/** Whether the second could be a true answer to what the first one answers: an empty one. */
function sameShape(text: string, other: string): boolean {
  return typeOf(text) === typeOf(other);
}

function typeOf(json: string): string {
  const [first = ""] = json.trimStart();
  return /[-\d]/.test(first) ? "number" : /[tf]/.test(first) ? "boolean" : first;
}

/**
 * The JSON of the answer with one node put otherwise: `to` is given its text, and whether it is an element of a list;
 * null drops it, undefined changes nothing.
 */
function edited(
  told: Answer,
  at: number,
  to: (was: string, inList: boolean) => string | null | undefined,
): Answer | null {
  let root: unknown;
  try {
    root = JSON.parse(shallow(told.text));
  } catch {
    return null;
  }
  const total = countOf(root);
  const wanted = at % total;
  let seen = -1;
  let fits = false;
  const print = (value: unknown, inList: boolean): string | null => {
    seen += 1;
    if (seen === wanted) {
      const text = to(JSON.stringify(value), inList);
      fits = text !== undefined;
      return text === undefined ? JSON.stringify(value) : text;
    }
    if (Array.isArray(value)) {
      return `[${value
        .map((each) => print(each, true))
        .filter((each) => each !== null)
        .join(",")}]`;
    }
    if (!isRecord(value)) return JSON.stringify(value);
    const members = Object.entries(value).flatMap(([name, each]) => {
      const text = print(each, false);
      return text === null ? [] : [`${JSON.stringify(name)}:${text}`];
    });
    return `{${members.join(",")}}`;
  };
  const text = print(root, false) ?? "";
  return fits ? { ...told, text } : null;
}

function countOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + countOf(each), 1);
  if (!isRecord(value)) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + countOf(each), 1);
}
