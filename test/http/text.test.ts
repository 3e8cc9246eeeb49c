import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBody } from "../../src/http/json.ts";
import { redactor } from "../../src/http/redact.ts";
import { oneLine } from "../../src/http/text.ts";

describe("redaction", () => {
  it("takes secrets out of any text, however they are written", () => {
    // What a secret may look like inside longer texts; six characters and more are found in every coding.
    const secret = fc
      .string({ unit: "grapheme-ascii", minLength: 6, maxLength: 40 })
      .filter((s) => s.trim().length >= 6);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const { redact } = redactor([value]);
        const codings: ((text: string) => string)[] = [
          (text) => text,
          (text) => JSON.stringify(text),
          encodeURIComponent,
          (text) => Buffer.from(text).toString("hex"),
          (text) => Buffer.from(text).toString("base64url"),
        ];
        for (const coding of codings) {
          const shown = redact(`x ${coding(value)} y`);
          expect(shown).toContain("[redacted]");
          expect(shown).not.toContain(coding(value));
        }
        const basic = Buffer.from(`${before.toWellFormed()}${value}${after.toWellFormed()}`).toString(
          "base64",
        );
        expect(redact(basic)).toContain("[redacted]");
      }),
    );
  });

  it("hides short ones as they are, longest first, and what is added later", () => {
    const { redact, hide } = redactor(["abc", "abcdef", "", "  "]);
    expect(redact("abcdef abc ab")).toBe("[redacted] [redacted] ab");
    hide("a+b (c)");
    expect(redact("a+b (c), a%2Bb%20(c), a%2Bb+%28c%29")).toBe("[redacted], [redacted], [redacted]");
    expect(redactor([]).redact("as it is")).toBe("as it is");
  });

  it("finds them in HTML, and whatever the case", () => {
    const { redact } = redactor(['a+b<"c">&\'d']);
    expect(redact("a+b&lt;&quot;c&quot;&gt;&amp;'d a+b&lt;&quot;c&quot;&gt;&amp;&#39;d")).toBe(
      "[redacted] [redacted]",
    );
    expect(redact("a%2bb%3c%22c%22%3e%26'd 612B623C2263223E262764")).toBe("[redacted] [redacted]");
  });

  it.each([
    ["0123456789", "[redacted]"],
    ['{"message":"no 0123456789abcd', '{"message":"no [redacted]'],
    ['{"message":"no 0123456789abcd…"', '{"message":"no [redacted]…"'],
    ["no 01234", "no 01234"],
    ["no 0123456789 at the end", "no 0123456789 at the end"],
    [`no ${Buffer.from("0123456789abcdef").toString("base64").slice(0, 12)}`, "no [redacted]"],
  ])("%s, cut off in the middle", (text, shown) => {
    const { redact } = redactor(["0123456789abcdef"]);
    expect(redact(text)).toBe(shown);
  });

  it("finds a token from a file with its line break", () => {
    expect(redactor(["token-123\n"]).redact("bad token-123.")).toBe("bad [redacted].");
  });
});

describe("text of others", () => {
  it("comes on one line, without what a terminal would obey", () => {
    expect(oneLine("a\r\n\u001b]0;title\u0007b\u202ec\u2066\u200f\u2028d\u0085")).toBe("a ]0;title b c d");
    expect(oneLine("x".repeat(5_000))).toHaveLength(1_000);
    expect(oneLine("x".repeat(20), 10)).toBe("xxxxxxxxx…");
  });
});

describe("bodies", () => {
  const answer = (body: string) => ({ status: 200, headers: {}, text: body });
  it.each([
    ["", { ok: true, value: null }],
    ["null", { ok: true, value: null }],
    ['{"a":[1]}', { ok: true, value: { a: [1] } }],
    ["<html>", { reason: "malformed", message: "The answer (status 200) is HTML instead of JSON: <html>" }],
    ["OK", { reason: "malformed", message: "The answer (status 200) is text instead of JSON: OK" }],
    ["  \n", { reason: "malformed", message: "The answer (status 200) is nothing instead of JSON" }],
    ['{"a":1', { reason: "lost", message: 'The answer (status 200) breaks off in the middle: {"a":1' }],
    ['[{"a":"\\"]', { reason: "lost" }],
    ['{"a":{"b":1}', { reason: "lost" }],
    ["{a:1}", { reason: "malformed" }],
  ])("%j", (body, expected) => {
    expect(parseBody(answer(body))).toMatchObject(expected);
  });

  it("JSON that is cut anywhere is never taken for something else", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.jsonValue(), { minLength: 1 }),
          fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
        ),
        fc.nat(),
        (value, at) => {
          const whole = JSON.stringify(value);
          const cut = whole.slice(0, 1 + (at % (whole.length - 1)));
          expect(parseBody(answer(whole))).toMatchObject({ ok: true });
          expect(parseBody(answer(cut))).toMatchObject({ ok: false, reason: "lost" });
        },
      ),
    );
  });
});
