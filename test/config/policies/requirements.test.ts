/** A cell of each requirement's table a test. The day is 2026-11-23. */
import { describe, expect, test } from "vitest";
import { broken, orbit, saidUnder } from "./support.ts";

const acme = orbit(`policies: { visibility: MEMBER }
members:
  user-ann: ADMIN
  user-bob: { level: MEMBER, access: VIEW }
  user-Cid: { level: MEMBER, expires: 2026-12-31 }
  user-old: { level: ADMIN, expires: 2026-11-22 }
  user-gone: { level: ADMIN, state: absent }
projects:
  prod-a:
    tools: [lint, fmt]
    overrides: { copy: no-one }
    grants: { user-ann: OWN, org-acme: { level: VIEW, expires: 2026-12-03 }, PUBLIC: VIEW }
  prod-b: { grants: {} }
  lab: { summary: null }
`);

const under = (policy: string) => saidUnder(`p: { ${policy} }`, { "acme.yaml": acme }).then(broken);

const [a, b, c] = ["user-ann", "user-bob", "user-cid"].map((key) => `org-acme/members/${key}`);
const [grant, shared, everybody] = ["user-ann", "org-acme", "PUBLIC"].map(
  (key) => `org-acme/projects/prod-a/grants/${key}`,
);
const members = `for: "*/members/*"`;
const grants = `for: "*/projects/*/grants/*"`;
const projects = `for: "*/projects/*"`;
const [prodA, prodB, lab] = ["prod-a", "prod-b", "lab"].map((key) => `org-acme/projects/${key}`);

describe("files", () => {
  test.each([
    ["one that matches", `${members}, files: acme.yaml`, []],
    ["a pattern that matches", `${members}, files: ["x", "*.yaml"]`, []],
    ["none that matches", `${members}, files: ["security/**"]`, [a, b, c]],
    ["the organization's own lines", `for: "*", files: ["security/**"]`, ["org-acme"]],
  ])("%s", async (_, policy, expected) => {
    expect(await under(policy)).toEqual(expected);
  });

  test("of an organization in several files, each line of its own is looked at", async () => {
    const files = {
      "a.yaml": orbit("members: { user-ann: ADMIN }\n"),
      "b.yaml": orbit("name: Acme\n"),
      "security/c.yaml": orbit("policies: { reuse: true }\n"),
    };
    expect(await saidUnder(`own: { for: "*", files: "security/*" }`, files)).toEqual([
      'b.yaml:3:1 policy/own: "org-acme" has its name in "b.yaml", and may stand only in "security/*": move it there or take it out.',
    ]);
  });

  test("of an organization without lines of its own, the one that names it", async () => {
    expect(
      await saidUnder(`own: { for: "*", files: "security/*" }`, { "a.yaml": orbit("members: {}\n") }),
    ).toEqual([
      'a.yaml:2:15 policy/own: "org-acme" stands in "a.yaml", and may stand only in "security/*": move it there or take it out.',
    ]);
  });
});

describe("keys and notKeys", () => {
  test.each([
    ["all as allowed", `${members}, keys: "user-*"`, []],
    ["one of several patterns", `${members}, keys: ["*-ann", "*-bob", "*cid"]`, []],
    ["not as allowed", `${members}, keys: ["user-a*"]`, [b, c]],
    ["a key as it stands", `${members}, keys: [user-ann, user-bob]`, [c]],
    ["folded as the kind folds", `${members}, keys: ["USER-A*", User-Bob, user-CID]`, []],
    [
      "not folded where the kind does not fold",
      `${grants}, keys: ["USER-*", "ORG-*", "public*"]`,
      [grant, shared, everybody],
    ],
    ["none as forbidden", `${grants}, notKeys: "user-b*"`, []],
    ["some as forbidden", `${grants}, notKeys: ["user-*", PUBLIC]`, [grant, everybody]],
    ["forbidden in another case", `${members}, notKeys: "*-CID"`, [c]],
    ["both at once", `${members}, keys: "*-a*", notKeys: "user-*"`, [a, b, b, c, c]],
    ["none allowed at all", `${members}, notKeys: "*"`, [a, b, c]],
  ])("%s", async (_, policy, expected) => {
    expect(await under(policy)).toEqual(expected);
  });

  test("a slash in a key is no border: patterns are compared with keys as addresses write them", async () => {
    const file = orbit('projects: { "a/b": {}, "a%2Fb": {}, ab: {} }\n');
    const result = (keys: string) =>
      saidUnder(`p: { ${projects}, notKeys: "${keys}" }`, { "a.yaml": file }).then(broken);
    expect(await result("a*b")).toHaveLength(3);
    expect(await result("a%2Fb")).toEqual(["org-acme/projects/a%2Fb"]);
    expect(await result("a%252Fb")).toEqual(["org-acme/projects/a%252Fb"]);
  });
});

describe("values", () => {
  test.each([
    ["all as allowed", `${members}, values: { level: [ADMIN, MEMBER] }`, []],
    ["another", `${members}, values: { level: MEMBER }`, [a]],
    ["omitted, with a default that is allowed", `${members}, values: { access: [VIEW, EDIT] }`, []],
    ["omitted, with a default that is not", `${members}, values: { access: VIEW }`, [a, c]],
    ["omitted, without a default", `for: "*", values: { policies.reuse: true }`, ["org-acme"]],
    ["a group's member", `${projects}, values: { overrides.copy: no-one }`, [prodB, lab]],
    [
      "every element of a list",
      `${projects}, where: { name: prod-a }, values: { tools: [lint, fmt, test] }`,
      [],
    ],
    [
      "an element that is not allowed",
      `${projects}, where: { name: prod-a }, values: { tools: [lint] }`,
      [prodA],
    ],
    ["unset, allowed", `${projects}, where: { name: lab }, values: { summary: [null] }`, []],
    ["unset, not allowed", `${projects}, where: { name: lab }, values: { summary: x }`, [lab]],
    ["two attributes", `${members}, values: { level: MEMBER, access: EDIT }`, [a, b]],
    ["a kind without the attribute is not asked", `for: "**", values: { access: [VIEW, EDIT] }`, []],
  ])("%s", async (_, policy, expected) => {
    expect(await under(policy)).toEqual(expected);
  });
});

describe("expires", () => {
  test.each([
    ["none, and the last day that is allowed", `${grants}, expires: { within: 10 }`, [grant, everybody]],
    ["a day too late", `${grants}, where: { level: VIEW }, expires: { within: 9 }`, [shared, everybody]],
    [
      "what cannot end is not asked",
      `for: "org-acme/projects/**", where: { name: lab }, keys: "*", expires: { within: 9 }`,
      null,
    ],
    ["beside what can", `for: ["*/projects/*", "*/members/user-cid"], expires: { within: 38 }`, []],
    [
      "a day too late, beside what cannot end",
      `for: ["*/projects/*", "*/members/user-cid"], expires: { within: 37 }`,
      [c],
    ],
  ])("%s", async (_, policy, expected) => {
    const lines = await under(policy);
    if (expected === null) expect(lines).toEqual([expect.stringContaining("gives nobody access")]);
    else expect(lines).toEqual(expected);
  });

  test("years end", async () => {
    expect(
      await saidUnder(`p: { ${members}, expires: { within: 1 } }`, {
        "a.yaml": orbit("members: { user-a: MEMBER }\n"),
      }),
    ).toEqual([
      'a.yaml:3:12 policy/p: "org-acme/members/user-a" has no end, and must end within a day: write expires: 2026-11-24 or an earlier day.',
    ]);
    expect(
      await saidUnder(`p: { ${members}, expires: { within: 36500 } }`, {
        "a.yaml": orbit("members: { user-a: MEMBER }\n"),
      }),
    ).toEqual([
      'a.yaml:3:12 policy/p: "org-acme/members/user-a" has no end, and must end within 36500 days: write expires: 2126-10-30 or an earlier day.',
    ]);
  });
});

describe("count", () => {
  const home = "org-acme/members";
  test.each([
    ["absent and expired do not count", `for: "*/members", count: { minimum: 3, maximum: 3 }`, []],
    ["too few", `for: "*/members", count: { minimum: 4 }`, [home]],
    ["too many", `for: "*/members", count: { maximum: 2 }`, [home]],
    ["only those with the value", `for: "*/members", where: { level: ADMIN }, count: { minimum: 2 }`, [home]],
    ["only those with the key", `for: "*/members/*-b*", count: { maximum: 0 }`, [home]],
    [
      "not those that are excepted",
      `for: "*/members", except: org-acme/members/user-ann, count: { maximum: 2 }`,
      [],
    ],
    [
      "a collection that is written and empty",
      `for: "*/projects/*/grants", count: { minimum: 1 }`,
      [`${prodB}/grants`],
    ],
    ["a collection that is not written", `for: "*/labels", count: { minimum: 1 }`, []],
    ["organizations stand in no collection", `for: "**", count: { maximum: 3 }`, []],
  ])("%s", async (_, policy, expected) => {
    expect(await under(policy)).toEqual(expected);
  });
});

test("several requirements are all checked, and findings are sorted with all others", async () => {
  const policies = `
strict:
  description: Owners of what is in production are few, known and for a while
  for: "*/projects/prod-*/grants/*"
  where: { level: [OWN, EDIT] }
  files: ["security/**"]
  keys: ["org-*"]
  expires: { within: 30 }
  count: { maximum: 0 }
gentle:
  severity: warning
  for: "*/members"
  where: { level: ADMIN }
  count: { minimum: 2 }
`;
  const files = { "acme.yaml": acme, "b.yaml": orbit("members: { user-bob: MEMBR }\n", "org-b") };
  expect(await saidUnder(policies, files)).toMatchInlineSnapshot(`
    [
      "acme.yaml:14:15 policy/strict: "org-acme/projects/prod-a/grants/user-ann" (level: "OWN") has no end, and must end within 30 days: write expires: 2026-12-23 or an earlier day. Owners of what is in production are few, known and for a while.",
      "acme.yaml:14:15 policy/strict: "org-acme/projects/prod-a/grants/user-ann" (level: "OWN") may stand here only with a key like "org-*": write such a key or take it out. Owners of what is in production are few, known and for a while.",
      "acme.yaml:14:15 policy/strict: "org-acme/projects/prod-a/grants/user-ann" (level: "OWN") stands in "acme.yaml", and may stand only in "security/**": move it there or take it out. Owners of what is in production are few, known and for a while.",
      "b.yaml:3:22 config/unknown-value: level is "MEMBR"; did you mean "MEMBER"? Allowed: ADMIN, MEMBER.",
    ]
  `);
});
