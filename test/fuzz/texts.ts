/** Texts that are almost right: what people, merges, editors and enemies make of a good file. */
import fc from "fast-check";

const pieces = [
  "",
  " ",
  "\t",
  "\n",
  "\r",
  "\r\n",
  ":",
  ": ",
  "- ",
  "{",
  "}",
  "[",
  "]",
  ",",
  "#",
  "'",
  '"',
  "|",
  ">",
  "&a ",
  "*a",
  "<<: *a",
  "!!binary x",
  "!!set {a}",
  "? [a]\n: 1",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "~",
  "null",
  "yes",
  "0x1f",
  "1e999",
  "-.inf",
  ".nan",
  "2099-02-30",
  "__proto__",
  "constructor: {}",
  "toString",
  "\u0000",
  "\u001b[2J",
  "\u202e",
  "\u200b",
  "\u2028",
  "\ufeff",
  "\ud800",
  "é",
  "\u{1f389}",
  "a/b%2Fc",
  "state: absent",
  "expires: 2020-01-01",
  "previously: [x]",
  "id: x",
  "manage: { members: ignore }",
  "members:",
  "platform: dnanexus",
  "[".repeat(300),
  "x".repeat(3_000),
];

type Edit =
  | { readonly type: "insert"; readonly at: number; readonly text: string }
  | { readonly type: "remove"; readonly at: number; readonly length: number }
  | { readonly type: "line"; readonly line: number; readonly to: number; readonly indent: number }
  | { readonly type: "word"; readonly word: number; readonly text: string };

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...pieces) },
  fc.string({ unit: "binary", maxLength: 6 }),
);
const at = fc.nat(10_000);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ type: fc.constant("insert" as const), at, text }),
  fc.record({ type: fc.constant("remove" as const), at, length: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    type: fc.constant("line" as const),
    line: at,
    to: at,
    indent: fc.constantFrom(0, 0, 1, 2, 4, -2),
  }),
  fc.record({ type: fc.constant("word" as const), word: at, text }),
);

/** One of the texts with a few edits. */
export function edited(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([of, edits]) => edits.reduce(carryOut, of));
}

function carryOut(of: string, change: Edit): string {
  switch (change.type) {
    case "insert": {
      const place = change.at % (of.length + 1);
      return of.slice(0, place) + change.text + of.slice(place);
    }
    case "remove": {
      const place = change.at % (of.length + 1);
      return of.slice(0, place) + of.slice(place + change.length);
    }
    case "line": {
      const lines = of.split("\n");
      const line = lines[change.line % lines.length] ?? "";
      const moved = change.indent < 0 ? line.slice(-change.indent) : " ".repeat(change.indent) + line;
      lines.splice(change.to % lines.length, change.to % 2, moved);
      return lines.join("\n");
    }
    case "word": {
      const words = [...of.matchAll(/[\w@.-]+/g)];
      const word = words[change.word % Math.max(1, words.length)];
      return word === undefined
        ? of
        : of.slice(0, word.index) + change.text + of.slice(word.index + word[0].length);
    }
  }
}
