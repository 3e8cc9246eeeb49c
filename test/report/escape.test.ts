import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cell,
  code,
  fence,
  forLog,
  htmlCode,
  limit,
  markdown,
  shellWord,
  show,
  visible,
} from "../../src/report/escape.ts";
import { hostile } from "./hostile.ts";

describe("visible", () => {
  test.each([
    ["plain text, with é and 漢字 and 🎉", "plain text, with é and 漢字 and 🎉"],
    ["\u001b[31mred", "\\u{1b}[31mred"],
    ["\u009b31m", "\\u{9b}31m"],
    ["a\nb\r\tc\u0000\u007f", "a\\u{a}b\\u{d}\\u{9}c\\u{0}\\u{7f}"],
    ["user-\u202eecila\u202c", "user-\\u{202e}ecila\\u{202c}"],
    ["\u2066x\u2069\u200f\u061c", "\\u{2066}x\\u{2069}\\u{200f}\\u{61c}"],
    ["a\u200bb\ufeff\u00ad\u2060", "a\\u{200b}b\\u{feff}\\u{ad}\\u{2060}"],
    ["\u2028\u2029\u00a0\u3000", "\\u{2028}\\u{2029}\\u{a0}\\u{3000}"],
    ["\ud800 alone", "\\u{d800} alone"],
    ["\u{e0041}tag\u3164", "\\u{e0041}tag\\u{3164}"],
    ["\\u{1b}", "\\u{5c}u{1b}"],
    ["C:\\temp", "C:\\temp"],
  ])("%j", (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test("different texts stay different", () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        expect(visible(a) === visible(b)).toBe(a === b);
      }),
    );
  });
});

describe("forLog", () => {
  test.each([
    ["::error::x", "\\u{3a}:error::x"],
    ["a\n  ::set-output::b ::c", "a\n  \\u{3a}:set-output::b ::c"],
    ["a ##[add-mask]x", "a \\u{23}#[add-mask]x"],
    ["a: b::c #[x] ## y", "a: b::c #[x] ## y"],
  ])("%j", (text, expected) => {
    expect(forLog(text)).toBe(expected);
  });
});

describe("limit", () => {
  test("says how much it cut, and never cuts a character in two", () => {
    expect(limit("abcdef", 6)).toBe("abcdef");
    expect(limit("abcdefg", 3)).toBe("abc… (4 more characters)");
    expect(limit("ab🎉def", 3)).toBe("ab… (5 more characters)");
    expect(show("x".repeat(1_000_000))).toBe(`${"x".repeat(200)}… (999800 more characters)`);
  });
});

describe("shellWord", () => {
  test.each([
    ["removals:acme/members", "removals:acme/members"],
    ["removals:*/members", "'removals:*/members'"],
    ["it's", "'it'\\''s'"],
    ["$(rm -rf /)", "'$(rm -rf /)'"],
    ["a\u001b[2Jb'\\", "$'a\\x1b[2Jb\\'\\\\'"],
    ["\u202e\u{e0041}", "$'\\u202e\\U000e0041'"],
    ["", "''"],
  ])("%j", (text, expected) => {
    expect(shellWord(text)).toBe(expected);
  });

  test("a shell reads back exactly the text", () => {
    const texts = [
      ...["a b", 'it\'s "x"', "$HOME `id` \\", "\u001b[31m\u0007", "\u202eabc", "##[group]", "\\u{41}"],
      ...fc.sample(hostile, 40).map((text) => text.toWellFormed().replaceAll("\u0000", "")),
    ];
    const script = texts.map((text) => `printf '%s\\0' ${shellWord(text)}`).join("\n");
    const output = execFileSync("bash", ["-c", script], { env: { LC_ALL: "C.UTF-8" }, encoding: "utf8" });
    expect(output.split("\u0000").slice(0, -1)).toEqual(texts);
  });
});

describe("markdown", () => {
  test.each([
    ["**bold** _it_ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`"],
    ["[x](http://evil)", "\\[x\\]\\(http:&#8203;//evil\\)"],
    ["@alice and a@b.example", "@&#8203;alice and a@&#8203;b.example"],
    ["fixes #12, GH-3", "fixes \\#&#8203;12, GH&#8203;-3"],
    ["<img src=x onerror=y>&amp;", "&lt;img src\\=x onerror\\=y&gt;&amp;amp;"],
    ["www.evil.example", "www&#8203;.evil.example"],
    ["a|b ~~c~~ $x$", "a\\|b \\~\\~c\\~\\~ \\$x\\$"],
    ["x\n# heading", "x\\\\u\\{a\\}\\# heading".replace("\\# ", "\\#&#8203; ")],
  ])("%j", (text, expected) => {
    expect(markdown(text)).toBe(expected);
  });

  test("nothing in it can be markup, HTML, a link, a mention or a line of its own", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const safe = markdown(text);
        const rest = safe.replace(/\\[!-/:-@[-`{-~]/g, "").replace(/&(?:amp|lt|gt|#8203);/g, "·");
        expect(rest).not.toMatch(/[\\`*_{}[\]()#+!|~$^=<>&\n\r]/);
        expect(rest).not.toMatch(/@(?!·)|:\/\/|www\./i);
      }),
    );
  });
});

describe("code spans and fences", () => {
  test.each([
    ["plain", "`plain`"],
    ["a`b", "``a`b``"],
    ["``", "``` `` ```"],
    [" x", "`  x `"],
    ["", "(empty)"],
    ["  ", "(2 spaces)"],
    ["a\n\n# b", "`a\\u{a}\\u{a}# b`"],
  ])("%j", (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test("a bar does not end a cell, and markup does not leave a summary", () => {
    expect(cell("a|b")).toBe("`a\\|b`");
    expect(htmlCode("</code></summary><script>")).toBe(
      "<code>&lt;/code&gt;&lt;/summary&gt;&lt;script&gt;</code>",
    );
  });

  test("no run of backticks in the text is as long as the one that ends it", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const span = code(text);
        if (!span.startsWith("`")) return;
        const ticks = /^`+/.exec(span)?.[0] ?? "";
        const inner = span.slice(ticks.length, -ticks.length);
        expect(inner.match(/`+/g) ?? []).not.toContain(ticks);
        expect(span).not.toMatch(/[\n\r]/);
        const fenced = fence([visible(text)], "diff").split("\n");
        const marker = fenced.at(-1) ?? "";
        expect(fenced).toHaveLength(3);
        expect(fenced[1]?.match(/`+/g) ?? []).not.toContain(marker);
      }),
    );
  });
});
