import { describe, expect, test, vi } from "vitest";
import { parsed } from "./charter.ts";
import {
  applying,
  expectConverges,
  expectHonest,
  expectNoSecret,
  expectNothingToDo,
  raw,
  routes,
  until,
  world,
} from "./world.ts";

// Several processes at a time, each test two or three: on a busy machine they take turns.
vi.setConfig({ testTimeout: 120_000 });

describe.concurrent("what passes is overcome: everything is applied and verified", () => {
  const once = (kind: string) => routes.map((route) => `${kind}:times=1,route=${route}`);
  test.each([
    ["an answer is lost, of every write", once("lost")],
    ["the connection is reset, at every write", once("reset")],
    ["an answer breaks off, of every write", once("truncate")],
    ["a gateway gives up, at every write", once("html")],
    ["500, at every write", once("500")],
    ["503, at every write", once("503")],
    ["429 without a time, at every write", once("429")],
    ["429 with Retry-After", ["429:route=invite,times=2,retry-after=1"]],
    ["503 with Retry-After", ["503:route=setMember,times=1,retry-after=1"]],
    ["another holds the lock", ["lock:route=project-,times=5"]],
    ["latency everywhere", ["latency:ms=5,jitter=30"]],
    ["429, at every third request", ["429:every=3"]],
    ["a lost answer, at every fifth request", ["lost:every=5"]],
    // Counted apart: among all requests one invitation can be the fifth three times, and is given up as it should be.
    ["a reset, at every fifth request", ["reset:on=reads,every=5", "reset:on=writes,every=5"]],
    ["a broken answer, at every fifth request", ["truncate:every=5"]],
    ["every read is refused once", ["503:route=describe,times=4", "429:route=find,times=4,retry-after=1"]],
  ])("%s", async (_name, faults) => {
    await using run = await world();
    run.faults(...faults);
    const first = await run.run(applying);
    const { result } = await expectHonest(run, first);
    expect([first.code, result.verified, first.stderr]).toEqual([0, true, ""]);
    await expectNothingToDo(run);
    // Latency decides no answer, so the log does not name it.
    if (!faults.join().startsWith("latency")) {
      expect(run.sandbox.requests.filter(({ fault }) => fault !== undefined)).not.toEqual([]);
    }
  });
});

describe.concurrent("what does not pass is told as it is, and everything else is done", () => {
  test.each([
    ["lost:route=org/new", "no whole answer came"],
    ["lost:route=setMemberAccess", null],
    ["truncate:route=project/new", null],
    ["html:route=org-acme/invite", "is HTML instead of JSON"],
    ["500:route=project/new", "InternalError: Try again later (500). Sent 3 times"],
    ["reset:route=decrease", "connection reset (ECONNRESET). Sent "],
    ["500:route=removeMember", "Try again later (500). Sent "],
    ["400:route=invite", "MalformedJSON: Try again later (400)"],
    ["404:route=update", "ResourceNotFound: Try again later (404)"],
    [`403:route=${raw}`, "(403)"],
    ["429:route=setMemberAccess,retry-after=60", "Too many requests"],
    ["503:route=org/new,retry-after=60", "Try again later (503)"],
    ["lock:route=project-", "acquire"],
  ])("%s", async (fault, words) => {
    await using run = await world();
    run.faults(fault);
    const first = await run.run([...applying, "--patience", "1"]);
    const { result } = await expectHonest(run, first);
    const told = JSON.stringify(result.outcomes);
    if (words !== null) expect(told).toContain(words);
    expect(told).not.toContain("Is the URL");
    await expectConverges(run);
  });

  test("as it is printed", async ({ expect }) => {
    await using run = await world();
    run.faults("html:route=org-acme/update", "400:route=addDevelopers", "500:route=org/new");
    const { code, stdout } = await run.run(applying.filter((word) => !/format|json/.test(word)));
    const summary = stdout.slice(stdout.indexOf("\nFailed ("));
    expect(code).toBe(4);
    expect(
      summary.replaceAll(/in \d+(\.\d)? m?s/g, "in TIME").replaceAll(/127\.0\.0\.1:\d+/g, "HOST"),
    ).toMatchInlineSnapshot(`
      "
      Failed (4):
        ~ org-acme                                  The answer (status 504) is HTML instead of JSON: <html><head><title>504 Gateway Time-out</title></head><body><h1>504 Gateway Time-out</h1></body></html>. Sent 6 times in TIME. Read again: what is live is not as planned.
        + org-acme/apps/app-qc/developers/user-bob  MalformedJSON: Try again later (400)
        + org-lab                                   InternalError: Try again later (500). Sent 6 times in TIME. Read again: what is live is not as planned.
        + org-lab/members/user-alice                InternalError: Try again later (500). Sent 6 times in TIME. Read again: what is live is not as planned.

      Not attempted (1):
        + org-lab/members/user-bob  org.new on org-lab (call c2) failed: InternalError: Try again later (500). Sent 6 times in TIME.

      The next \`charter plan\` starts from what is live now, and holds only what is left to do.

      Applied in part: 17 changes applied, 4 failed and 1 not attempted (16 calls).
      "
    `);
    await expectConverges(run);
  });
});

describe.concurrent("what cannot be read", () => {
  test.each([
    ["500:route=findMembers", "unavailable", "The platform has a problem"],
    ["503:route=findMembers", "unavailable", "The platform has a problem"],
    ["429:route=describe,retry-after=60", "limited", "Wait a while"],
    ["lost:route=findProjects", "lost", "Try again."],
    ["reset:route=describe", "lost", "Try again."],
    ["html:route=findOrgs", "unavailable", "The platform has a problem"],
    ["truncate:route=whoami", "lost", "Try again."],
    ["loop:route=findProjects", "malformed", "The list never ends (projects of org-acme)"],
    ["401:route=whoami", "unauthenticated", "It comes from CHARTER_DNANEXUS_TOKEN."],
    ["401:route=findMembers", "unauthenticated", "It comes from CHARTER_DNANEXUS_TOKEN."],
  ])("%s: plan, apply and drift end with 1, one sentence, and no write", async (fault, code, words) => {
    await using run = await world();
    run.faults(fault);
    const commands = [["plan"], ["apply", "--yes"], ["drift"]];
    const all = await Promise.all(commands.map((command) => run.run([...command, "--patience", "1"])));
    for (const ended of all) {
      expect([ended.code, ended.stdout]).toEqual([1, ""]);
      expect(ended.stderr).toContain(`[connection/${code}]`);
      expect(ended.stderr).toContain(words);
      for (const advice of ["Check the URL", "Check that the URL", "try again later.", "Is the URL"]) {
        expect(ended.stderr.split(advice).length, advice).toBeLessThanOrEqual(2);
      }
      await expectNoSecret(run, ended);
    }
    expect(run.writes()).toEqual([]);
  });

  test("nobody there: said once", async ({ expect }) => {
    await using run = await world();
    await run.sandbox.close();
    const { code, stderr } = await run.run(["plan", "--patience", "1"]);
    expect(code).toBe(1);
    expect(stderr.replaceAll(/\d+(\.\d)? m?s\b|\b\d+(?= times)|(?<=:)\d+/g, "N")).toMatchInlineSnapshot(`
      "error: dnanexus: signing in failed: 127.0.0.1:N cannot be reached: connection refused (ECONNREFUSED). Check the URL of the connection, the network and the proxy. Sent N times in N. [connection/unreachable]
      "
    `);
  });

  test.each([
    ["never ends", "loop:route=findMembers", "The list never ends (members of org-"],
    ["is refused", "401:route=find", "InvalidAuthentication"],
    ["breaks off", "truncate:route=findProjects", "no whole answer came"],
  ])("afterwards, a list %s: applied by the answers, said to be unverified", async (_name, fault, words) => {
    await using run = await world();
    // The last write: from then on nothing can be read.
    run.faults("latency:ms=300,route=decrease");
    const going = run.run(applying);
    await until(() => run.writes().length >= 18);
    run.faults(fault);
    const first = await going;
    const { result } = await expectHonest(run, first);
    expect(result).toMatchObject({ verified: false, sent: 20 });
    expect(result.mismatches.every(({ message }) => message.includes(words))).toBe(true);
    expect(first.code).toBe(4);
    await expectConverges(run);
  });
});

describe.concurrent("the credential is refused in the middle", () => {
  test("nothing more is sent, and what was sent is told", async () => {
    await using run = await world();
    run.faults("latency:ms=200,route=project");
    const going = run.run(applying);
    await until(() => run.writes().length >= 4);
    run.faults("401");
    const refused = run.sandbox.requests.length;
    const first = await going;
    const { result } = await expectHonest(run, first);
    expect(first.code).toBe(4);
    const after = run.sandbox.requests.slice(refused).filter(({ write, status }) => write && status === 401);
    // Those that were under way side by side; none of the rest.
    expect(after.length).toBeLessThan(12);
    const skipped = result.outcomes.filter(({ status }) => status === "not-attempted");
    expect(skipped).not.toEqual([]);
    expect(JSON.stringify(skipped)).toContain(
      "dnanexus refuses the credential (InvalidAuthentication: Try again later (401)), so nothing more was sent",
    );
    await expectConverges(run);
  });

  test("a write whose answer was lost stays in doubt where its repetition is refused", async () => {
    await using run = await world();
    run.faults("lost:route=removeMember,times=1", "401:route=removeMember", "401:route=find,after=8");
    const first = await run.run(applying);
    const { result } = await expectHonest(run, first);
    const erin = result.outcomes.find(({ address }) => address === "org-acme/members/user-erin");
    expect(erin).toMatchObject({
      status: "failed",
      message: expect.stringMatching(
        /no whole answer came: .* Sent again, it was refused: Try again later \(401\)\. It may have been carried out: run plan again\.$/,
      ),
    });
    await expectConverges(run);
  });
});

describe.concurrent("somebody else", () => {
  test("removes a member between plan and apply: refused, and nothing is sent", async () => {
    await using run = await world();
    const [, , ...flags] = applying.slice(0, 4);
    const made = await run.run(["plan", ...flags, "-o", "plan.json"]);
    expect(made.code).toBe(0);
    await run.call("user-alice", "/org-acme/removeMember", { user: "user-dave" });
    const before = run.writes().length;
    const refused = await run.run(["apply", "plan.json", "--yes"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /^error: org-acme\/members\/user-dave has gone since the plan was made\. Plan again\./,
    );
    expect(run.writes()).toHaveLength(before);
    await expectNoSecret(run, refused);
    await expectConverges(run);
  });

  test("removes a member in the middle: the change of it fails in the platform's words", async () => {
    await using run = await world();
    run.faults("latency:ms=200,route=project/new", "latency:ms=300,route=setMemberAccess");
    const going = run.run(applying);
    await until(() => run.writes().length >= 1);
    await run.call("user-alice", "/org-acme/removeMember", {
      user: "user-dave",
      revokeProjectPermissions: false,
      revokeAppPermissions: false,
    });
    const first = await going;
    expect(first.code).toBe(4);
    const result = parsed(first)["result"] as {
      outcomes: { address: string; status: string; message?: string }[];
    };
    expect(result.outcomes.filter(({ status }) => status !== "applied")).toEqual([
      {
        address: "org-acme/members/user-dave",
        status: "failed",
        call: expect.any(String),
        message: expect.stringContaining("ResourceNotFound"),
      },
    ]);
    await expectConverges(run);
  });

  test("invites the same person in the middle: done, whoever did it", async () => {
    await using run = await world();
    run.faults("latency:ms=300,route=org-acme/invite");
    const going = run.run(applying);
    await until(() => run.writes().length >= 1);
    run.faults();
    await run.call("user-alice", "/org-acme/invite", { invitee: "user-frank", level: "MEMBER" });
    const first = await going;
    expect([first.code, (parsed(first)["result"] as { verified: boolean }).verified]).toEqual([0, true]);
    await expectConverges(run);
  });
});
