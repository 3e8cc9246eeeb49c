import { execFile } from "node:child_process";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { unifiedDiff } from "../../src/cli/import-diff.ts";
import { folder, parsed } from "./charter.ts";
import { acme, type Live, live } from "./live.ts";

const run = promisify(execFile);

describe("new files", () => {
  test("then there is nothing to plan; never over others; elsewhere and to stdout on request", async () => {
    await using run = await live({});
    const first = await run.run(["import", "dnanexus"]);
    expect(first).toMatchObject({
      code: 0,
      stdout: "org-acme.yaml\n",
      stderr: "1 file written. charter plan should now find nothing to change.\n",
    });
    expect(await run.run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });

    const text = await readFile(join(run.path, "org-acme.yaml"), "utf8");
    await writeFile(join(run.path, "org-acme.yaml"), `${text}# mine\n`);
    const second = await run.run(["import", "dnanexus"]);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      /^org-acme\.yaml:3:15: error: org-acme is already configured here: nothing is written\..*--update.*--into/s,
    );
    expect(await readFile(join(run.path, "org-acme.yaml"), "utf8")).toContain("# mine");
    expect((await run.run(["import", "dnanexus", "--force"])).code).toBe(0);
    expect(await readFile(join(run.path, "org-acme.yaml"), "utf8")).toBe(text);

    const printed = await run.run(["import", "dnanexus", "org-acme", "--stdout"]);
    expect(printed).toMatchObject({ code: 0, stdout: `# org-acme.yaml\n${text}` });
    const inside = await run.run(["import", "dnanexus", "--into", "sub/dir"]);
    expect(inside).toMatchObject({ code: 1, stdout: "" });
    expect(inside.stderr).toContain("[import/configured]");
    await using other = await folder();
    const outside = await run.run(["import", "dnanexus", "--into", other.path]);
    expect(outside.code).toBe(0);
    expect(await readFile(join(other.path, "org-acme.yaml"), "utf8")).toBe(text);
    expect((await run.run(["import", "dnanexus", "--into", other.path])).stderr).toMatch(
      /Already there: .*org-acme\.yaml\. Nothing was written\..*--force/,
    );
    expect((await run.run(["import", "dnanexus", "--stdout", "--connection", "nope"])).stderr).toContain(
      "[import/unknown-connection]",
    );
    expect(run.writes()).toEqual([]);
  });

  test("a file of another purpose that is in the way is left alone", async () => {
    await using run = await live({ "org-acme.yaml": "other: thing\n" });
    const { code, stderr } = await run.run(["import", "dnanexus"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Already there: org-acme.yaml. Nothing was written.");
    expect((await run.run(["import", "dnanexus", "--into", "orgs"])).stdout).toBe("orgs/org-acme.yaml\n");
  });

  test("where the folder's configuration is invalid, its findings are all there is", async () => {
    await using run = await live({ "acme.yaml": acme.replace("ADMIN", "ADMN") });
    for (const args of [[], ["--update"], ["--stdout"]]) {
      const { code, stdout, stderr } = await run.run(["import", "dnanexus", ...args]);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toContain("acme.yaml:5:15: error: ");
    }
    expect(run.sandbox.requests).toEqual([]);
  });
});

const written = `# Acme
platform: dnanexus
organization: org-acme
name: Acme # not Inc.
members:
  # founder
  user-alice: ADMIN

  # until the audit is over
  user-bob: { level: MEMBER, projectAccess: VIEW }
  user-carol: MEMBER
  user-dave: MEMBER # data
  user-erin: MEMBER
projects: {}
`;

/** Somebody who does not use Charter has been at it. */
async function meddle(run: Live): Promise<void> {
  await run.call("user-alice", "/org-acme/update", { name: "Acme Genomics" });
  await run.call("user-alice", "/org-acme/setMemberAccess", { "user-bob": { level: "ADMIN" } });
  await run.call("user-alice", "/org-acme/removeMember", { user: "user-dave" });
  await run.call("user-alice", "/org-acme/invite", { invitee: "user-frank", level: "MEMBER" });
  const made = await run.call("user-alice", "/project/new", { name: "Raw data", billTo: "org-acme" });
  const id = JSON.stringify(made).match(/project-\w+/)?.[0] ?? "";
  await run.call("user-alice", `/${id}/invite`, { invitee: "org-acme", level: "VIEW" });
}

describe("--update", () => {
  test("brings files up to what is live: a diff first, then a line a file, then nothing to plan", async () => {
    await using run = await live({ "orgs/acme.yaml": written, "orgs/readme.yaml": "about: this\n" });
    await meddle(run);
    const before = run.writes().length;

    const shown = await run.run(["import", "dnanexus", "--update", "--stdout"]);
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toMatchInlineSnapshot(`
      "--- a/orgs/acme.yaml
      +++ b/orgs/acme.yaml
      @@ -1,14 +1,20 @@
       # Acme
       platform: dnanexus
       organization: org-acme
      -name: Acme # not Inc.
      +name: Acme Genomics # not Inc.
       members:
         # founder
         user-alice: ADMIN
       
         # until the audit is over
      -  user-bob: { level: MEMBER, projectAccess: VIEW }
      +  user-bob: { level: ADMIN }
         user-carol: MEMBER
      -  user-dave: MEMBER # data
         user-erin: MEMBER
      -projects: {}
      +  user-frank: MEMBER
      +projects:
      +  raw-data:
      +    name: Raw data
      +    region: aws:us-east-1
      +    grants:
      +      org-acme: VIEW
      +      user-alice: ADMINISTER
      "
    `);
    expect(await readFile(join(run.path, "orgs/acme.yaml"), "utf8")).toBe(written);
    const markdown = await run.run(["import", "dnanexus", "--update", "--stdout", "--format", "markdown"]);
    expect(markdown.stdout).toBe(`\`\`\`diff\n${shown.stdout}\`\`\`\n`);

    const updated = await run.run(["import", "dnanexus", "--update"]);
    expect(updated).toEqual({
      code: 0,
      stdout: "updated orgs/acme.yaml: 2 added, 2 changed, 1 removed\n",
      stderr: "1 file written. charter plan should now find nothing to change.\n",
    });
    expect(await run.run(["plan", "--detailed-exitcode"])).toMatchObject({
      code: 0,
      stdout: "No changes. Live state is as the configuration says.\n",
    });
    expect(await run.run(["import", "dnanexus", "--update"])).toEqual({
      code: 0,
      stdout: "Nothing to update: the files say what is live.\n",
      stderr: "",
    });
    expect(run.writes()).toHaveLength(before);
  });

  test("as JSON, whole", async () => {
    await using run = await live({ "acme.yaml": acme });
    await run.call("user-alice", "/org-acme/removeMember", { user: "user-dave" });
    const ended = await run.run(["import", "dnanexus", "org-acme", "--update", "--format", "json"]);
    const text = acme.replace("  user-dave: MEMBER\n", "");
    expect(parsed(ended)).toEqual({
      format: "charter-import/1",
      files: [{ path: "acme.yaml", text, exists: true, update: { added: 0, changed: 0, removed: 1 } }],
    });
    expect(await readFile(join(run.path, "acme.yaml"), "utf8")).toBe(text);
  });

  test("what is left to a person is a warning, and nothing is promised", async () => {
    const text = `platform: dnanexus\norganization: org-acme\nmembers: &m { user-alice: ADMIN }\n`;
    await using run = await live({ "acme.yaml": text });
    const { code, stdout, stderr } = await run.run(["import", "dnanexus", "--update"]);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("add user-bob: MEMBER to members by hand");
    expect(stderr).not.toContain("charter plan should");
    expect(await readFile(join(run.path, "acme.yaml"), "utf8")).toBe(text);
  });

  test("nothing is configured: an error that says what to do", async () => {
    await using run = await live({});
    const { code, stderr } = await run.run(["import", "dnanexus", "--update"]);
    expect(code).toBe(1);
    expect(stderr).toContain("[import/nothing-configured]");
  });
});

test("the diff can be applied by git", async () => {
  const lines = Array.from({ length: 6_000 }, (_, index) => `line ${index}`);
  const cases = [
    [lines, lines.with(3_000, "other")],
    // More edits than are compared.
    [lines, lines.map((line) => `${line}!`)],
    [["a"], ["a", "b"]],
  ] as const;
  await using dir = await folder();
  for (const [before, after] of cases) {
    const [old, now] = [before, after].map((each) => each.map((line) => `${line}\n`).join(""));
    await writeFile(join(dir.path, "x y.yaml"), old ?? "");
    await writeFile(join(dir.path, "patch"), unifiedDiff("x y.yaml", old ?? "", now ?? ""));
    await run("git", ["apply", "patch"], { cwd: dir.path });
    expect(await readFile(join(dir.path, "x y.yaml"), "utf8")).toBe(now);
    await rename(join(dir.path, "x y.yaml"), join(dir.path, "done"));
  }
});
