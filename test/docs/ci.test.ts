/** The workflows of docs/ci.md: their commands are run, in order, as their runners would, against a sandbox. */
import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { acme, live } from "../cli/live.ts";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly Step[]; readonly permissions?: unknown }>
  >;
}

const text = await readFile(join(root, "docs/ci.md"), "utf8");
const workflows = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
  ([, body]): Workflow => parse(body ?? ""),
);
const jobs = new Map(
  workflows.flatMap(({ name, env, jobs }) =>
    Object.entries(jobs).map(
      ([job, { steps }]) =>
        [`${name}/${job}`, { env, steps }] as readonly [
          string,
          Pick<Workflow, "env"> & { readonly steps: readonly Step[] },
        ],
    ),
  ),
);

/** Runs the `charter` steps of a job in a folder; gives what they wrote for the runner. */
async function runJob(name: string, folder: string, variables: Readonly<Record<string, string>>) {
  const { env, steps } = jobs.get(name) ?? { steps: [] };
  const command = join(folder, "bin/charter");
  await mkdir(dirname(command), { recursive: true });
  await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${root}/src/cli/bin.ts" "$@"\n`);
  await chmod(command, 0o755);
  const files = { GITHUB_STEP_SUMMARY: join(folder, "summary.md"), GITHUB_OUTPUT: join(folder, "output") };
  for (const file of Object.values(files)) await writeFile(file, "");
  let ran = 0;
  for (const step of steps) {
    if (step.run === undefined || !/\bcharter /.test(step.run)) continue;
    // Whoever writes to an expression must not write into a script.
    expect(step.run).not.toContain("${{");
    const PATH = [dirname(command), dirname(process.execPath), process.env["PATH"]].join(delimiter);
    // What stands in the workflow as an expression is what the test gives.
    const own = Object.fromEntries(Object.keys(step.env ?? {}).map((key) => [key, variables[key] ?? ""]));
    const url = { CHARTER_DNANEXUS_URL: variables["CHARTER_DNANEXUS_URL"] ?? "" };
    await run("bash", ["--norc", "-eo", "pipefail", "-c", step.run], {
      cwd: folder,
      env: { PATH, NO_COLOR: "1", ...url, ...files, ...env, ...own },
    });
    ran += 1;
  }
  expect(ran).toBe(1);
  return {
    summary: await readFile(files.GITHUB_STEP_SUMMARY, "utf8"),
    output: await readFile(files.GITHUB_OUTPUT, "utf8"),
  };
}

test("a pull request is checked without secrets, and planned with the settings of the base", async () => {
  await using folder = await live({
    "acme.yaml": acme,
    "base/charter.yaml": "guards: {}\n",
    "proposal/acme.yaml": acme.replace("user-bob: MEMBER", "user-bob: ADMIN"),
    "proposal/charter.yaml": "guards: { removals: { count: 9999 } }\n",
  });
  await runJob("plan/plan", folder.path, folder.env);
  const comment = await readFile(join(folder.path, "comment.md"), "utf8");
  expect(comment).toMatch(/^<!-- charter:plan -->\n### Plan: 0 to create, 1 to update, 0 to delete/);
  expect(comment).toMatch(/Plan `[0-9a-f]{64}` of /);
  expect(folder.writes()).toEqual([]);
  const { env } = jobs.get("plan/check") ?? {};
  expect(env).toEqual({ CHARTER_NO_CODE: "1" });
  const before = folder.sandbox.requests.length;
  await runJob("plan/check", join(folder.path, "proposal"), {});
  expect(folder.sandbox.requests).toHaveLength(before);
}, 120_000);

test("main is planned, and applied as planned; another digest applies nothing; then there is no drift", async () => {
  await using folder = await live({ "acme.yaml": acme.replace("user-bob: MEMBER", "user-bob: ADMIN") });
  const planned = await runJob("apply/plan", folder.path, folder.env);
  expect(planned.summary).toContain("### Plan: 0 to create, 1 to update, 0 to delete");
  const digest = /^digest=([0-9a-f]{64})\n$/.exec(planned.output)?.[1] ?? "";
  const wrong = runJob("apply/apply", folder.path, { ...folder.env, DIGEST: digest.replace(/./g, "0") });
  await expect(wrong).rejects.toThrow("Command failed");
  expect(await readFile(join(folder.path, "summary.md"), "utf8")).toContain("plan/other-digest");
  expect(folder.writes()).toEqual([]);
  const applied = await runJob("apply/apply", folder.path, { ...folder.env, DIGEST: digest });
  expect(applied.summary).toContain("Applied and verified");
  expect(folder.writes()).toHaveLength(1);
  expect((await runJob("drift/drift", folder.path, folder.env)).summary).toContain("No drift");
}, 120_000);

test("no job that forks can start has a secret, and none can write but where it must", () => {
  const [plan] = workflows;
  expect(JSON.stringify(plan?.jobs["check"])).not.toContain("secrets.");
  expect(text).not.toContain("pull_request_target");
  expect(workflows.map((each) => Object.keys(each.jobs))).toEqual([
    ["check", "plan"],
    ["plan", "apply"],
    ["drift"],
  ]);
  expect(workflows.map((each) => Reflect.get(each, "permissions"))).toEqual([
    { contents: "read" },
    { contents: "read" },
    { contents: "read" },
  ]);
});
