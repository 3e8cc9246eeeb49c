import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { ended, parsed } from "./charter.ts";
import type { Live } from "./live.ts";
import {
  applying,
  expectConverges,
  expectHonest,
  expectInvitedOnce,
  left,
  quiet,
  until,
  world,
} from "./world.ts";

// Several processes at a time, each test two or three: on a busy machine they take turns.
vi.setConfig({ testTimeout: 120_000 });

const count = (run: Live, part: string): number =>
  run.sandbox.requests.filter(({ path }) => path.includes(part)).length;

describe.concurrent("an apply that is ended", () => {
  test("by SIGINT: what is in flight is finished, and the report is true", async () => {
    await using run = await world();
    run.faults("latency:ms=250,route=invite");
    const child = run.start(applying);
    const end = ended(child);
    await until(() => run.writes().some((write) => write.endsWith("/invite")));
    child.kill("SIGINT");
    const first = await end;
    expect(first.code).toBe(4);
    expect(first.stderr).toBe(
      "charter: Cancelling; what is in flight is finished first. Once more ends it at once.\n",
    );
    const { result } = await expectHonest(run, first);
    expect(result).toMatchObject({ cancelled: true, verified: true });
    await expectConverges(run);
  });

  test("by SIGINT while it looks again: still verified", async () => {
    await using run = await world();
    run.faults("latency:ms=150,route=decrease");
    const child = run.start(applying);
    const end = ended(child);
    await until(() => run.writes().length >= 19);
    run.faults("latency:ms=250,route=find");
    const lists = count(run, "find");
    await until(() => run.writes().length >= 20);
    await sleep(100);
    expect(count(run, "find")).toBe(lists);
    child.kill("SIGINT");
    const first = await end;
    const { result } = await expectHonest(run, first);
    expect([first.code, result.cancelled, result.verified]).toEqual([0, false, true]);
    await expectConverges(run);
  });

  test("by SIGINT while it reads: 1, nothing was sent", async ({ expect }) => {
    await using run = await world();
    run.faults("latency:ms=2000,route=findMembers");
    const child = run.start(["apply", "--yes"]);
    const end = ended(child);
    await until(() => run.sandbox.requests.length >= 3);
    child.kill("SIGINT");
    const { code, stdout, stderr } = await end;
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatchInlineSnapshot(`
      "charter: Cancelling; what is in flight is finished first. Once more ends it at once.
      error: dnanexus: cancelled while reading. Nothing was changed. [connection/cancelled]
      "
    `);
    expect(run.writes()).toEqual([]);
  });

  test("by SIGKILL: the next one says what it left, does the rest, and invites nobody twice", async () => {
    await using run = await world();
    run.faults("latency:ms=200,route=invite", "latency:ms=200,route=project");
    const child = run.start(applying);
    const end = ended(child);
    await until(() => run.writes().some((write) => write.endsWith("/org-acme/invite")));
    child.kill("SIGKILL");
    expect((await end).code).toBeNull();
    await quiet(run);
    run.faults();
    const killed = run.writes().length;
    expect(killed).toBeLessThan(20);
    const next = await run.run(applying);
    expect(next.code).toBe(0);
    const [journal = ""] = (await readdir(join(run.path, ".charter", "runs"))).sort();
    const [id = ""] = journal.split(".");
    expect(next.stderr).toMatch(
      /^warning: An apply of \S+Z \(process \d+ on .+\) was ended before it was through, so its lock was broken\. /m,
    );
    expect(next.stderr).toMatch(
      new RegExp(`Run ${id} had sent \\d+ calls; whether \\w+\\.\\w+ \\(POST /.+\\).* carried out`),
    );
    expectInvitedOnce(run.sandbox.requests);
    await expectConverges(run);
  });

  test("two at once on one store: one goes on, the other is refused; then it may, where its plan is still fresh", async ({
    expect,
  }) => {
    await using run = await world();
    for (const [file, target] of [
      ["fresh.json", "org-lab"],
      ["stale.json", "org-acme/members/user-gina"],
    ] as const) {
      expect((await run.run(["plan", "--target", target, "-o", file])).code).toBe(0);
    }
    run.faults("latency:ms=50");
    const child = run.start(["apply", "--yes", "--target", "org-acme/members"]);
    const end = ended(child);
    await until(() =>
      stat(join(run.path, ".charter", "locks", "apply.lock")).then(
        () => true,
        () => false,
      ),
    );
    // It holds the lock for as long as it stands still.
    child.kill("SIGSTOP");
    await quiet(run);
    const before = run.writes().length;
    const second = await run.run(["apply", "fresh.json", "--yes"]);
    // Nothing of it was sent.
    expect(run.writes()).toHaveLength(before);
    child.kill("SIGCONT");
    expect([second.code, second.stdout]).toEqual([1, ""]);
    expect(second.stderr).toMatch(
      new RegExp(
        `^error: The store is in use by process ${child.pid} on .+ \\(charter apply\\), since \\S+Z\\. Wait until it ends, or stop it\\. \\[store/locked\\]`,
      ),
    );
    expect((await end).code).toBe(0);
    expect(run.writes().filter((write) => !write.includes("/org-acme/"))).toEqual([]);
    run.faults();
    const writes = run.writes().length;
    const stale = await run.run(["apply", "stale.json", "--yes"]);
    expect([stale.code, run.writes().length]).toEqual([1, writes]);
    expect(stale.stderr).toMatch(
      /^error: org-acme\/members\/user-gina has appeared since the plan was made\. Plan again\./m,
    );
    const fresh = await run.run(["apply", "fresh.json", "--yes"]);
    expect([
      fresh.code,
      run
        .writes()
        .slice(writes)
        .map((write) => write.split(" ")[1]),
    ]).toEqual([0, ["/org/new", "/org-lab/invite"]]);
    await expectConverges(run);
  });
});

const leaving = `platform: dnanexus
organization: org-acme
projects:
  left:
    grants: { user-bob: ADMINISTER }
`;

test("what the account itself gives up can no longer be read: unverified, and nobody is said to be gone", async () => {
  await using run = await world({});
  // A first baseline, in which bob administers the project.
  await writeFile(
    join(run.path, "acme.yaml"),
    leaving.replace("user-bob", "user-alice: ADMINISTER, user-bob"),
  );
  expect((await run.run(["apply", "--yes"])).code).toBe(0);
  await writeFile(join(run.path, "acme.yaml"), leaving);
  run.faults("lost:route=leave,times=1");
  const first = await run.run([
    "apply",
    "--yes",
    "--allow",
    "actor:org-acme/projects/left/grants/user-alice",
    "--format",
    "json",
  ]);
  const { result } = await expectHonest(run, first);
  expect(result).toMatchObject({
    sent: 1,
    outcomes: [{ status: "applied" }],
    mismatches: [
      {
        address: "org-acme/projects/left/grants",
        message: expect.stringMatching(
          /^What is live now could not be read again: The actor has no access to/,
        ),
      },
    ],
  });
  // Bob is lowered behind Charter's back, and then the account can look again: it was not the configuration.
  await run.call("user-alice", `/${left}/invite`, { invitee: "user-alice", level: "ADMINISTER" });
  await run.call("user-alice", `/${left}/decreasePermissions`, { "user-bob": "VIEW" });
  const under = ["--target", "org-acme/projects/left"];
  const drift = await run.run(["drift", ...under, "--format", "json"]);
  expect([drift.code, drift.stderr]).toEqual([2, ""]);
  expect(parsed(drift)["items"]).toMatchObject([
    { class: "unmanaged", address: "org-acme/projects/left/grants/user-alice", origin: "behind" },
    { class: "changed", address: "org-acme/projects/left/grants/user-bob", origin: "behind" },
  ]);
});
