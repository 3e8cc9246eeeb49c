/** What is wrong with a policy itself, said at its place. */
import { describe, expect, test } from "vitest";
import { said } from "../support.ts";
import { orbit, saidUnder } from "./support.ts";

const acme = {
  "acme.yaml": orbit(`members: { user-ann: ADMIN }
projects: { prod-a: { grants: { user-ann: OWN } }, lab: { grants: {} } }
`),
};

test("what has not the right form", async () => {
  const policies = `
empty: {}
bare: { for: "*/members" }
types: { for: 5, keys: [], where: x, count: 3, expires: 90 }
names: { for: "*/members", kys: x, expires: { withn: 3 }, count: { minimun: 2 }, severity: fatal }
values: { for: "*/members", where: { level: [] }, values: { level: { a: b } } }
paths: { for: [/members, org-acme/, "a//b", ""], files: [/a, ../b, ./c, a/../d], keys: a/b }
numbers: { for: "*/members", count: { minimum: -1, maximum: 1.5 }, expires: { within: 0 } }
order: { for: "*/members", count: { minimum: 3, maximum: 2 } }
stars: { for: "**a**b**c**", keys: "*" }
"no name": { for: "*/members", keys: "*" }
nothing:
`;
  expect(await saidUnder(policies, acme)).toMatchInlineSnapshot(`
    [
      "charter.yaml:3:10 config/missing: policies.empty needs "files", "keys", "notKeys", "values", "expires" or "count".",
      "charter.yaml:3:10 config/missing: policies.empty needs "for".",
      "charter.yaml:4:9 config/missing: policies.bare needs "files", "keys", "notKeys", "values", "expires" or "count".",
      "charter.yaml:5:17 config/wrong-type: policies.types.for is 5; write text or a list.",
      "charter.yaml:5:26 config/wrong-value: policies.types.keys is a list; it must hold at least 1 item.",
      "charter.yaml:5:37 config/wrong-type: policies.types.where is "x"; write a map.",
      "charter.yaml:5:47 config/wrong-type: policies.types.count is 3; write a map.",
      "charter.yaml:5:59 config/wrong-type: policies.types.expires is 90; write a map.",
      "charter.yaml:6:30 config/unknown-key: "kys" is not known in policies.names; did you mean "keys"? Known: description, severity, for, where, except, files, keys, notKeys, values, expires, count.",
      "charter.yaml:6:47 config/missing: policies.names.expires needs "within".",
      "charter.yaml:6:49 config/unknown-key: "withn" is not known in policies.names.expires; did you mean "within"? Known: within.",
      "charter.yaml:6:70 config/unknown-key: "minimun" is not known in policies.names.count; did you mean "minimum"? Known: minimum, maximum.",
      "charter.yaml:6:94 config/unknown-value: policies.names.severity is "fatal". Allowed: error, warning.",
      "charter.yaml:7:47 config/wrong-value: policies.values.where.level is a list; it must hold at least 1 item.",
      "charter.yaml:7:70 config/wrong-type: policies.values.values.level is a map; write text or a number or true or false or a list.",
      "charter.yaml:8:18 config/wrong-value: policies.paths.for.0 is "/members", which does not have the right form (^[^/]+(/[^/]+)*$).",
      "charter.yaml:8:28 config/wrong-value: policies.paths.for.1 is "org-acme/", which does not have the right form (^[^/]+(/[^/]+)*$).",
      "charter.yaml:8:39 config/wrong-value: policies.paths.for.2 is "a//b", which does not have the right form (^[^/]+(/[^/]+)*$).",
      "charter.yaml:8:47 config/wrong-value: policies.paths.for.3 is "", which does not have the right form (^[^/]+(/[^/]+)*$).",
      "charter.yaml:8:60 config/wrong-value: policies.paths.files.0 is "/a", which does not have the right form (^[^/]+(/[^/]+)*$).",
      "charter.yaml:8:64 config/wrong-value: "../b" means no file: write it relative to the folder, without . and .. in it.",
      "charter.yaml:8:70 config/wrong-value: "./c" means no file: write it relative to the folder, without . and .. in it.",
      "charter.yaml:8:75 config/wrong-value: "a/../d" means no file: write it relative to the folder, without . and .. in it.",
      "charter.yaml:8:90 config/wrong-value: policies.paths.keys is "a/b", which does not have the right form (^[^/]+$).",
      "charter.yaml:9:50 config/wrong-value: policies.numbers.count.minimum is -1; it must be at least 1.",
      "charter.yaml:9:63 config/wrong-type: policies.numbers.count.maximum is 1.5; write a whole number.",
      "charter.yaml:9:89 config/wrong-value: policies.numbers.expires.within is 0; it must be at least 1.",
      "charter.yaml:10:60 config/wrong-value: maximum is 2, below the minimum 3: no collection could hold so many.",
      "charter.yaml:11:17 config/wrong-value: "**a**b**c**" holds ** more than 3 times; write several patterns, or * where one part is meant.",
      "charter.yaml:12:14 config/wrong-key: policies has the key "no name", which does not have the right form (^[A-Za-z0-9][A-Za-z0-9._-]*$).",
      "charter.yaml:13:11 config/wrong-type: policies.nothing is null; write a map.",
    ]
  `);
});

test("what could never apply, with the nearest name", async () => {
  const policies = `
collection: { for: "*/member/*", keys: "*" }
inner: { for: ["*/projects/*/grnts", "*/members"], keys: "*" }
deep: { for: "*/members/*/grants/*", keys: "*" }
stars: { for: "**/grnts", keys: "*" }
other: { for: "*/groups/**/members/*/*", keys: "*" }
attribute: { for: "*/members", where: { levl: ADMIN }, keys: "*" }
unknown: { for: "*/labels", where: { colour: red }, keys: "*" }
value: { for: "*/members", where: { level: [ADMIN, OWNR] }, keys: "*" }
number: { for: "*/projects", where: { limit: -1 }, keys: "*" }
type: { for: "*/members", where: { billing: "yes" }, keys: "*" }
unset: { for: "*/members", where: { level: [null] }, keys: "*" }
kinds: { for: ["*/members", "*/projects/*/grants"], where: { level: OWN, billing: true }, keys: "*" }
only: { for: "*/members", values: { level: ADMN, acess: VIEW } }
key: { for: "*/members", keys: [ann, USER-ANN], notKeys: bob }
ends: { for: "*/projects", expires: { within: 3 } }
whole: { for: "*", count: { minimum: 3 } }
`;
  expect(await saidUnder(policies, acme)).toMatchInlineSnapshot(`
    [
      "charter.yaml:3:22 config/policy: No address can be like "*/member/*"; did you mean "members"? Known: members, labels, projects, projects.grants.",
      "charter.yaml:4:18 config/policy: No address can be like "*/projects/*/grnts"; did you mean "grants"? Known: members, labels, projects, projects.grants.",
      "charter.yaml:5:16 config/policy: No address can be like "*/members/*/grants/*": nothing stands below members. Known: members, labels, projects, projects.grants.",
      "charter.yaml:6:17 warning config/policy: "**/grnts" names nothing that is written, so that the policy stars protects nothing there; did you mean "grants"?",
      "charter.yaml:7:17 config/policy: No address can be like "*/groups/**/members/*/*". Known: members, labels, projects, projects.grants.",
      "charter.yaml:8:43 config/unknown-key: "levl" is not known in where; did you mean "level"? Known: level, billing, access.",
      "charter.yaml:9:40 config/unknown-key: "colour" is not known in where.",
      "charter.yaml:10:54 config/unknown-value: level cannot be "OWNR". Allowed: ADMIN, MEMBER.",
      "charter.yaml:11:48 config/wrong-value: limit is -1; it must be at least 0.",
      "charter.yaml:12:47 config/unknown-value: billing cannot be "yes". Allowed: true, false.",
      "charter.yaml:13:47 config/unknown-value: level cannot be null. Allowed: ADMIN, MEMBER.",
      "charter.yaml:14:64 config/policy: Nothing has all attributes of where with these values; write several policies.",
      "charter.yaml:15:46 config/unknown-value: level cannot be "ADMN"; did you mean "ADMIN"? Allowed: ADMIN, MEMBER.",
      "charter.yaml:15:52 config/unknown-key: "acess" is not known in values; did you mean "access"? Known: level, billing, access.",
      "charter.yaml:16:35 config/wrong-key: "ann" could not be a key here, which looks like user-alice; write a key, or a pattern with *.",
      "charter.yaml:16:60 config/wrong-key: "bob" could not be a key here, which looks like user-alice; write a key, or a pattern with *.",
      "charter.yaml:17:30 config/policy: What this policy means gives nobody access, and has no expires; take it out.",
      "charter.yaml:18:22 config/policy: count is about a collection, and this policy means organizations; write for: with a collection.",
    ]
  `);
});

describe("a pattern that names what is not written", () => {
  test.each([
    ["an organization", "org-acne/members", '"org-acme"'],
    ["an entry", "*/members/user-anne", '"user-ann"'],
    ["a holder", "*/projects/prod-aa/grants", '"prod-a"'],
    ["a holder, between two stars", "**/prod-aa/**", '"prod-a"'],
    ["nothing near", "*/projects/zzzzzzzz/grants", null],
    ["a collection that its holder does not write", "org-acme/labels", null],
  ])("%s", async (_, pattern, near) => {
    const rest = near === null ? "." : `; did you mean ${near}?`;
    expect(await saidUnder(`p: { for: "${pattern}", keys: "*" }`, acme)).toEqual([
      `charter.yaml:2:13 warning config/policy: "${pattern}" names nothing that is written, so that the policy p protects nothing there${rest}`,
    ]);
  });

  test.each(["*/labels/*", "*/projects/test-*/grants/*", "org-acme/members/user-b*", "**/grants/*", "*"])(
    "%s names nothing, and waits for what may come",
    async (pattern) => {
      expect(await saidUnder(`p: { for: "${pattern}", keys: "*" }`, acme)).toEqual([]);
    },
  );
});

describe("the platforms that count", () => {
  const policy = 'policies: { p: { for: "*/members", keys: "*" } }\n';
  const comet = "platform: comet\norganization: red\n";
  const none = [expect.stringContaining('No address can be like "*/members"')];

  test.each([
    ["those of the organizations", { "a.yaml": comet, "charter.yaml": policy }, none],
    [
      "those of the connections too",
      { "a.yaml": comet, "charter.yaml": `connections: { o: { platform: orbit } }\n${policy}` },
      [],
    ],
    ["all, in a folder without any", { "charter.yaml": policy }, [expect.stringContaining("config/empty")]],
  ])("%s", async (_, files, expected) => {
    expect(await said(files)).toEqual(expected);
  });
});

test("a pattern without quotes is no alias, and that is said", async () => {
  expect(await said({ ...acme, "charter.yaml": "policies: { p: { for: */members/*, keys: x } }\n" })).toEqual(
    [expect.stringContaining('Text that begins with * stands in quotes: "*/members/*".')],
  );
});
