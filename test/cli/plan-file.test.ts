/** What somebody can do to a plan file, or what may have happened to it: refused with why, and nothing is sent. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import { parsePlan } from "../../src/plan/file.ts";
import { planDigest, summarize } from "../../src/plan/plan.ts";
import { apply } from "../../src/run/index.ts";
import { acme, type Live, live } from "./live.ts";

const changed = acme
  .replace("user-bob: MEMBER", "user-bob: ADMIN")
  .replace("  user-erin: MEMBER\n", "  user-frank: MEMBER\n");

let run: Live;
let made: Plan;

beforeAll(async () => {
  run = await live({ "acme.yaml": changed });
  await run.run(["plan", "-o", "plan.json"]);
  made = JSON.parse(await readFile(join(run.path, "plan.json"), "utf8"));
});
afterAll(() => run[Symbol.asyncDispose]());

/** What apply says to a plan file with this text. Whatever it is, nothing was sent. */
async function refusal(text: string, args: readonly string[] = []): Promise<string> {
  await writeFile(join(run.path, "edited.json"), text);
  const { code, stdout, stderr } = await run.run(["apply", "edited.json", "--yes", ...args]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(run.writes()).toEqual([]);
  return `\n${stderr.replaceAll(run.sandbox.url, "http://SANDBOX").replaceAll(made.digest, "DIGEST").replaceAll(made.version, "VERSION").replace(/\n*$/, "\n")}`;
}

/** The plan with other values at some pointers; `undefined` takes a member away. */
function edited(edits: Readonly<Record<string, unknown>>): Plan {
  const plan: Plan = structuredClone(made);
  for (const [pointer, value] of Object.entries(edits)) {
    const names = pointer.split("/");
    const last = names.pop() ?? "";
    let at: unknown = plan;
    for (const name of names) at = Reflect.get(Object(at), name);
    if (value === undefined) Reflect.deleteProperty(Object(at), last);
    else Reflect.set(Object(at), last, value);
  }
  return plan;
}

/** The text of a plan, by somebody who knows how its digest is made. */
function signed(plan: Plan): string {
  const { digest: _digest, ...bound } = plan;
  return JSON.stringify({ ...bound, digest: planDigest(bound) });
}

function forged(edits: Readonly<Record<string, unknown>>): string {
  const plan = edited(edits);
  return signed({ ...plan, summary: summarize(plan.sections, plan.stops) });
}

test("as it was made, the plan passes all that the others fail", async () => {
  await using other = await live({ "acme.yaml": changed });
  await other.run(["plan", "-o", "plan.json"]);
  expect((await other.run(["apply", "plan.json", "--yes"])).code).toBe(0);
  expect(other.writes()).toHaveLength(3);
});

describe("a file that is no plan any more is refused", () => {
  test("half of it, or something else", async () => {
    expect(await refusal(JSON.stringify(made).slice(0, 999))).toMatchInlineSnapshot(`
      "
      error: The plan file is not JSON. Make it again with charter plan -o FILE. [plan/syntax]
      "
    `);
    expect(await refusal('{"name":"x"}')).toMatchInlineSnapshot(`
      "
      error: This is not a plan file of Charter. Make one with charter plan -o FILE. [plan/format]
      "
    `);
    expect(await refusal(JSON.stringify({ ...made, format: "charter-plan/2" }))).toMatchInlineSnapshot(`
      "
      error: The plan file has a format that this version of Charter does not know. Make it again with this version. [plan/version]
      "
    `);
  });

  test("edited by hand", async () => {
    const text = JSON.stringify(made).replaceAll("user-frank", "user-dave");
    expect(await refusal(text)).toMatchInlineSnapshot(`
      "
      error: The plan file was changed after it was made. Make it again with charter plan -o FILE. [plan/digest]
      "
    `);
  });

  test("a member too many, too few, or of another type", async () => {
    expect(await refusal(signed(edited({ "sections/0/calls/0/then": "more" })))).toMatchInlineSnapshot(`
      "
      error: The plan file does not have the form of a plan: /sections/0/calls/0/then is not known. It was edited, or made by another version of Charter. Make it again with charter plan -o FILE. [plan/shape]
      "
    `);
    expect(await refusal(signed(edited({ "sections/0/basis": undefined })))).toMatchInlineSnapshot(`
      "
      error: The plan file does not have the form of a plan: /sections/0 must have required properties basis. It was edited, or made by another version of Charter. Make it again with charter plan -o FILE. [plan/shape]
      "
    `);
    expect(await refusal(signed(edited({ "sections/0/calls/0/path": "/org-acme" })))).toMatchInlineSnapshot(`
      "
      error: The plan file does not have the form of a plan: /sections/0/calls/0/path must be array. It was edited, or made by another version of Charter. Make it again with charter plan -o FILE. [plan/shape]
      "
    `);
  });

  test("a summary that hides what it does", async () => {
    expect(await refusal(signed(edited({ "summary/delete": 0 })))).toMatchInlineSnapshot(`
      "
      error: The summary of the plan file is not that of its changes: it was edited. Make it again with charter plan -o FILE. [plan/shape]
      "
    `);
  });

  test("nested without end", async () => {
    const text = `{"format":"charter-plan/1","sections":${"[".repeat(99_999)}${"]".repeat(99_999)}}`;
    expect(await refusal(text)).toMatchInlineSnapshot(`
      "
      error: The plan file is nested deeper than any plan. Make it again with charter plan -o FILE. [plan/shape]
      "
    `);
  });
});

/** The same without a process, for what is told once the folder has been read. */
async function refused(text: string): Promise<string> {
  const read = parsePlan(text);
  if ("finding" in read) throw new Error(read.finding.message);
  const result = await apply({ directory: run.path, env: run.env, plan: read.plan });
  expect(result.ok).toBe(false);
  expect(run.writes()).toEqual([]);
  const said = result.findings.map(({ code, message }) => `${code}: ${message}`).join("\n");
  return `\n${said.replaceAll(run.sandbox.url, "http://SANDBOX").replaceAll(made.version, "VERSION")}\n`;
}

describe("a plan of somewhere else is refused, whoever signed it", () => {
  test("as a process says it", async () => {
    expect(await refusal(forged({ version: "0.0.9" }))).toMatchInlineSnapshot(`
      "
      error: The plan was made by Charter 0.0.9, and this is VERSION, which may plan otherwise. Make it again with charter plan -o FILE. [plan/other-version]
      "
    `);
    expect(await refusal(forged({ "sections/0/actor": "user-bob" }))).toMatchInlineSnapshot(`
      "
      error: The plan was made by user-bob, and dnanexus now belongs to user-alice. Make it again, or run as user-bob. [plan/other-actor]
      "
    `);
  });

  test("another version, configuration, connection, platform, organization, host or account", async () => {
    expect(await refused(forged({ version: "0.0.9" }))).toMatchInlineSnapshot(`
      "
      plan/other-version: The plan was made by Charter 0.0.9, and this is VERSION, which may plan otherwise. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ configuration: "0".repeat(64) }))).toMatchInlineSnapshot(`
      "
      plan/other-configuration: The plan was made from another configuration than the one in this folder. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/connection": "production" }))).toMatchInlineSnapshot(`
      "
      plan/other-connection: The plan is for the connection production, which this configuration does not have. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/platform": "datica" }))).toMatchInlineSnapshot(`
      "
      plan/other-connection: The plan is for the connection dnanexus on datica, which this configuration does not have. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/organizations": ["org-lab"] }))).toMatchInlineSnapshot(`
      "
      plan/other-organization: The plan is for the organization org-lab, which this configuration does not have in dnanexus. Make it again with charter plan -o FILE.
      "
    `);
    expect(
      await refused(forged({ "sections/0/urls/api": "https://api.example.org" })),
    ).toMatchInlineSnapshot(`
      "
      plan/other-host: The plan was made against https://api.example.org, and dnanexus now leads to http://SANDBOX. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/actor": "user-bob" }))).toMatchInlineSnapshot(`
      "
      plan/other-actor: The plan was made by user-bob, and dnanexus now belongs to user-alice. Make it again, or run as user-bob.
      "
    `);
  });
});

describe("a plan that Charter would not make is refused, whoever signed it", () => {
  const call = (edits: object) => ({ ...made.sections[0]?.calls[0], ...edits });

  test("a call to another place, of another operation or with another body", async () => {
    expect(
      await refused(forged({ "sections/0/calls/0/path": ["org-lab", "invite"] })),
    ).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: call c1 (org.setMemberAccess on org-acme) is planned otherwise. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/calls/0/operation": "org.burn" }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: call c1 (org.burn on org-acme) is planned otherwise. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/calls/0/host": "elsewhere" }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: call c1 (org.setMemberAccess on org-acme) is planned otherwise. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/calls/0/body/level": "ADMIN" }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: call c1 (org.setMemberAccess on org-acme) is planned otherwise. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
  });

  test("a call too many, too few, or in another place", async () => {
    const calls = made.sections[0]?.calls ?? [];
    expect(await refused(forged({ "sections/0/calls/3": call({ id: "c9" }) }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: call c9 (org.setMemberAccess on org-acme) is not planned. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/calls": calls.slice(0, 2) }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: call c3 (org.removeMember on org-acme) is missing in it. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/calls": calls.toReversed() }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: call c3 (org.removeMember on org-acme) is planned in another place. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/calls/1/id": "c1" }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: call c1 (org.invite on org-acme) is not planned. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
  });

  test("a change that nobody configured, or another one than is configured", async () => {
    const change = { ...made.sections[0]?.changes[0], address: "org-acme/members/user-carol" };
    expect(await refused(forged({ "sections/0/changes/3": change }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: update org-acme/members/user-carol is not planned. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(await refused(forged({ "sections/0/changes/0/after/level": "MEMBER" }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: update org-acme/members/user-bob is planned otherwise. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(
      await refused(forged({ "sections/0/changes/0": made.sections[0]?.changes[1] })),
    ).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: delete org-acme/members/user-erin is planned otherwise. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
  });

  test("what it rests on is left out, or what it does by itself", async () => {
    expect(await refused(forged({ "sections/0/basis": {} }))).toMatchInlineSnapshot(`
      "
      plan/stale: org-acme/members/user-alice has appeared since the plan was made. Plan again.
      plan/stale: org-acme/members/user-bob has appeared since the plan was made. Plan again.
      plan/stale: org-acme/members/user-carol has appeared since the plan was made. Plan again.
      plan/stale: org-acme/members/user-dave has appeared since the plan was made. Plan again.
      plan/stale: org-acme/members/user-erin has appeared since the plan was made. Plan again.
      "
    `);
    expect(await refused(forged({ "sections/0/covers": [] }))).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: its covers for dnanexus are not those of its changes. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
    expect(
      await refused(
        forged({
          "sections/0/effects/0": { call: "c1", address: "org-acme", kind: "organization", effect: "goes" },
        }),
      ),
    ).toMatchInlineSnapshot(`
      "
      plan/not-this: The plan file is not what Charter plans from this configuration and what is live now: its effects for dnanexus are not those of its changes. The file was edited, or something that it rests on has moved. Make it again with charter plan -o FILE.
      "
    `);
  });

  test("access that it gives and does not tell", async () => {
    expect(await refused(forged({ "sections/0/access": [] }))).toMatchInlineSnapshot(`
      "
      plan/stale: user-bob would gain LIST, BILL, TRANSFER and 5 more on org-acme, which the plan does not tell. Plan again.
      plan/stale: user-erin would lose VIEW on org-acme, which the plan does not tell. Plan again.
      plan/stale: user-frank would gain VIEW on org-acme, which the plan does not tell. Plan again.
      "
    `);
  });
});

describe("guards are asked again", () => {
  const emptied = acme.replace(/ {2}user-(bob|carol|dave|erin): MEMBER\n/g, "");
  const without = async (part: "stops" | "allowed", ...allow: string[]) => {
    await using other = await live({ "acme.yaml": emptied });
    const { stdout } = await other.run(["plan", "--format", "json", ...allow]);
    const plan: Plan = JSON.parse(stdout);
    const sections = plan.sections.map((section) => ({ ...section, [part]: [] }));
    await writeFile(
      join(other.path, "plan.json"),
      signed({ ...plan, sections, summary: summarize(sections, []) }),
    );
    const { code, stderr } = await other.run(["apply", "plan.json", "--yes"]);
    expect([code, other.writes()]).toEqual([1, []]);
    return `\n${stderr}`;
  };

  test("a stop that was taken out of the file stops", async () => {
    expect(await without("stops")).toMatchInlineSnapshot(`
      "
      error: The plan would be stopped now: 4 of 5 in org-acme/members would be removed (80 %); the limit is 25 % from 4 removals on, and 50 in any case. Make it again with charter plan -o FILE. [plan/stopped]
      "
    `);
  });

  test("an override that was taken out of the file is told", async () => {
    expect(await without("allowed", "--allow", "removals:org-acme/members")).toMatchInlineSnapshot(`
      "
      error: The guard removals would be overridden at org-acme/members, which the plan does not tell. Plan again. [plan/stale]
      "
    `);
  });
});

describe("what moved elsewhere refuses nothing", () => {
  test("somebody new, whom the plan neither changes nor counts", async () => {
    await using other = await live({ "acme.yaml": acme.replace("name: Acme", "name: Other") });
    await other.run(["plan", "-o", "plan.json"]);
    await other.call("user-alice", "/org-acme/invite", { invitee: "user-frank", level: "MEMBER" });
    await other.call("user-alice", "/org-acme/setMemberAccess", { "user-dave": { level: "ADMIN" } });
    const before = other.writes().length;
    const { code, stdout } = await other.run(["apply", "plan.json", "--yes"]);
    expect([code, stdout.trimEnd().split("\n").at(-1)]).toEqual([
      0,
      "Applied and verified: 1 change applied (1 call).",
    ]);
    expect(other.writes().slice(before)).toEqual(["user-alice /org-acme/update"]);
    // What was done by hand is drift still: the apply did not take it for what it had left.
    const drift = await other.run(["drift"]);
    expect(drift.code).toBe(2);
  });

  test("comments and the order of lines", async () => {
    await using other = await live({ "acme.yaml": changed });
    await other.run(["plan", "-o", "plan.json"]);
    await writeFile(join(other.path, "acme.yaml"), `# Acme\n\n${changed}`);
    expect((await other.run(["apply", "plan.json", "--yes"])).code).toBe(0);
  });
});

describe("pinned to a digest", () => {
  test("only the plan that was reviewed is applied, from its file", async () => {
    const text = JSON.stringify(made);
    expect(await refusal(text, ["--digest", "0".repeat(64)])).toMatchInlineSnapshot(`
      "
      error: The plan has the digest DIGEST, and the one that was reviewed has 0000000000000000000000000000000000000000000000000000000000000000: it is another plan, or something has moved since. Review it again, and give its digest. [plan/other-digest]
      "
    `);
    expect(await refusal(text, ["--digest", made.digest.slice(0, 12)])).toMatchInlineSnapshot(`
      "
      error: --digest takes the whole digest, 64 hexadecimal digits, as charter plan prints it: a part of it can be forged. [cli/digest]
      "
    `);
    // A forgery that making it again lets pass, since it sends less than the whole: the pin does not.
    const pinned = await refusal(forged({ "sections/0/next/0": { address: "a", step: "b" } }), [
      "--digest",
      made.digest,
    ]);
    expect(pinned).toContain("[plan/other-digest]");
  });

  test("or without the file, as long as nothing moves", async () => {
    await using other = await live({ "acme.yaml": changed });
    const [first, second] = [await other.run(["plan"]), await other.run(["plan"])];
    const digest = /Its digest: ([0-9a-f]{64})\n/.exec(first.stderr)?.[1] ?? "";
    expect(second.stderr).toBe(first.stderr);
    expect((await other.run(["plan", "--format", "markdown"])).stdout).toContain(`Plan \`${digest}\` of `);
    await other.call("user-alice", "/org-acme/invite", { invitee: "user-frank", level: "MEMBER" });
    const before = other.writes().length;
    const moved = await other.run(["apply", "--digest", digest, "--yes"]);
    expect([moved.code, other.writes().length]).toEqual([1, before]);
    expect(moved.stderr).toContain("[plan/other-digest]");
    await other.call("user-alice", "/org-acme/removeMember", { user: "user-frank" });
    expect((await other.run(["apply", "--digest", digest, "--yes"])).code).toBe(0);
  }, 120_000);
});
