/** The traps that the fact sheet lists (marketplace.md §6), each by its number, over real sockets where it can be. */
import { afterEach, describe, expect, it } from "vitest";
import { attributesOf } from "../../../src/model/kind.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { kindOf } from "../../../src/model/platform.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { apply, plan as makePlan, type PlanOptions, validate } from "../../../src/run/index.ts";
import type { Fault } from "../../../src/sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { folder } from "../../cli/charter.ts";
import { environment } from "../harness/converge.ts";
import { lineOf } from "./support.ts";

const people = ["alice", "bob", "carol", "dave"].map((name) => `${name}@example.com`);
const [alice = "", bob = "", carol = ""] = people;

const seed = {
  users: people.map((email) => ({ email })),
  applications: [
    { clientId: "alices-app", owner: alice },
    { clientId: "bobs-app", owner: bob },
  ],
  organizations: [
    {
      name: "Acme",
      description: "Foods",
      members: { [alice]: "maintainer", [bob]: "editor" },
      applications: ["bobs-app"],
      teams: [{ name: "Dev", members: { [bob]: "viewer" }, applications: ["bobs-app"] }],
    },
  ],
};

interface Dump {
  readonly organizations: readonly {
    readonly name: string;
    readonly description?: string;
    readonly members: Readonly<Record<string, string>>;
    readonly applications?: readonly string[];
    readonly teams?: readonly {
      readonly name: string;
      readonly members?: Readonly<Record<string, string>>;
    }[];
  }[];
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A folder with one file, on a sandbox of its own. */
async function world(lines: readonly string[], as = alice) {
  const sandbox: Sandbox = await startSandbox("marketplace", { seed });
  closing.push(() => sandbox.close());
  const dir = await folder({ "acme.yaml": ["platform: marketplace", ...lines].join("\n") });
  closing.push(async () => dir[Symbol.asyncDispose]());
  const options = { directory: dir.path, env: environment(marketplace, sandbox, as) };
  const plan = async (more: Partial<PlanOptions> = {}): Promise<Plan> => {
    const made = await makePlan({ ...options, ...more });
    if (!made.ok) throw new Error(JSON.stringify(made.findings, null, 1));
    return made.value;
  };
  const carryOut = async (of: Plan, faults: readonly Fault[] = []) => {
    sandbox.setFaults(faults);
    const applied = await apply({ ...options, plan: of });
    if (!applied.ok) throw new Error(JSON.stringify(applied.findings, null, 1));
    sandbox.setFaults([]);
    return applied.value.result;
  };
  const acme = () => (sandbox.dump() as Dump).organizations.find(({ name }) => name.startsWith("Acme"));
  return { sandbox, options, plan, carryOut, acme };
}

const callsOf = (plan: Plan) =>
  plan.sections.flatMap(({ calls }) => calls.map((call) => `${call.operation} ${lineOf(call)}`));
const operationsOf = (plan: Plan) =>
  plan.sections.flatMap(({ calls }) => calls.map(({ operation }) => operation));
const stopsOf = (plan: Plan) => plan.sections.flatMap(({ stops }) => stops.map(({ guard }) => guard));
const base = ["organization: acme", "name: Acme"];

describe("1: a batch with one unknown address", () => {
  it("fails as a whole, names the address, and nobody is added", async () => {
    const { plan, carryOut, acme } = await world([
      ...base,
      `members: { ${alice}: maintainer, ${bob}: editor, ${carol}: viewer, nobody@example.com: viewer }`,
    ]);
    const made = await plan();
    expect(operationsOf(made)).toEqual(["member.add"]);
    const result = await carryOut(made);
    const failed = result?.outcomes.filter(({ status }) => status === "failed");
    expect(failed?.map(({ address }) => address)).toEqual([
      `acme/members/${carol}`,
      "acme/members/nobody@example.com",
    ]);
    for (const each of failed ?? []) expect(JSON.stringify(each)).toContain("nobody@example.com");
    expect(acme()?.members[carol]).toBeUndefined();
  });
});

describe("2: the last maintainer, and the caller", () => {
  it("are stopped, each by its guard", async () => {
    const { plan } = await world([...base, `manage: { members: additive }`, `members: { ${alice}: viewer }`]);
    expect(stopsOf(await plan())).toEqual(["actor", "admins"]);
  });

  it("are refused by a file that says so itself, before anything is read", async () => {
    const { sandbox, options } = await world([...base, `members: { ${alice}: viewer, ${bob}: editor }`]);
    const checked = await validate(options);
    expect(checked.findings.map(({ code, position }) => [code, position?.line])).toEqual([
      ["marketplace/no-maintainer", 2],
    ]);
    expect(sandbox.requests).toEqual([]);
  });

  it("hand over in the right order, though the graph allows everything else at once", async () => {
    const { plan, carryOut, acme } = await world([
      ...base,
      `members: { ${alice}: editor, ${bob}: maintainer }`,
    ]);
    const made = await plan({ allow: [`actor:acme/members/${alice}`] });
    const [raise, lower] = made.sections[0]?.calls ?? [];
    expect([raise?.changes, lower?.changes]).toEqual([[`acme/members/${bob}`], [`acme/members/${alice}`]]);
    expect(lower?.dependsOn).toEqual([raise?.id]);
    expect((await carryOut(made))?.outcomes.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect(acme()?.members).toEqual({ [alice]: "editor", [bob]: "maintainer" });
  });

  it("stay where the raising failed", async () => {
    const { plan, carryOut, acme } = await world([
      ...base,
      `members: { ${alice}: editor, ${bob}: maintainer }`,
    ]);
    const made = await plan({ allow: [`actor:acme/members/${alice}`] });
    const result = await carryOut(made, [{ kind: "status", status: 400, route: "/members/", times: 1 }]);
    expect(result?.outcomes.map(({ status }) => status).sort()).toEqual(["failed", "not-attempted"]);
    expect(acme()?.members).toEqual({ [alice]: "maintainer", [bob]: "editor" });
  });
});

describe("3: order", () => {
  it("people before teams before seats before shares, in one plan", async () => {
    const { plan, carryOut } = await world([
      ...base,
      `members: { ${alice}: maintainer, ${bob}: editor, ${carol}: editor }`,
      "teams:",
      `  Fresh: { members: { ${carol}: maintainer }, applications: [alices-app] }`,
      "applications: [alices-app, bobs-app]",
    ]);
    const made = await plan();
    expect(operationsOf(made)).toEqual([
      "member.add",
      "team.create",
      "team-member.add",
      "application.share",
      "application.share",
    ]);
    expect((await carryOut(made))?.verified).toBe(true);
    expect((await plan()).summary.calls).toBe(0);
  });
});

describe("4: seats that empty themselves", () => {
  it("are taken by no call of their own", async () => {
    const { plan, carryOut, acme } = await world([
      ...base,
      `members: { ${alice}: maintainer }`,
      "teams: { Dev: { members: {} } }",
    ]);
    const made = await plan();
    expect(operationsOf(made)).toEqual(["member.remove"]);
    expect(made.sections[0]?.next.map(({ address }) => address)).toEqual([
      "acme/applications/bobs-app",
      "acme/teams/Dev/applications/bobs-app",
    ]);
    expect((await carryOut(made))?.verified).toBe(true);
    expect(acme()?.teams?.[0]?.members ?? {}).toEqual({});
    // The application is its owner's, and stays shared (§5.8).
    expect(acme()?.applications).toEqual(["bobs-app"]);
  });

  it("a seat that was taken meanwhile is taken", async () => {
    const { sandbox, plan, carryOut } = await world([
      ...base,
      `members: { ${alice}: maintainer, ${bob}: editor }`,
      "teams: { Dev: { members: {} } }",
    ]);
    const made = await plan();
    expect(operationsOf(made)).toEqual(["team-member.remove"]);
    // The answer is lost, and the second sending finds nobody.
    const result = await carryOut(made, [{ kind: "lost", route: "/members/", times: 1 }]);
    expect(result?.outcomes.map(({ status }) => status)).toEqual(["applied"]);
    expect(sandbox.requests.filter(({ method }) => method === "DELETE").map(({ status }) => status)).toEqual([
      0, 404,
    ]);
  });
});

describe("5: sharing is for the owner", () => {
  it("the plan stops and names the owner; unsharing is for editors too", async () => {
    const { plan } = await world(
      [...base, "applications: []", "teams: { Dev: { applications: [alices-app, bobs-app] } }"],
      bob,
    );
    const made = await plan();
    const [stop, ...others] = made.sections[0]?.stops ?? [];
    expect(others).toEqual([]);
    expect(stop?.message).toMatch(
      /bob@example.com may not share the application at acme\/teams\/Dev\/applications\/alices-app/,
    );
    expect(operationsOf(made)).toEqual(["application.share", "application.unshare"]);
  });

  it("whose it is is told where the application is shared elsewhere", async () => {
    const { plan } = await world([
      ...base,
      "applications: [bobs-app]",
      "teams: { Dev: {}, Ops: { applications: [bobs-app] } }",
    ]);
    const [stop] = (await plan()).sections[0]?.stops ?? [];
    expect(stop?.message).toMatch(/takes application:owner.*Who may: bob@example\.com\.$/);
  });
});

it("6: a share has no level, neither in a file nor in a call", async () => {
  for (const kind of ["share", "team-share"])
    expect([...attributesOf(kindOf(marketplace, kind)).keys()]).toEqual([]);
  const { options } = await world([...base, "applications: { alices-app: editor }"]);
  const { findings } = await validate(options);
  expect(findings.map(({ severity, position }) => [severity, position?.line])).toEqual([["error", 4]]);
});

it("7: reviewer to editor is told as a loss of approval", async () => {
  const { sandbox, plan } = await world([...base, `members: { ${alice}: maintainer, ${bob}: reviewer }`]);
  const made = await plan();
  expect(made.sections[0]?.changes.map(({ direction }) => direction)).toEqual(["lowering"]);
  expect(made.sections[0]?.access[0]).toMatchObject({ who: bob, gained: ["APPROVE"], lost: ["EDIT"] });
  expect(sandbox.requests.every(({ write }) => !write)).toBe(true);
});

it("8: a new name does not empty the description", async () => {
  const { plan, carryOut, acme } = await world([
    "organization: acme",
    "name: Acme Foods",
    "previously: [Acme]",
  ]);
  const made = await plan();
  expect(callsOf(made)[0]).toMatch(/PUT .*\{"name":"Acme Foods","description":"Foods"\}$/);
  await carryOut(made);
  expect(acme()).toMatchObject({ name: "Acme Foods", description: "Foods" });
});

describe("9: names are what people write, ids what calls use", () => {
  it("a rename elsewhere is a difference, not a deletion and a creation", async () => {
    const { sandbox, options, acme } = await world([
      ...base,
      `members: { ${alice}: maintainer, ${bob}: editor }`,
    ]);
    // The first apply remembers the id.
    await apply(options);
    const token = sandbox.tokens[alice] ?? "";
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const list = await fetch(`${sandbox.url}/api/v1/developer/organizations`, { headers });
    const { data } = (await list.json()) as { data: { id: string }[] };
    await fetch(`${sandbox.url}/api/v1/developer/organizations/${data[0]?.id}`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ name: "Acme by somebody else", description: "Foods" }),
    });
    const again = await makePlan(options);
    if (!again.ok) throw new Error(JSON.stringify(again.findings));
    expect(
      again.value.sections[0]?.changes.map(({ action, address, attributes }) => [
        action,
        address,
        attributes,
      ]),
    ).toEqual([["update", "acme", [{ name: "name", before: "Acme by somebody else", after: "Acme" }]]]);
    expect(acme()?.name).toBe("Acme by somebody else");
  });
});

describe("11: nothing guards a populated organization but Charter", () => {
  it("neither it nor a team goes without its address", async () => {
    for (const lines of [
      [...base, "state: absent"],
      [...base, "teams: { Dev: { state: absent } }"],
    ]) {
      const { plan } = await world(lines);
      expect(stopsOf(await plan())).toEqual(["destroy"]);
    }
  });

  it("and goes with it, confirmed by its name", async () => {
    const { plan, carryOut, acme } = await world([...base, "state: absent"]);
    const made = await plan({ allow: ["destroy:acme"] });
    expect(callsOf(made)[0]).toMatch(/DELETE .* \{"confirmName":"Acme"\}$/);
    expect((await carryOut(made))?.outcomes.map(({ status }) => status)).toEqual(["applied"]);
    expect(acme()).toBeUndefined();
    expect((await plan()).summary.calls).toBe(0);
  });
});

it("13: an e-mail in another case is the same person", async () => {
  const { plan } = await world([
    ...base,
    `members: { Alice@Example.COM: maintainer, ${bob.toUpperCase()}: editor }`,
  ]);
  expect((await plan()).summary).toMatchObject({ create: 0, update: 0, delete: 0 });
});

// 10 (small pages, items that move) is lists.test.ts, 12 (single-use refresh tokens) oauth.test.ts and
// side-by-side.test.ts, 14 (the makers' own domain) protocol.test.ts.

describe("a lost answer", () => {
  // With the reads of the same path that come before the write, and how often that is sent.
  it("of a new organization: it is made once, and what goes into it goes on", async () => {
    const { sandbox, plan, carryOut } = await world([
      "organization: Fresh",
      `members: { ${alice}: maintainer, ${bob}: viewer }`,
      "teams: { Dev: { members: { bob@example.com: editor }, applications: [alices-app] } }",
    ]);
    const result = await carryOut(await plan(), [
      { kind: "lost", route: "/organizations", after: 1, times: 1 },
    ]);
    expect(new Set(result?.outcomes.map(({ status }) => status))).toEqual(new Set(["applied"]));
    expect(result?.verified).toBe(true);
    expect(sandbox.requests.filter(({ fault }) => fault !== undefined).map(({ method }) => method)).toEqual([
      "POST",
    ]);
    expect((sandbox.dump() as Dump).organizations.filter(({ name }) => name === "Fresh")).toHaveLength(1);
  });

  it.each<[string, readonly string[], Fault, number]>([
    [
      "an addition",
      [`members: { ${alice}: maintainer, ${bob}: editor, ${carol}: viewer }`],
      { kind: "lost", route: "/members", after: 1 },
      1,
    ],
    ["a new team", ["teams: { Fresh: {} }"], { kind: "lost", route: "/teams", after: 1 }, 1],
    ["a share", ["applications: [alices-app, bobs-app]"], { kind: "lost", route: "/shares/" }, 2],
    [
      "a role",
      [`members: { ${alice}: maintainer, ${bob}: viewer }`],
      { kind: "lost", route: "/members/" },
      2,
    ],
  ])("of %s: it is carried out once", async (_, lines, fault, sent) => {
    const { sandbox, plan, carryOut } = await world([...base, ...lines]);
    const result = await carryOut(await plan(), [{ ...fault, times: 1 }]);
    expect(result?.outcomes.map(({ status }) => status)).toEqual(["applied"]);
    expect(result?.verified).toBe(true);
    const writes = sandbox.requests.filter(
      ({ method, path }) => method !== "GET" && path.startsWith("/api/"),
    );
    expect(writes.map(({ fault: struck }) => struck ?? null)).toEqual([
      "lost",
      ...Array(sent - 1).fill(null),
    ]);
    expect((await plan()).summary.calls).toBe(0);
  });
});
