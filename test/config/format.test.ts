import fc from "fast-check";
import { expect, test } from "vitest";
import { createFindings } from "../../src/config/findings.ts";
import { formatText } from "../../src/config/format.ts";
import { readDocuments } from "../../src/config/load.ts";
import { toValue } from "../../src/config/node.ts";
import { writeOrganization } from "../../src/config/write.ts";
import { canonical } from "../../src/model/value.ts";
import { organization } from "./organizations.ts";
import { orbit, platforms } from "./platform.ts";

const messy = `# yaml-language-server: $schema=x
# license

# about the organization
organization: org-a # trailing

platform:   orbit
members: # people
    # first
    user-b:   ADMIN


    # second
    user-a: { billing: true,   level: MEMBER } # why
    # end of members

# before projects
projects:
    raw:
        grants: { user-b: VIEW, user-a: { expires: 2027-01-01, level: EDIT } }
        summary: |
            literal
              # text

            more

        name: >-
            folded text
            over lines

            para
        limit: 0x10
        tools:
        - a
        - b
        previously: [
           a, b ]
    "quoted: key":   {}
labels: ["a",  b]
manage: { projects.grants: ignore, members: additive }
# the end
---
organization: red
platform: comet
---
foreign:    stays
`;

test("one order, two spaces; comments and blank lines stay with what they stand above", () => {
  expect(formatText(messy, platforms).text).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=x
    # license

    platform: orbit
    # about the organization
    organization: org-a # trailing
    manage: { members: additive, projects.grants: ignore }
    members: # people
      # second
      user-a: { level: MEMBER, billing: true } # why
      # first
      user-b: ADMIN
      # end of members
    labels: ["a", b]

    # before projects
    projects:
      raw:
        name: >-
          folded text
          over lines

          para
        summary: |
          literal
            # text

          more
        limit: 0x10
        tools:
          - a
          - b
        previously: [
           a, b ]
        grants: { user-a: { level: EDIT, expires: 2027-01-01 }, user-b: VIEW }
      "quoted: key":   {}
    # the end
    ---
    platform: comet
    organization: red
    ---
    foreign:    stays
    "
  `);
});

test("JSON", () => {
  const json =
    '{"organization":"org-b","platform":"orbit","members":{"user-b":"ADMIN","user-a":{"billing":true,"level":"MEMBER"}}}';
  expect(formatText(json, platforms, "a.json").text).toMatchInlineSnapshot(`
    "{
      "platform": "orbit",
      "organization": "org-b",
      "members": {
        "user-a": {
          "level": "MEMBER",
          "billing": true
        },
        "user-b": "ADMIN"
      }
    }
    "
  `);
});

test("what is left as it is", () => {
  const texts = [
    "a:   1\n", // foreign
    "platform: nobody\norganization:   x\n",
    "# nothing\n",
    "",
    "platform: orbit\norganization: org-a\nmembers: [\n",
    "platform: orbit\norganization: org-a\nmembers: *x\n",
    "{ organization: org-a,\n  platform: orbit, # a comment in a flow map\n  name: x }\n",
  ];
  for (const text of texts) expect(formatText(text, platforms).text).toBe(text);
  expect(formatText(texts[4] ?? "", platforms).findings.map((each) => each.code)).toEqual(["config/syntax"]);
  expect(formatText(texts[5] ?? "", platforms).findings.map((each) => each.code)).toEqual(["config/alias"]);
});

test("nothing is moved where anchors are used", () => {
  const text =
    "organization: org-a\nplatform: orbit\nmembers:\n    user-b: &m { level: MEMBER }\n    user-a: *m\n";
  expect(formatText(text, platforms).text).toBe(
    "organization: org-a\nplatform: orbit\nmembers:\n  user-b: &m { level: MEMBER }\n  user-a: *m\n",
  );
});

test("a byte order mark goes, CRLF stays", () => {
  expect(formatText("\ufefforganization: org-a\r\nplatform: orbit\r\n", platforms).text).toBe(
    "platform: orbit\r\norganization: org-a\r\n",
  );
});

/** What all documents of a text say. */
function meaning(text: string): string {
  return canonical(
    readDocuments("a.yaml", text, platforms, createFindings()).map(({ root }) => toValue(root)),
  );
}

/**
 * Spoils a text as it should be in ways that mean nothing: the lines of the organization and its people the other way
 * round, twice the indentation, comments and blank lines. A text with block scalars is only turned round.
 */
function spoil(text: string, seed: readonly number[]): string {
  const lines = text.trimEnd().split("\n");
  const [modeline = "", ...rest] = lines;
  const sections: string[][] = [];
  for (const line of rest) {
    if (/^\S/.test(line)) sections.push([line]);
    else sections.at(-1)?.push(line);
  }
  const turned = sections.reverse().flatMap((section) => {
    const [first = "", ...entries] = section;
    return first === "members:" ? [first, ...entries.reverse()] : section;
  });
  if (lines.some((line) => /[|>][+-]?$/.test(line))) return `${[modeline, ...turned].join("\n")}\n`;
  const spoilt = [modeline];
  for (const [index, line] of turned.entries()) {
    const pick = (seed[index % seed.length] ?? 0) % 5;
    const indent = (/^ */.exec(line)?.[0] ?? "").repeat(2);
    if (pick === 1) spoilt.push(`${indent}# note ${index}`);
    if (pick === 2) spoilt.push("", "");
    spoilt.push(`${indent}${line.trimStart()}${pick === 3 && !line.includes("#") ? " # behind" : ""}`);
  }
  return `${spoilt.join("\n")}\n`;
}

test("means the same, loses no comment, is undone for what should not be there, and is done after one time", () => {
  let moved = 0;
  fc.assert(
    fc.property(organization, fc.array(fc.nat(), { minLength: 3, maxLength: 20 }), (resources, seed) => {
      const [file] = writeOrganization(orbit, resources, { singleFile: 10_000 });
      const tidy = file?.text ?? "";
      const text = spoil(tidy, seed);
      if (text !== tidy) moved += 1;
      const once = formatText(text, platforms);
      expect(once.findings).toEqual([]);
      expect(meaning(once.text)).toBe(meaning(text));
      expect(formatText(once.text, platforms).text).toBe(once.text);
      const comments = (each: string) => (each.match(/# (note \d+|behind)/g) ?? []).sort();
      expect(comments(once.text)).toEqual(comments(text));
      const bare = once.text
        .replaceAll(/^ *# note \d+\n/gm, "")
        .replaceAll(" # behind", "")
        .replaceAll(/^\n/gm, "");
      expect(bare).toBe(tidy.replaceAll(/^\n/gm, ""));
    }),
    { numRuns: 400 },
  );
  expect(moved).toBeGreaterThan(300);
});
