/** The traps that the fact sheet lists (dnanexus.md §6), each by its number. */
import { afterEach, describe, expect, it } from "vitest";
import { attributesOf } from "../../../src/model/kind.ts";
import { kindOf } from "../../../src/model/platform.ts";
import { createState } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { memberAttributes } from "../../../src/platforms/dnanexus/resources.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { send } from "../harness/connect.ts";
import { actor, callsFor, draftsFor, plainBody } from "./changes.ts";
import { connectAs, grantOf, memberOf, org, projectAddress, projectOf, readAll } from "./support.ts";
import { grantAt, memberAt, operationsOf, planned, seed, world } from "./trap-world.ts";

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

async function start(): Promise<Sandbox> {
  sandbox = await startSandbox("dnanexus", { seed });
  return sandbox;
}

it("1: 401 has two meanings, told apart by the type of the error", async () => {
  const box = await start();
  const connection = connectAs(box, "user-alice");
  const denied = await connection.reader.read({ method: "POST", path: "/org-acme/findProjects", body: {} });
  expect(denied).toMatchObject({ status: 401, reason: "forbidden", code: "PermissionDenied" });
  const stranger = await connectAs(box, "user-nobody").reader.read({
    method: "POST",
    path: "/system/whoami",
    body: {},
  });
  expect(stranger).toMatchObject({ status: 401, reason: "unauthenticated" });
});

it("2: a level is raised by an invitation and lowered by a decrease, never by way of none", () => {
  const live = [...world, grantOf("user-alice", "UPLOAD")];
  expect(
    callsFor(live, "grant", { [grantAt("user-alice")]: { level: "ADMINISTER" } }).map(([name]) => name),
  ).toEqual(["project.invite"]);
  expect(callsFor(live, "grant", { [grantAt("user-alice")]: { level: "VIEW" } })).toEqual([
    ["project.decreasePermissions", { "user-alice": "VIEW" }],
  ]);
  const state = createState(live);
  const lowering = {
    operation: "project.invite",
    scope: projectAddress,
    method: "POST",
    path: ["p", "invite"],
    changes: [],
  } as const;
  expect(
    dnanexus.effects(state, { ...lowering, body: { invitee: "user-alice", level: "VIEW" } }, actor),
  ).toEqual([]);
});

it("3: absent, present and unwanted members take three verbs", () => {
  const live = [...world, memberOf("user-alice", memberAttributes("MEMBER", {}))];
  const verbs = (written: Parameters<typeof callsFor>[2]) =>
    callsFor(live, "member", written).map(([name]) => name);
  expect(verbs({ [memberAt("user-bob")]: { level: "MEMBER" } })).toEqual(["org.invite"]);
  expect(verbs({ [memberAt("user-alice")]: { level: "ADMIN" } })).toEqual(["org.setMemberAccess"]);
  expect(verbs({ [memberAt("user-alice")]: null })).toEqual(["org.removeMember"]);
});

describe("4: ADMIN is a full stop", () => {
  const member = kindOf(dnanexus, "member");

  it("flags beside it are errors that say what to do", () => {
    const issues = member.check?.({ level: "ADMIN", appAccess: true, projectAccess: null }, "user-alice");
    expect(issues?.map(({ code, attribute }) => [code, attribute])).toEqual([
      ["admin-flags", "appAccess"],
      ["admin-flags", "projectAccess"],
    ]);
    expect(issues?.[0]?.message).toBe(
      "`appAccess` cannot be written for the ADMIN user-alice: the level implies all flags. Take it out, or make the member a MEMBER.",
    );
    expect(member.check?.({ level: "MEMBER", appAccess: true }, "user-alice")).toEqual([]);
    expect(member.check?.({ level: "ADMIN" }, "user-alice")).toEqual([]);
  });

  it("they are not compared", () => {
    for (const name of attributesOf(member).keys()) {
      expect(member.implied?.({ level: "ADMIN" }, name)).toBe(name !== "level");
      expect(member.implied?.({ level: "MEMBER" }, name)).toBe(false);
    }
  });

  it("what is sent is the level alone, and the platform takes it", async () => {
    const box = await start();
    const connection = connectAs(box, "user-root");
    const { state } = await readAll(connection.reader, ["org-acme"]);
    const live = [...state.all()];
    const [up] = draftsFor(live, "member", { [memberAt("user-alice")]: { level: "ADMIN" } }).calls;
    expect(up && plainBody(up)).toEqual({ "user-alice": { level: "ADMIN" } });
    expect(up && (await send(connection, up, state))).toMatchObject({ ok: true });
    const after = await readAll(connection.reader, ["org-acme"]);
    expect({ ...after.state.get(memberAt("user-alice"))?.attributes }).toEqual({ level: "ADMIN" });
    // Down again: the flags that the level gave do not stay.
    const [down] = draftsFor([...after.state.all()], "member", {
      [memberAt("user-alice")]: { level: "MEMBER" },
    }).calls;
    expect(down && (await send(connection, down, after.state))).toMatchObject({ ok: true });
    const end = await readAll(connection.reader, ["org-acme"]);
    expect({ ...end.state.get(memberAt("user-alice"))?.attributes }).toEqual({
      ...memberAttributes("MEMBER", {}),
    });
  });
});

it("5: one call an organization carries many members, by user", () => {
  const live = ["alice", "bob", "carol"].map((name) =>
    memberOf(`user-${name}`, memberAttributes("MEMBER", {})),
  );
  const tree = Object.fromEntries(live.map((each) => [each.key, { level: "MEMBER", projectAccess: "VIEW" }]));
  const plan = planned({ [org]: { members: { "user-root": "ADMIN", ...tree } } }, [...world, ...live]);
  expect(operationsOf(plan)).toEqual(["org.setMemberAccess"]);
  const [call] = plan.sections.flatMap((section) => section.calls);
  expect(Object.keys(call?.body ?? {})).toEqual(["user-alice", "user-bob", "user-carol"]);
});

it("6: permissions are asked for, and never taken from an answer without them", async () => {
  const box = await start();
  await readAll(connectAs(box, "user-root").reader, ["org-acme"]);
  const asked = box.requests.filter((each) => each.path.startsWith("/project-"));
  expect(asked.map((each) => each.body)).toEqual(asked.map(() => ({ fields: { permissions: true } })));
  expect(asked.length).toBeGreaterThan(0);
});

it("7: what the actor can do effectively is nobody's grant", async () => {
  const { state } = await readAll(connectAs(await start(), "user-root").reader, ["org-acme"]);
  const seen = [...state.list("org-acme/projects")].find((each) => each.attributes.name === "seen");
  expect(seen?.facts?.level).toBe("VIEW");
  expect([...state.list(`${seen?.address}/grants`)].map((each) => each.key)).toEqual([
    "org-lab",
    "user-alice",
  ]);
});

describe("8: an ADMIN does not see into all that the organization pays for", () => {
  it("reading says so, and writes nothing", async () => {
    const box = await start();
    const { state, unreadable } = await readAll(connectAs(box, "user-root").reader, ["org-acme"]);
    const dark = [...state.list("org-acme/projects")].find((each) => each.attributes.name === "dark");
    expect(unreadable.filter((each) => each.address === dark?.address)).toMatchObject([
      { collection: "grants" },
    ]);
    expect(box.requests.filter((each) => each.write)).toEqual([]);
  });

  it("inviting oneself is a change like any other, which opens the list", async () => {
    const box = await start();
    const connection = connectAs(box, "user-root");
    const { state } = await readAll(connection.reader, ["org-acme"]);
    const dark = [...state.list("org-acme/projects")].find((each) => each.attributes.name === "dark");
    const address = `${dark?.address}/grants/user-root`;
    const [call] = draftsFor([...state.all()], "grant", { [address]: { level: "VIEW" } }).calls;
    expect(kindOf(dnanexus, "grant").unlocks).toBe(true);
    const standing = dnanexus.access.standing(state, "user-root", dark?.address ?? "");
    expect(dnanexus.rules.actions["project.invite"]?.roles.some((role) => standing.has(role))).toBe(true);
    expect(call && (await send(connection, call, state))).toMatchObject({ ok: true });
    const after = await readAll(connection.reader, ["org-acme"]);
    expect(after.unreadable).toEqual([]);
    expect(after.state.get(address)?.attributes).toEqual({ level: "VIEW" });
  });
});

it("9: projects at VIEW are not hidden", async () => {
  const { state } = await readAll(connectAs(await start(), "user-root").reader, ["org-acme"]);
  expect([...state.list("org-acme/projects")].map((each) => each.attributes.name).sort()).toEqual([
    "dark",
    "raw",
    "seen",
  ]);
});

it("10: writes to one project stand in one lane, and to different ones in different lanes", () => {
  const other = projectOf({ address: `${org}/projects/q`, key: "q", id: "project-q" });
  const plan = planned(
    {
      [org]: {
        members: { "user-root": "ADMIN" },
        projects: {
          p: {
            name: "p",
            summary: "new",
            grants: { "user-root": "ADMINISTER", "user-a": "VIEW", "user-b": "VIEW" },
          },
          q: { name: "q", grants: { "user-root": "ADMINISTER", "user-a": "VIEW" } },
          r: { name: "r", grants: { "user-root": "ADMINISTER", "user-a": "VIEW" } },
        },
      },
    },
    [...world, { ...other, attributes: { name: "q" } }, grantOf("user-root", "ADMINISTER", other.address)],
  );
  const calls = plan.sections.flatMap((section) => section.calls);
  expect(calls.map((call) => `${call.operation} ${call.lane}`)).toEqual([
    "project.update project:project-p",
    "project.new project:org-acme/projects/r",
    "project.invite project:project-p",
    "project.invite project:project-p",
    "project.invite project:project-q",
    "project.invite project:org-acme/projects/r",
  ]);
});

it("11: accounts are looked up before anything is sent, each once", async () => {
  const box = await start();
  const found = await dnanexus.reading.lookup?.(connectAs(box, "user-root").reader, [
    "user-bob",
    "user-bob",
    "user-bbo",
  ]);
  expect(found).toEqual(
    new Map([
      ["user-bob", "exists"],
      ["user-bbo", "missing"],
    ]),
  );
  expect(box.requests.map((each) => each.path).sort()).toEqual(["/user-bbo/describe", "/user-bob/describe"]);
});

it("12: emails are no keys", () => {
  for (const kind of ["member", "grant", "authorized-user", "developer"]) {
    expect(new RegExp(kindOf(dnanexus, kind).key.pattern ?? "").test("alice@acme.io")).toBe(false);
  }
});

it("13: ids are compared in lower case", async () => {
  const plan = planned({ [org]: { members: { "user-ROOT": "ADMIN" } } });
  expect(operationsOf(plan)).toEqual([]);
  const { state } = await readAll(connectAs(await start(), "user-root").reader, ["org-ACME"], () => false);
  expect(state.get("org-acme")?.key).toBe("org-acme");
});
