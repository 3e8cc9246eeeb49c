import { expect, test } from "vitest";
import { charter, folder, parsed } from "./charter.ts";

const files = {
  "charter.yaml": `policies:
  few-administrators:
    description: Administrators are named by the security team.
    for: "*/members"
    where: { level: ADMIN }
    files: "security/**"
    severity: warning
  no-direct-grants:
    for: "*/projects/prod-*/grants"
    notKeys: "user-*"
`,
  "acme.yaml": `platform: dnanexus
organization: org-acme
members:
  user-alice: ADMIN
projects:
  prod-a: { grants: { user-bob: VIEW } }
`,
  "lab.ts": `import { defineOrganization } from "orgcharter";

export default defineOrganization("dnanexus", {
  organization: "org-lab",
  projects: { "prod-b": { grants: { "user-eve": "VIEW" } } },
});
`,
};

test("what breaks a policy is said where it stands: to people, to programs and beside a pull request", async () => {
  await using dir = await folder(files);
  const human = await charter(["validate"], { cwd: dir.path });
  expect([human.code, human.stdout]).toEqual([1, ""]);
  expect(human.stderr).toMatchInlineSnapshot(`
    "acme.yaml:4:3: warning: "org-acme/members/user-alice" (level: "ADMIN") stands in "acme.yaml", and may stand only in "security/**": move it there or take it out. Administrators are named by the security team. [policy/few-administrators]
      4 |   user-alice: ADMIN
        |   ^^^^^^^^^^
    acme.yaml:6:23: error: "org-acme/projects/prod-a/grants/user-bob" has a key like "user-*", which may not stand here: write another or take it out. [policy/no-direct-grants]
      6 |   prod-a: { grants: { user-bob: VIEW } }
        |                       ^^^^^^^^
    lab.ts:3:16: error: "org-lab/projects/prod-b/grants/user-eve" has a key like "user-*", which may not stand here: write another or take it out. [policy/no-direct-grants]
      3 | export default defineOrganization("dnanexus", {
        |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    2 errors and 1 warning.
    "
  `);

  const json = await charter(["validate", "--format", "json"], { cwd: dir.path });
  expect(json.code).toBe(1);
  expect(parsed(json)).toMatchInlineSnapshot(`
    {
      "findings": [
        {
          "address": "org-acme/members/user-alice",
          "code": "policy/few-administrators",
          "excerpt": "  user-alice: ADMIN",
          "message": ""org-acme/members/user-alice" (level: "ADMIN") stands in "acme.yaml", and may stand only in "security/**": move it there or take it out. Administrators are named by the security team.",
          "position": {
            "column": 3,
            "file": "acme.yaml",
            "line": 4,
          },
          "severity": "warning",
        },
        {
          "address": "org-acme/projects/prod-a/grants/user-bob",
          "code": "policy/no-direct-grants",
          "excerpt": "  prod-a: { grants: { user-bob: VIEW } }",
          "message": ""org-acme/projects/prod-a/grants/user-bob" has a key like "user-*", which may not stand here: write another or take it out.",
          "position": {
            "column": 23,
            "file": "acme.yaml",
            "line": 6,
          },
          "severity": "error",
        },
        {
          "address": "org-lab/projects/prod-b/grants/user-eve",
          "code": "policy/no-direct-grants",
          "excerpt": "export default defineOrganization("dnanexus", {",
          "message": ""org-lab/projects/prod-b/grants/user-eve" has a key like "user-*", which may not stand here: write another or take it out.",
          "position": {
            "column": 16,
            "file": "lab.ts",
            "line": 3,
          },
          "severity": "error",
        },
      ],
      "ok": false,
    }
  `);

  const env = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: dir.path };
  const annotated = await charter(["validate"], { cwd: dir.path, env });
  expect(
    annotated.stderr
      .split("\n")
      .filter((line) => line.startsWith("::"))
      .join("\n"),
  ).toMatchInlineSnapshot(`
    "::warning file=acme.yaml,line=4,col=3,title=policy/few-administrators::"org-acme/members/user-alice" (level: "ADMIN") stands in "acme.yaml", and may stand only in "security/**": move it there or take it out. Administrators are named by the security team.
    ::error file=acme.yaml,line=6,col=23,title=policy/no-direct-grants::"org-acme/projects/prod-a/grants/user-bob" has a key like "user-*", which may not stand here: write another or take it out.
    ::error file=lab.ts,line=3,col=16,title=policy/no-direct-grants::"org-lab/projects/prod-b/grants/user-eve" has a key like "user-*", which may not stand here: write another or take it out."
  `);
});

test("a warning leaves the configuration valid; an error stops a plan before anybody is asked", async () => {
  await using dir = await folder(files);
  const { "acme.yaml": acme, "charter.yaml": charterYaml } = files;
  await using kept = await folder({
    "charter.yaml": charterYaml,
    "acme.yaml": acme.replace("user-bob", "org-acme"),
  });
  const valid = await charter(["validate"], { cwd: kept.path });
  expect(valid.code).toBe(0);
  expect(valid.stderr).toContain("acme.yaml:4:3: warning: ");
  const planned = await charter(["plan"], { cwd: dir.path });
  expect(planned.code).toBe(1);
  expect(planned.stderr).toContain("[policy/no-direct-grants]");
  expect(planned.stderr).not.toContain("credential");
});
