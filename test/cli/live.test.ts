import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { apply } from "../../src/cli/apply.ts";
import { commands } from "../../src/cli/commands.ts";
import { wholeProgram } from "../../src/cli/program.ts";
import { carryOut } from "../../src/cli/session.ts";
import { ended, parsed } from "./charter.ts";
import { acme, type Live, live } from "./live.ts";

const changed = acme
  .replace("user-bob: MEMBER", "user-bob: ADMIN")
  .replace("  user-erin: MEMBER\n", "  user-frank: MEMBER\n");
const emptied = acme.replace(/ {2}user-(bob|carol|dave|erin): MEMBER\n/g, "");

describe("plan", () => {
  test("nothing to do: 0, and nothing was written on the platform", async () => {
    await using run = await live();
    const ended = await run.run(["plan", "--detailed-exitcode"]);
    expect(ended).toEqual({
      code: 0,
      stdout: "No changes. Live state is as the configuration says.\n",
      stderr: "",
    });
    expect(run.writes()).toEqual([]);
    expect(run.sandbox.requests.length).toBeGreaterThan(0);
  });

  test("changes: the plan on standard output, what to do next on standard error", async () => {
    await using run = await live({ "acme.yaml": changed });
    const ended = await run.run(["plan"]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatchInlineSnapshot(`
      "+ create   ~ update   -/+ replace (delete, then create)   - delete

      org-acme
        members
          ~ user-bob    level: MEMBER → ADMIN
          - user-erin   (no longer in the configuration)
          + user-frank  level: MEMBER

      Access that changes (2 gained, 1 lost):
        org-acme
          + user-bob    org-acme  LIST, BILL, TRANSFER, archivalManagement, dataDeletion, dataSearch, projectMemberDemotion, ADMINISTER (MEMBER → ADMIN)  direct
          - user-erin   org-acme  VIEW  direct
          + user-frank  org-acme  VIEW  direct

      Plan: 1 to create, 1 to update, 1 to delete (3 calls).
      "
    `);
    expect(ended.stderr).toMatch(/^Apply it with: charter apply\. Its digest: [0-9a-f]{64}\n$/);
    expect(await run.run(["plan", "--detailed-exitcode", "-q"])).toMatchObject({ code: 2, stderr: "" });
    expect(run.writes()).toEqual([]);
  });

  test("as JSON, as Markdown, only a part", async () => {
    await using run = await live({ "acme.yaml": changed });
    const json = parsed(await run.run(["plan", "--format", "json"]));
    expect(json).toMatchObject({ format: "charter-plan/1", summary: { create: 1, update: 1, delete: 1 } });
    const markdown = await run.run(["plan", "--format", "markdown"]);
    expect(markdown.stdout).toMatch(
      /^<!-- charter:plan -->\n### Plan: 1 to create, 1 to update, 1 to delete/,
    );
    const part = await run.run(["plan", "--target", "org-acme/members/user-frank"]);
    expect(part.stdout).toContain("Plan: 1 to create, 0 to update, 0 to delete (1 call).");
    const wrong = await run.run(["plan", "--target", "org-acme/members/user-nobody"]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("[plan/no-such-target]");
  });

  test("a guard stops it: 3, its flag can be copied and works, and nothing is written to a file before", async () => {
    await using run = await live({ "acme.yaml": emptied });
    const stopped = await run.run(["plan", "-o", "plan.json"]);
    expect(stopped.code).toBe(3);
    expect(stopped.stdout).toContain("Stopped by 1 guard: nothing of this plan can be applied as it is.");
    expect(stopped.stderr).toContain("Not written to plan.json: a plan that is stopped cannot be applied.");
    await expect(stat(join(run.path, "plan.json"))).rejects.toThrow("ENOENT");
    const flag = /^ +allow it with: (--allow) (\S+)$/m.exec(stopped.stdout);
    const allowed = await run.run(["plan", flag?.[1] ?? "", flag?.[2] ?? ""]);
    expect(allowed.code).toBe(0);
    expect(allowed.stdout).toContain("1 guard overridden:");
    expect((await run.run(["apply", "--yes"])).code).toBe(3);
    expect(run.writes()).toEqual([]);
  });
});

describe("apply", () => {
  test("exactly the plan that was reviewed, once", async () => {
    await using run = await live({ "acme.yaml": changed });
    const saved = await run.run(["plan", "-o", "plan.json"]);
    expect(saved.stderr).toMatch(
      /^Written to plan\.json\. Apply exactly this plan with: charter apply plan\.json --digest [0-9a-f]{64}\n$/,
    );
    expect((await stat(join(run.path, "plan.json"))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(run.path, "plan.json"), "utf8")).not.toContain(
      run.env["CHARTER_DNANEXUS_TOKEN"],
    );

    const applied = await run.run(["apply", "plan.json", "--yes"]);
    expect(applied).toMatchObject({ code: 0, stderr: "" });
    expect(applied.stdout.trimEnd().split("\n").at(-1)).toBe(
      "Applied and verified: 3 changes applied (3 calls).",
    );
    expect(run.writes()).toHaveLength(3);

    const again = await run.run(["apply", "plan.json", "--yes"]);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain("[plan/stale]");
    expect(await run.run(["plan"])).toMatchObject({
      code: 0,
      stdout: "No changes. Live state is as the configuration says.\n",
    });
    expect(await run.run(["apply", "--yes"])).toMatchObject({
      code: 0,
      stdout: "No changes. Live state is as the configuration says.\n",
    });
    expect(run.writes()).toHaveLength(3);
  });

  test("without a terminal and without --yes nothing is even read", async () => {
    await using run = await live({ "acme.yaml": changed });
    expect(await run.run(["apply"], { input: "yes\n" })).toMatchObject({ code: 1, stdout: "" });
    expect(run.sandbox.requests).toEqual([]);
  });

  test("a plan file that was edited is refused", async () => {
    await using run = await live({ "acme.yaml": changed });
    await run.run(["plan", "-o", "plan.json"]);
    const file = join(run.path, "plan.json");
    await writeFile(file, (await readFile(file, "utf8")).replaceAll("user-frank", "user-dave"));
    const { code, stderr } = await run.run(["apply", "plan.json", "--yes"]);
    expect(code).toBe(1);
    expect(stderr).toContain("[plan/digest]");
    expect(run.sandbox.requests.filter(({ write }) => write)).toEqual([]);
  });

  test("applied in part: 4, with what failed and in whose words", async () => {
    await using run = await live({ "acme.yaml": changed });
    run.faults("400:route=invite");
    const { code, stdout } = await run.run(["apply", "--yes"]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/Failed \(1\):\n {2}\+ org-acme\/members\/user-frank {2}\S/);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^Applied in part: 2 changes applied, 1 failed \(\d calls\)\.$/,
    );
    run.faults();
    expect((await run.run(["apply", "--yes"])).code).toBe(0);
  });

  test("nothing could be applied: 1", async () => {
    await using run = await live({ "acme.yaml": acme.replace("name: Acme", "name: Other") });
    run.faults("400:route=update");
    const { code, stdout } = await run.run(["apply", "--yes", "--format", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      format: "charter-apply/1",
      result: { sent: 0, outcomes: [{ status: "failed", address: "org-acme" }] },
    });
  });

  test("interrupted once: what is in flight is finished and reported, and the next apply does the rest", async () => {
    await using run = await live({ "acme.yaml": shared });
    run.faults("latency:ms=500,route=invite");
    const child = run.start(["apply", "--yes"]);
    const end = ended(child);
    await until(() => run.writes().some((write) => write.endsWith("/invite")));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await end;
    expect(code).toBe(4);
    expect(stderr).toContain("charter: Cancelling; what is in flight is finished first.");
    expect(stdout).toMatch(
      /^Cancelled, applied in part: \d changes applied, \d not attempted \(\d calls\)\.$/m,
    );
    run.faults();
    expect((await run.run(["apply", "--yes"])).code).toBe(0);
    expect((await run.run(["plan", "--detailed-exitcode"])).code).toBe(0);
  });

  test("interrupted twice: ended at once, and says what that means", async () => {
    await using run = await live({ "acme.yaml": acme.replace("name: Acme", "name: Other") });
    run.faults("latency:ms=60000,route=update");
    const child = run.start(["apply", "--yes"]);
    const end = ended(child);
    const reads = 3;
    await until(() => run.sandbox.requests.length >= reads);
    // The write is on its way once the reads have been quiet for a while.
    for (let count = 0; count !== run.sandbox.requests.length; ) {
      count = run.sandbox.requests.length;
      await sleep(400);
    }
    child.kill("SIGINT");
    await sleep(300);
    expect(child.exitCode).toBeNull();
    child.kill("SIGINT");
    const { code, stderr } = await end;
    expect(code).toBe(130);
    expect(stderr).toContain(
      "What was in flight may have been carried out; charter plan shows what is left.",
    );
  });
});

/** Six grants on one project are sent one after the other. */
const shared = `${acme}projects:
  data:
    grants: { user-alice: ADMINISTER, user-bob: VIEW, user-carol: VIEW, user-dave: VIEW, user-erin: VIEW, user-frank: VIEW }
`;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(10);
}

/** Runs apply in this process with somebody at the terminal, who answers `answer`. */
async function atTerminal(run: Live, answer: string, args: readonly string[] = []) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const written = { stdout: "", stderr: "" };
  const output = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
      if (text.includes("Only yes is accepted")) stdin.end(answer);
    },
    isTerminal: true,
    columns: 80,
  });
  const io = {
    stdin,
    stdout: output("stdout"),
    stderr: output("stderr"),
    env: { ...run.env, NO_COLOR: "1" },
  };
  const program = await wholeProgram(commands);
  const command = program.commands.find((each) => each.name() === "apply");
  if (command === undefined) throw new Error("no apply");
  let code: number | undefined;
  command.action(async () => {
    code = await carryOut({
      definition: apply,
      command,
      program,
      io,
      wholeProgram: () => wholeProgram(commands),
    });
  });
  await program.parseAsync(["-C", run.path, "apply", ...args], { from: "user" });
  return { code, ...written };
}

describe("the confirmation", () => {
  test("shows the plan, asks, and goes on only with yes", async () => {
    await using run = await live({ "acme.yaml": changed });
    const no = await atTerminal(run, "y\n");
    expect(no.code).toBe(1);
    expect(no.stdout).toContain("Plan: 1 to create, 1 to update, 1 to delete (3 calls).");
    expect(no.stderr).toContain("3 calls will be sent to dnanexus as user-alice. Only yes is accepted: ");
    expect(no.stderr).toContain("The answer was not yes: nothing was sent.");
    expect(run.writes()).toEqual([]);

    const yes = await atTerminal(run, "yes\n");
    expect(yes.code).toBe(0);
    expect(yes.stdout).toContain("Applied and verified: 3 changes applied (3 calls).");
    expect(run.writes()).toHaveLength(3);
  });

  test("with --format json the plan is shown where the question is, and JSON is all there is beside", async () => {
    await using run = await live({ "acme.yaml": changed });
    const ended = await atTerminal(run, "yes\n", ["--format", "json"]);
    expect(ended.stderr).toContain("Plan: 1 to create");
    expect(JSON.parse(ended.stdout)).toMatchObject({ format: "charter-apply/1", result: { verified: true } });
  });

  test("is not asked where there is nothing to do, or --yes", async () => {
    await using run = await live();
    const nothing = await atTerminal(run, "no\n");
    expect([nothing.code, nothing.stderr]).toEqual([0, ""]);
    await writeFile(join(run.path, "acme.yaml"), changed);
    const yes = await atTerminal(run, "no\n", ["--yes"]);
    expect([yes.code, yes.stderr]).toEqual([0, ""]);
  });
});

describe("drift", () => {
  test("none: 0; somebody changed something: 2, and what", async () => {
    await using run = await live({ "acme.yaml": changed });
    expect((await run.run(["apply", "--yes"])).code).toBe(0);
    expect(await run.run(["drift"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No drift\. \d+ as configured\.\n$/),
    });
    await run.call("user-alice", "/org-acme/setMemberAccess", { "user-carol": { level: "ADMIN" } });
    await run.call("user-alice", "/org-acme/removeMember", { user: "user-dave" });
    await run.call("user-alice", "/org-acme/invite", { invitee: "user-erin", level: "MEMBER" });
    const drifted = await run.run(["drift"]);
    expect(drifted.code).toBe(2);
    expect(drifted.stdout).toContain("Changed behind Charter's back (3):");
    expect(drifted.stdout).toMatch(
      /~ org-acme\/members\/user-carol {2}level: MEMBER in the configuration, ADMIN live/,
    );
    expect(drifted.stdout).toMatch(/- org-acme\/members\/user-dave/);
    expect(drifted.stdout).toMatch(/\+ org-acme\/members\/user-erin/);
    expect(drifted.stdout).toMatch(/Drift: 1 changed, 1 missing and 1 unmanaged; \d+ as configured\.\n$/);
    expect(parsed(await run.run(["drift", "--format", "json"]))).toMatchObject({
      format: "charter-drift/1",
      summary: { changed: 1, missing: 1, unmanaged: 1 },
    });
    expect((await run.run(["drift", "--format", "markdown"])).stdout).toMatch(
      /^<!-- charter:drift -->\n### Drift: /,
    );
  });
});

describe("access", () => {
  test("who can do what, and by which path", async () => {
    await using run = await live();
    const { code, stdout } = await run.run(["access", "user-alice"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^WHO +TARGET +LEVEL +ACTIONS +VIA\nuser-alice +org-acme +ADMIN .*direct\n/);
    expect(parsed(await run.run(["access", "--format", "json"]))).toMatchObject({
      format: "charter-access/1",
      rows: expect.arrayContaining([expect.objectContaining({ who: "user-bob", target: "org-acme" })]),
    });
    expect((await run.run(["access", "user-alice", "--without", "org-acme/members/user-alice"])).stdout).toBe(
      "Nobody: no access matches.\n",
    );
    expect((await run.run(["access", "--action", "FLY"])).stderr).toContain("[access/no-such-action]");
    expect((await run.run(["access", "--on", "org-none"])).stderr).toContain("[access/no-such-address]");
  });
});

test("in GitHub Actions, findings are annotations too", async () => {
  await using run = await live({ "orgs/acme.yaml": acme.replace("ADMIN", "ADMN") });
  const { stderr } = await run.run(["validate", "-C", "orgs"], {
    env: { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: run.path },
  });
  expect(stderr).toContain("::error file=orgs/acme.yaml,line=5,col=15,title=config/unknown-value::level is ");
});
