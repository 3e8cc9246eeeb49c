import { badRequest } from "./errors.ts";

/** What a record has to say for itself in a filter; everything else counts as absent. */
type Value = string | number | boolean | null;
type Shown = Readonly<Record<string, unknown>>;
export type Predicate = (record: Shown) => boolean;

/**
 * Reads a `where` (cloud-elements.md §4 Filter): conditions joined by AND, each `field = 'text'` with `=`, `!=`,
 * `<>`, `<`, `>`, `<=`, `>=`, `LIKE 'a%'` or `IN ('a', 'b')`. Texts stand in single quotes, doubled within; numbers,
 * `true`, `false` and `null` stand bare. Refuses with 400 what is none, and fields that do not exist.
 */
export function parseWhere(source: string, fields: readonly string[]): Predicate {
  const tokens = tokensOf(source);
  let at = 0;
  const next = (): Token => tokens[at++] ?? { kind: "end", text: "" };
  const wrong = (token: Token, wanted: string): never => {
    const found = token.kind === "end" ? "its end" : `"${token.text}"`;
    throw badRequest(`The where clause needs ${wanted} in place of ${found}: ${source}`);
  };
  const literal = (): Value => {
    const token = next();
    if (token.kind === "text") return token.text;
    if (token.kind === "number") return Number(token.text);
    if (token.kind === "word" && bare.has(token.text.toLowerCase())) {
      return bare.get(token.text.toLowerCase()) ?? null;
    }
    return wrong(token, "a value");
  };
  const list = (): Value[] => {
    const open = next();
    if (open.text !== "(") wrong(open, '"("');
    const values = [literal()];
    for (let token = next(); token.text !== ")"; token = next()) {
      if (token.text !== ",") wrong(token, '"," or ")"');
      values.push(literal());
    }
    return values;
  };
  const condition = (): Predicate => {
    const name = next();
    if (name.kind !== "word") wrong(name, "a field");
    const field = fields.find((one) => one === name.text);
    if (field === undefined) throw badRequest(`The where clause names the unknown field "${name.text}"`);
    const operator = next();
    const read = (record: Shown): Value => scalar(record[field]);
    const word = operator.kind === "word" ? operator.text.toLowerCase() : "";
    if (word === "in") {
      const values = list();
      return (record) => values.some((value) => same(read(record), value));
    }
    if (word === "like") {
      const pattern = literal();
      if (typeof pattern !== "string") throw badRequest("LIKE needs a text in single quotes");
      return (record) => {
        const found = read(record);
        return found !== null && like(String(found), pattern);
      };
    }
    const compare = operator.kind === "operator" ? comparisons.get(operator.text) : undefined;
    if (compare === undefined) return wrong(operator, "an operator");
    const value = literal();
    return (record) => compare(read(record), value);
  };
  const conditions = [condition()];
  for (let token = next(); token.kind !== "end"; token = next()) {
    if (token.kind !== "word" || token.text.toLowerCase() !== "and") wrong(token, "AND");
    conditions.push(condition());
  }
  return (record) => conditions.every((holds) => holds(record));
}

interface Token {
  readonly kind: "word" | "text" | "number" | "operator" | "mark" | "end";
  readonly text: string;
}

const grammar: readonly (readonly [Exclude<Token["kind"], "end">, RegExp])[] = [
  ["word", /[A-Za-z_][\w.]*/y],
  ["number", /-?\d+(?:\.\d+)?/y],
  ["operator", /<=|>=|!=|<>|=|<|>/y],
  ["mark", /[(),]/y],
];

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    if (/\s/.test(source[at] ?? "")) {
      at += 1;
      continue;
    }
    const token = source[at] === "'" ? quoted(source, at) : plain(source, at);
    if (token === null) throw badRequest(`The where clause cannot be read from position ${at}: ${source}`);
    tokens.push(token);
    at = token.after;
  }
  return tokens;
}

function plain(source: string, at: number): (Token & { after: number }) | null {
  for (const [kind, pattern] of grammar) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text, after: at + text.length };
  }
  return null;
}

function quoted(source: string, start: number): (Token & { after: number }) | null {
  let text = "";
  for (let at = start + 1; at < source.length; at += 1) {
    const one = source[at] ?? "";
    if (one !== "'") text += one;
    else if (source[at + 1] === "'") {
      text += "'";
      at += 1;
    } else return { kind: "text", text, after: at + 1 };
  }
  return null;
}

const bare: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

const comparisons: ReadonlyMap<string, (found: Value, wanted: Value) => boolean> = new Map([
  ["=", same],
  ["!=", (found, wanted) => !same(found, wanted)],
  ["<>", (found, wanted) => !same(found, wanted)],
  ["<", (found, wanted) => order(found, wanted) < 0],
  [">", (found, wanted) => order(found, wanted) > 0],
  ["<=", (found, wanted) => order(found, wanted) <= 0],
  [">=", (found, wanted) => order(found, wanted) >= 0],
]);

function scalar(value: unknown): Value {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** A number or a truth value may also be written as a text. */
function same(found: Value, wanted: Value): boolean {
  return found === wanted || (found !== null && wanted !== null && String(found) === String(wanted));
}

/** Below, at or above 0; not a number where there is nothing to compare. */
function order(found: Value, wanted: Value): number {
  if (found === null || wanted === null) return Number.NaN;
  if (typeof found === "number" && typeof wanted === "number") return found - wanted;
  const [one, other] = [String(found), String(wanted)];
  return one < other ? -1 : Number(one > other);
}

/** `%` stands for any text, `_` for one character. Goes back to the last `%` only, so it takes no time to speak of. */
function like(text: string, pattern: string): boolean {
  let [at, place] = [0, 0];
  // The last `%` of the pattern, and how much of the text it takes in so far.
  let [star, taken] = [-1, 0];
  while (at < text.length) {
    if (pattern[place] === "%") {
      star = place;
      taken = at;
      place += 1;
    } else if (pattern[place] === "_" || pattern[place] === text[at]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      taken += 1;
      at = taken;
      place = star + 1;
    } else return false;
  }
  while (pattern[place] === "%") place += 1;
  return place === pattern.length;
}
