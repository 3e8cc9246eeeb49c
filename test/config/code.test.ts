/** Definitions in TypeScript, run by Node itself: in a process of their own, as the command runs them. */
import { spawn } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, said } from "./support.ts";

const runner = new URL("./load-runner.ts", import.meta.url).pathname;

/** The findings (a line each, with the line of the file below) or the resources of a folder. */
async function run(files: Readonly<Record<string, string>>, prepare?: (path: string) => Promise<unknown>) {
  await using made = await folder(files);
  await prepare?.(made.path);
  const child = spawn(process.execPath, [runner, made.path], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await new Promise((resolve) => child.on("close", resolve));
  return JSON.parse(text) as { findings: string[]; resources: unknown[] | null; digest: string | null };
}

const use = 'import { defineOrganization } from "orgcharter";\n';

test("a definition is the same as a file that says the same", async () => {
  const code = await run({
    "sub/people.ts": 'export const people = { "user-q": "MEMBER" } as const;\n',
    "acme.ts": `${use}import { people } from "./sub/people.ts";
interface Level { readonly level: "ADMIN" }
const admin: Level = { level: "ADMIN" };
export default [
  defineOrganization("orbit", { organization: "org-acme", members: { ...people, "user-A": admin }, labels: ["x"], projects: undefined }),
  defineOrganization("comet", { organization: "red" }),
];
`,
  });
  const yaml = await run({
    "a.yaml":
      "platform: orbit\norganization: org-acme\nmembers: { user-q: MEMBER, user-a: ADMIN }\nlabels: [x]\n---\nplatform: comet\norganization: red\n",
  });
  expect(code.findings).toEqual([]);
  expect(code.digest).toBe(yaml.digest);
  expect(code.digest).not.toBeNull();
  expect(code.resources).toContainEqual(["org-acme/members/user-q", "acme.ts:6:3"]);
  expect(code.resources).toContainEqual(["red", "acme.ts:7:3"]);
});

test("findings name the call and the path inside", async () => {
  const { findings } = await run({
    "a.ts": `${use}
const level: string = "ADMN";
export default defineOrganization("orbit", {
  organization: "org-a",
  members: { "user-x": { level }, "user-B": "ADMIN", "user-b": "ADMIN", "user-d": new Date(0), "user-f": () => 1 },
  "a b": 1,
  ["__proto__"]: {},
  name: "x\\u202e",
  projects: { p: { limit: Number.NaN, summary: null, name: null } },
});
`,
    "b.yaml": "platform: orbit\norganization: org-a\nname: A\n",
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "a.ts:4:16 config/duplicate-key: "user-b" is written twice (upper and lower case are one): here and at a.ts:4:16 (members.user-B); keep one of them. (At members.user-b of the definition.)
      | export default defineOrganization("orbit", {",
      "a.ts:4:16 config/hidden-character: "x\\u202e" holds U+202E (right-to-left override); a value cannot hold it, take it out. (At name of the definition.)
      | export default defineOrganization("orbit", {",
      "a.ts:4:16 config/null: name has no value; write text, or leave the line out if it is not to be managed. (At projects.p.name of the definition.)
      | export default defineOrganization("orbit", {",
      "a.ts:4:16 config/unknown-key: "__proto__" is not known here. Known: platform, organization, connection, manage, state, previously, name, policies, members, labels, projects. (At __proto__ of the definition.)
      | export default defineOrganization("orbit", {",
      "a.ts:4:16 config/unknown-key: "a b" is not known here. Known: platform, organization, connection, manage, state, previously, name, policies, members, labels, projects. (At ["a b"] of the definition.)
      | export default defineOrganization("orbit", {",
      "a.ts:4:16 config/unknown-value: level is "ADMN"; did you mean "ADMIN"? Allowed: ADMIN, MEMBER. (At members.user-x.level of the definition.)
      | export default defineOrganization("orbit", {",
      "a.ts:4:16 config/wrong-type: A Date cannot stand in a definition; write a day as text: "2027-03-31". (At members.user-d of the definition.)
      | export default defineOrganization("orbit", {",
      "a.ts:4:16 config/wrong-type: A function cannot stand in a definition. (At members.user-f of the definition.)
      | export default defineOrganization("orbit", {",
      "a.ts:4:16 config/wrong-type: NaN is not a number that can be kept. (At projects.p.limit of the definition.)
      | export default defineOrganization("orbit", {",
      "b.yaml:3:1 config/duplicate-key: "name" is written twice: here and at a.ts:4:16 (name); keep one of them.
      | name: A",
    ]
  `);
});

test("files that cannot be run, at their line", async () => {
  const { findings } = await run({
    "enum.ts": `${use}enum X { A }\nexport default defineOrganization("orbit", { organization: "org-a" });\n`,
    "syntax.ts": `${use}export default defineOrganization("orbit", { organization: "org-a", ]);\n`,
    "throws.ts": `${use}function team(): never {\n  throw new TypeError("no such team\\nmore");\n}\nexport default defineOrganization("orbit", { organization: team() });\n`,
    "helper.ts": "export function fail(): never {\n  throw new Error('in a helper');\n}\n",
    "usesHelper.ts": `${use}import { fail } from "./helper.ts";\nfail();\nexport default defineOrganization("orbit", { organization: "org-a" });\n`,
    "rejects.ts": `${use}export default Promise.reject(new Error("later")); // defineOrganization\n`,
    "imports.ts": `${use}import "./missing.ts";\n`,
    "throwsText.ts": `${use}throw "just text";\n`,
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "enum.ts:2:1 config/code: enum.ts cannot be run: SyntaxError: TypeScript enum is not supported in strip-only mode.
      | enum X { A }",
      "helper.ts:2:9 config/code: usesHelper.ts cannot be run: in a helper.",
      "imports.ts:1:1 config/code: imports.ts cannot be run: Cannot find module 'missing.ts' imported from imports.ts.
      | import { defineOrganization } from "orgcharter";",
      "rejects.ts:2:31 config/code: rejects.ts cannot be run: later.
      | export default Promise.reject(new Error("later")); // defineOrganization",
      "syntax.ts:2:69 config/code: syntax.ts cannot be run: SyntaxError: Unexpected token \`]\`. Expected identifier, string literal, numeric literal or [ for the computed key.
      | export default defineOrganization("orbit", { organization: "org-a", ]);",
      "throws.ts:3:9 config/code: throws.ts cannot be run: TypeError: no such team.
      |   throw new TypeError("no such team\\nmore");",
      "throwsText.ts:1:1 config/code: throwsText.ts cannot be run: just text.
      | import { defineOrganization } from "orgcharter";",
    ]
  `);
});

/** One cell of the table in code.ts each. */
test("what a file has to export", async () => {
  const { findings, resources } = await run({
    "call.ts": `${use}export default Promise.resolve(defineOrganization("comet", { organization: "red" }));\n`,
    "other.ts": "throw new Error('this file is not run');\n",
    "types.d.ts": "defineOrganization\n",
    "a.test.ts": "throw new Error('defineOrganization');\n",
    "wrong.ts": `${use}export default { organization: "red" };\n`,
    "mixed.ts": `${use}export default [defineOrganization("comet", { organization: "blue" }), 5];\n`,
    "named.ts": `${use}export const red = [defineOrganization("comet", { organization: "green" })];\n`,
    "nothing.ts": `${use}defineOrganization("comet", { organization: "white" });\n`,
    "helper.ts": `${use}export const make = (organization: string) => defineOrganization("comet", { organization });\n`,
    "empty.ts": `${use}export default [];\n`,
    "broken.ts": `${use}export default defineOrganization("comet", 5);\n`,
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "broken.ts:2:16 config/missing: An organization needs its key: write organization: red
      | export default defineOrganization("comet", 5);",
      "mixed.ts:1:1 config/code: The default export of mixed.ts is not a definition: write export default defineOrganization(…), or an array of these.",
      "named.ts:1:1 config/code: named.ts exports a definition as red: write export default defineOrganization(…), or an array of these.",
      "nothing.ts:1:1 config/code: nothing.ts calls defineOrganization but exports nothing: write export default defineOrganization(…), or an array of these.",
      "wrong.ts:1:1 config/code: The default export of wrong.ts is not a definition: write export default defineOrganization(…), or an array of these.",
    ]
  `);
  expect(resources).toBeNull();
});

test("a value in a circle, or shared many times", async () => {
  const { findings } = await run({
    "circle.ts": `${use}const a: Record<string, unknown> = { organization: "org-a" };\na["projects"] = { x: a };\nexport default defineOrganization("orbit", a);\n`,
    "getter.ts": `${use}export default defineOrganization("orbit", { get organization(): string { throw new Error("boo"); } });\n`,
  });
  expect(findings).toMatchInlineSnapshot(`
    [
      "circle.ts:4:16 config/depth: Nested more than 100 levels deep, or in a circle. (At projects.x.projects.x.projects.x.projects.x.projects.x.projects… of the definition.)
      | export default defineOrganization("orbit", a);",
      "getter.ts:2:81 config/code: getter.ts cannot be run: boo.
      | export default defineOrganization("orbit", { get organization(): string { throw new Error("boo"); } });",
    ]
  `);
});

test("a copy of the package in the folder is taken before the running one", async () => {
  const own = `const brand = Symbol.for("orgcharter.organization/1");
export const defineOrganization = (platform, definition) => ({ [brand]: true, platform, definition: { ...definition, name: "own" }, called: null });
`;
  const { findings, resources } = await run(
    {
      "a.ts": `${use}export default defineOrganization("orbit", { organization: "org-a" });\n`,
      "copy/index.js": own,
      "copy/package.json": '{"name":"orgcharter","type":"module","exports":"./index.js"}',
    },
    async (path) => {
      await mkdir(join(path, "node_modules"));
      await symlink(join(path, "copy"), join(path, "node_modules/orgcharter"));
    },
  );
  expect(findings).toEqual([]);
  expect(resources).toEqual([["org-a", "a.ts:1:1"]]);
});

test("with code switched off nothing is run", async () => {
  const files = { "a.ts": `${use}throw new Error("run");\n`, "helper.ts": "throw new Error('run');\n" };
  expect(await said(files, { code: false })).toEqual([
    "a.ts:1:1 config/code-off: a.ts defines organizations or people in TypeScript, and running code is switched off; allow it, or write YAML.",
  ]);
});
