/** Which entries a policy is about: a cell of the selector's table a test. */
import { describe, expect, test } from "vitest";
import { said } from "../support.ts";
import { broken, orbit, saidUnder } from "./support.ts";

const files = {
  "acme.yaml": orbit(`members:
  user-ann: ADMIN
  user-bob: { level: MEMBER, billing: true }
  user-old: { level: ADMIN, expires: 2026-11-22 }
  user-last: { level: ADMIN, expires: 2026-11-23 }
  user-gone: { level: ADMIN, state: absent }
projects:
  prod-a: { tools: [lint, fmt], grants: { user-ann: OWN } }
  lab: { grants: { user-bob: VIEW } }
  "ä/ö": { grants: { PUBLIC: VIEW } }
`),
  "lab.yaml": orbit("members: { user-ann: MEMBER }\n", "org-Lab"),
  "red.yaml": "platform: comet\norganization: red\n",
};

/** Everything that the selector means, as what breaks a policy that lets nothing stand. */
const meant = async (selector: string): Promise<readonly string[]> =>
  broken(await saidUnder(`p: { ${selector}, notKeys: "*" }`, files));

const acme = "org-acme/members";
const [ann, bob, last] = ["user-ann", "user-bob", "user-last"].map((key) => `${acme}/${key}`);
const people = [ann, bob, last];
const lab = "org-lab/members/user-ann";
const grants = ["prod-a/grants/user-ann", "lab/grants/user-bob", "ä%2Fö/grants/PUBLIC"].map(
  (path) => `org-acme/projects/${path}`,
);

describe("for", () => {
  test.each([
    ["an address", `for: ${acme}/user-ann`, [ann]],
    ["any organization", `for: "*/members/user-ann"`, [ann, lab]],
    ["what is absent or has expired is not meant", `for: "*/members/*"`, [...people, lab]],
    ["the last day still counts", `for: "*/members/*-last"`, [last]],
    ["a collection stands for its entries", `for: org-acme/members`, people],
    ["a part of a key", `for: "org-*/members/*-a*n"`, [ann, lab]],
    ["a deeper collection", `for: "*/projects/prod-*/grants"`, grants.slice(0, 1)],
    ["a slash in a key", `for: "*/projects/ä%2F*/grants/*"`, grants.slice(2)],
    ["one star is one part", `for: "*/projects/*/*/PUBLIC"`, grants.slice(2)],
    ["two stars are any parts", `for: "**/grants/**"`, grants],
    ["two stars within a part", `for: "org-acme/p**user-**"`, grants.slice(0, 2)],
    ["several patterns, an entry met twice", `for: ["*/members/user-ann", "org-lab/members"]`, [ann, lab]],
    ["organizations", `for: "*"`, ["org-acme", "org-lab", "red"]],
    ["upper and lower case where the platform has one", `for: "ORG-lab/members/USER-*"`, [lab]],
    [
      "and not where it has both",
      `for: ["*/projects/PROD-*/grants", "*/projects/lab/grants"]`,
      grants.slice(1, 2),
    ],
    ["everything", `for: "**"`, expect.arrayContaining(["org-acme", ann, lab, ...grants, "red"])],
  ])("%s", async (_, selector, expected) => {
    expect(await meant(selector)).toEqual(expected);
  });
});

describe("where", () => {
  test.each([
    ["a value", `for: "*/members/*", where: { level: ADMIN }`, [ann, last]],
    ["one of several", `for: "*/members/*", where: { level: [MEMBER, ADMIN] }`, [...people, lab]],
    ["two attributes", `for: "*/members/*", where: { level: MEMBER, billing: true }`, [bob]],
    ["the default of what is omitted", `for: "*/members/*", where: { billing: false }`, [ann, last, lab]],
    ["what is omitted and has no default", `for: "*", where: { policies.reuse: [true, false] }`, []],
    [
      "an element of a list",
      `for: "*/projects/*", where: { tools: [fmt, make] }`,
      ["org-acme/projects/prod-a"],
    ],
    ["no element of it", `for: "*/projects/*", where: { tools: make }`, []],
    [
      "the label, where no name is written",
      `for: "*/projects/*", where: { name: lab }`,
      ["org-acme/projects/lab"],
    ],
    ["kinds without the attribute are not meant", `for: "**", where: { level: VIEW }`, grants.slice(1)],
  ])("%s", async (_, selector, expected) => {
    expect(await meant(selector)).toEqual(expected);
  });
});

describe("except", () => {
  test.each([
    ["an address", `except: ${acme}/user-ann`, [bob, last, lab]],
    ["a pattern", `except: "*/members/user-ann"`, [bob, last]],
    ["a collection", `except: org-lab/members`, people],
    ["several", `except: [${acme}, org-lab/members/user-ann]`, []],
    ["two that mean the same", `except: [${acme}/user-ann, "*/members/*-ann"]`, [bob, last]],
    ["another case", `except: ORG-ACME/members/USER-*`, [lab]],
  ])("%s", async (_, except, expected) => {
    expect(await meant(`for: "*/members", ${except}`)).toEqual(expected);
  });

  test.each([
    ["something that is not written", `${acme}/user-x`],
    ["something that is absent", `${acme}/user-gone`],
    ["something that has expired", `${acme}/user-old`],
    ["something that the policy is not about", "org-acme/projects/lab"],
    ["something with another value", `${acme}/user-bob`],
    ["a collection that is not there", "*/groups"],
  ])("that means %s is a warning", async (_, except) => {
    const policy = `p: { for: "*/members", where: { level: ADMIN }, except: "${except}", keys: "*" }`;
    expect(await saidUnder(policy, files)).toEqual([
      expect.stringMatching(
        /^charter\.yaml:2:59 warning config\/policy: "\S+" is an exception to nothing that the policy p is about; take it out\.$/,
      ),
    ]);
  });

  test("a whole collection is not counted either, empty or not", async () => {
    const none = { "a.yaml": orbit("members: {}\nprojects: { lab: { grants: {} } }\n") };
    const policy = (except: string) =>
      `p: { for: ["*/members", "**/grants"], count: { minimum: 1 }${except} }`;
    expect(broken(await saidUnder(policy(""), none))).toEqual([
      "org-acme/members",
      "org-acme/projects/lab/grants",
    ]);
    expect(await saidUnder(policy(', except: ["*/members", "*/projects/lab/grants"]'), none)).toEqual([]);
  });
});

test("what lies below something that has expired is not meant", async () => {
  const guild = orbit(
    "projects: { lab: { state: absent } }\nmembers: { user-a: { level: ADMIN, expires: 2026-01-01 } }\n",
  );
  expect(
    await saidUnder('p: { for: ["**/lab/**", "*/members/*"], notKeys: "*" }', { "a.yaml": guild }),
  ).toEqual([expect.stringContaining('"**/lab/**" names nothing that is written')]);
});

test("errors elsewhere hide neither what breaks a policy nor one another", async () => {
  const policies = `policies:
  p: { for: "*/members", where: { level: ADMIN }, keys: user-x, count: { minimum: 3 }, except: "*/members/user-q" }
`;
  const broken = orbit("members: { user-a: ADMIN, user-b: ADMN }\n");
  const unnamed = "platform: orbit\norganization: 5\nmembers: { user-a: ADMIN }\n";
  expect(
    await said({ "charter.yaml": policies, "a.yaml": broken, "b.yaml": unnamed }),
  ).toMatchInlineSnapshot(`
    [
      "a.yaml:3:12 policy/p: "org-acme/members/user-a" (level: "ADMIN") may stand here only with a key like "user-x": write such a key or take it out.",
      "a.yaml:3:35 config/unknown-value: level is "ADMN"; did you mean "ADMIN"? Allowed: ADMIN, MEMBER.",
      "b.yaml:2:15 config/wrong-key: organization is 5: An organization is org- and a handle. For example: org-acme",
    ]
  `);
});
