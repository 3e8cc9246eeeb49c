import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/model/finding.ts";
import { annotations } from "../../src/report/findings/annotations.ts";
import { findingsMarkdown } from "../../src/report/findings/markdown.ts";
import { findingsCount, findingsText } from "../../src/report/findings/terminal.ts";

const findings: readonly Finding[] = [
  {
    code: "config/unknown-key",
    severity: "error",
    message: "`memebers` is not known here; did you mean `members`?",
    position: { file: "teams/acme.yaml", line: 12, column: 1 },
    excerpt: "memebers: # the people",
  },
  {
    code: "config/unknown-value",
    severity: "error",
    message: "`ADMN` is not a level; did you mean `ADMIN`?",
    position: { file: "acme.yaml", line: 3, column: 23 },
    excerpt: '\t"漢字 user": { level: "ADMN", x: 1 }',
  },
  {
    code: "http/unreachable",
    severity: "warning",
    message: "No answer from the server.",
    address: "acme/members",
  },
  { code: "run/note", severity: "note", message: "Nothing to see." },
];

describe("findings", () => {
  test("at a terminal", () => {
    expect(findingsText(findings)).toMatchInlineSnapshot(`
      "teams/acme.yaml:12:1: error: \`memebers\` is not known here; did you mean \`members\`? [config/unknown-key]
        12 | memebers: # the people
           | ^^^^^^^^
      acme.yaml:3:23: error: \`ADMN\` is not a level; did you mean \`ADMIN\`? [config/unknown-value]
        3 |   "漢字 user": { level: "ADMN", x: 1 }
          |                          ^^^^^
      acme/members: warning: No answer from the server. [http/unreachable]
      note: Nothing to see. [run/note]
      "
    `);
  });

  test("in Markdown", () => {
    expect(findingsMarkdown(findings)).toMatchInlineSnapshot(`
      "### 2 errors, 1 warning and 1 note

      - **error** at \`teams/acme.yaml:12:1\`: \\\`memebers\\\` is not known here; did you mean \\\`members\\\`? (\`config/unknown-key\`)
        \`memebers: # the people\`
      - **error** at \`acme.yaml:3:23\`: \\\`ADMN\\\` is not a level; did you mean \\\`ADMIN\\\`? (\`config/unknown-value\`)
        \`"漢字 user": { level: "ADMN", x: 1 }\`
      - **warning** at \`acme/members\`: No answer from the server. (\`http/unreachable\`)
      - **note**: Nothing to see. (\`run/note\`)
      "
    `);
  });

  test("as annotations of GitHub, with the path from the repository's root", () => {
    expect(annotations(findings, "org")).toMatchInlineSnapshot(`
      "::error file=org/teams/acme.yaml,line=12,col=1,title=config/unknown-key::\`memebers\` is not known here; did you mean \`members\`?
      ::error file=org/acme.yaml,line=3,col=23,title=config/unknown-value::\`ADMN\` is not a level; did you mean \`ADMIN\`?
      ::warning title=http/unreachable::No answer from the server.
      ::notice title=run/note::Nothing to see.
      "
    `);
  });

  test("none is nothing", () => {
    expect([findingsText([]), findingsMarkdown([]), annotations([]), findingsCount([])]).toEqual([
      "",
      "",
      "",
      "",
    ]);
  });

  test("very many are counted", () => {
    const many = Array.from({ length: 5_000 }, () => findings[0]).filter((each) => each !== undefined);
    expect(findingsText(many)).toContain("… and 4,900 more findings (--verbose or --format json shows all)");
    expect(findingsText(many, { verbose: true }).match(/teams\/acme/g)).toHaveLength(5_000);
    expect(findingsMarkdown(many)).toContain("… and 4,900 more (--format json shows all).");
    expect(annotations(many).trimEnd().split("\n")).toHaveLength(10);
    expect(findingsCount(many)).toBe("5,000 errors");
  });
});

describe("the caret", () => {
  const caret = (excerpt: string, column: number) => {
    const [, line = "", marks = ""] = findingsText([
      { code: "c", severity: "error", message: "m", position: { file: "f", line: 1, column }, excerpt },
    ]).split("\n");
    return [line, marks];
  };

  test.each([
    ["a word", "members: {}", 1, "^^^^^^^"],
    ["a quoted word", 'a: "b c"', 4, "   ^^^^^"],
    ["the end of the line", "a:", 3, "  ^"],
    ["beyond the end", "a:", 99, "  ^"],
    ["column 0", "a:", 0, "^"],
    ["after a control character", "\u001b[m: x", 6, "          ^"],
  ])("%s", (_, excerpt, column, expected) => {
    const [, marks = ""] = caret(excerpt, column);
    expect(marks.slice("    | ".length).trimEnd()).toMatch(new RegExp(`^${expected.replace(/\^/g, "\\^")}$`));
  });

  test("a very long line is shown around the place", () => {
    const [line = "", marks = ""] = caret(`${"a".repeat(100_000)} here ${"b".repeat(100_000)}`, 100_002);
    expect(line.length).toBeLessThan(130);
    expect(line.slice(marks.indexOf("^"), marks.lastIndexOf("^") + 1)).toBe("here");
  });
});
