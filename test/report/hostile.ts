import fc from "fast-check";

/** Control, invisible, reordering and unpaired characters; everything that must not reach a terminal but line breaks. */
export const unsafe: RegExp = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u;

/** Names as somebody would choose them who wants to do harm with them. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\u001b[31m",
        "\u001b]8;;http://evil\u0007",
        "\u009b2J",
        "\r",
        "\n",
        "\n::error::x",
        "##[add-mask]",
        "\u202e",
        "\u2066",
        "\u200b",
        "```",
        "`",
        "|",
        "</code></summary></details>",
        "<script>alert(1)</script>",
        "<!--",
        "-->",
        "@everyone",
        "#1",
        "[x](http://evil)",
        "![x](//evil)",
        "**",
        "\n\n# h",
        "\n- x",
        "https://evil.example",
        "www.evil.example",
        "$x$",
        "\ud800",
        "\\",
        "\\u{1b}",
        "'",
        '"',
        "%0A",
        ",",
        "::",
        " ",
        "é",
        "漢",
        "🎉",
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
