/** The traps that the fact sheet lists (dnanexus.md §6), each by its number. */
import { afterEach, describe, expect, it } from "vitest";
import { attributesOf } from "../../../src/model/kind.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { kindOf } from "../../../src/model/platform.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { memberAttributes } from "../../../src/platforms/dnanexus/resources.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { desiredOf, planOf } from "../../support/plans.ts";
import { actor, callsFor, draftsFor, plainBody } from "./changes.ts";
import {
  appAddress,
  appOf,
  connectAs,
  grantOf,
  listedOf,
  memberOf,
  org,
  organizationOf,
  projectAddress,
  projectOf,
  readAll,
  send,
} from "./support.ts";

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

const seed = {
  users: ["root", "alice", "bob", "carol"].map((name) => ({ id: `user-${name}` })),
  orgs: [
    { id: "org-acme", members: { "user-root": "ADMIN", "user-alice": "MEMBER" } },
    { id: "org-lab", members: { "user-alice": "ADMIN", "user-root": "MEMBER" } },
  ],
  projects: [
    {
      name: "raw",
      billTo: "org-acme",
      permissions: { "user-root": "ADMINISTER", "user-alice": "CONTRIBUTE" },
    },
    { name: "seen", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER", "org-lab": "VIEW" } },
    { name: "dark", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER" } },
  ],
};

async function start(): Promise<Sandbox> {
  sandbox = await startSandbox("dnanexus", { seed });
  return sandbox;
}

const grantAt = (who: string) => `${projectAddress}/grants/${who}`;
const memberAt = (user: string) => `${org}/members/${user}`;
const world = [
  organizationOf(),
  memberOf("user-root", { level: "ADMIN" }),
  projectOf(),
  grantOf("user-root", "ADMINISTER"),
];

/** A plan over a small live world, as the actor. */
function planned(tree: Parameters<typeof desiredOf>[1], live: readonly Resource[] = world): Plan {
  return planOf(dnanexus, desiredOf(dnanexus, tree), createState(live), { actor });
}

function operationsOf(plan: Plan): readonly string[] {
  return plan.sections.flatMap((section) => section.calls.map((call) => call.operation));
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

it("14: nobody gets mail", () => {
  const invitations = [
    ...draftsFor(world, "member", { [memberAt("user-bob")]: { level: "ADMIN" } }).calls,
    ...draftsFor(world, "grant", { [grantAt("user-bob")]: { level: "VIEW" } }).calls,
  ];
  expect(invitations.map((call) => call.body)).toMatchObject([
    { suppressEmailNotification: true },
    { suppressEmailNotification: true, suppressAllNotifications: true },
  ]);
});

describe("15: no download drags no preview along, and holds it", () => {
  it.each([
    [{ download: "all-members", preview: false }, { "overrides.download": "no-one" }, true],
    [
      { download: "all-members", preview: false },
      { "overrides.download": "no-one", previewViewerRestricted: false },
      false,
    ],
    [{ download: "no-one", preview: true }, { "overrides.download": "all-members" }, true],
    [
      { download: "no-one", preview: true },
      { "overrides.download": "all-members", previewViewerRestricted: false },
      false,
    ],
    [
      { download: "no-one", preview: true },
      { "overrides.download": "all-members", previewViewerRestricted: true },
      true,
    ],
    [
      { download: "no-one", preview: false },
      { "overrides.download": "all-members", previewViewerRestricted: true },
      true,
    ],
  ])("from %j by %j to a preview restricted: %s", async (from, written, restricted) => {
    sandbox = await startSandbox("dnanexus", {
      seed: {
        ...seed,
        projects: [
          {
            name: "p",
            billTo: "org-acme",
            permissions: { "user-root": "ADMINISTER" },
            downloadRestricted: from.download === "no-one",
            previewViewerRestricted: from.preview,
          },
        ],
      },
    });
    const connection = connectAs(sandbox, "user-root");
    const { state } = await readAll(connection.reader, ["org-acme"]);
    const [live] = [...state.list("org-acme/projects")];
    const address = live?.address ?? "";
    const { calls } = draftsFor([...state.all()], "project", { [address]: written });
    for (const call of calls) expect(await send(connection, call, state)).toMatchObject({ ok: true });
    const after = (await readAll(connection.reader, ["org-acme"])).state.get(address);
    expect(after?.attributes).toMatchObject({ ...written, previewViewerRestricted: restricted });
  });

  it("a plan shows it, and puts back what is written", () => {
    const live = world.map((each) =>
      each.kind === "project"
        ? {
            ...each,
            attributes: { name: "p", "overrides.download": "all-members", previewViewerRestricted: false },
          }
        : each,
    );
    const plan = planned(
      {
        [org]: {
          projects: { p: { name: "p", "overrides.download": "no-one", previewViewerRestricted: false } },
        },
      },
      live,
    );
    expect(plan.sections[0]?.stops).toEqual([]);
    expect(plan.sections[0]?.calls.map(plainBody)).toEqual([
      { downloadRestricted: true },
      { previewViewerRestricted: false },
    ]);
  });
});

it("16: PHI is never unset", () => {
  const live = world.map((each) =>
    each.kind === "project" ? { ...each, attributes: { name: "p", containsPHI: true } } : each,
  );
  expect(attributesOf(kindOf(dnanexus, "project")).get("containsPHI")?.oneWay).toBe(true);
  const plan = planned({ [org]: { projects: { p: { name: "p", containsPHI: false } } } }, live);
  expect(plan.sections.flatMap((section) => section.stops).length).toBeGreaterThan(0);
  expect(plan.sections.flatMap((section) => section.stops).every((stop) => stop.allow === null)).toBe(true);
});

it("17: no update sends a version, so that it can be sent again after a lost answer", () => {
  const [update] = draftsFor(world, "project", { [projectAddress]: { summary: "new" } }).calls;
  expect(update && plainBody(update)).toEqual({ summary: "new" });
  expect(dnanexus.protocol.writes["project.update"]?.repeat).toBe("safe");
});

describe("18: a removal takes the least", () => {
  const live = [
    ...world,
    memberOf("user-alice", memberAttributes("MEMBER", {})),
    grantOf("user-alice", "VIEW"),
    appOf(),
    listedOf("developers", "user-alice"),
    listedOf("authorizedUsers", "user-alice"),
  ];
  const [call] = draftsFor(live, "member", { [memberAt("user-alice")]: null }).calls;

  it("both booleans are said, and false", () => {
    expect(call && plainBody(call)).toEqual({
      user: "user-alice",
      revokeProjectPermissions: false,
      revokeAppPermissions: false,
    });
    expect(call && dnanexus.effects(createState(live), call, actor)).toEqual([
      { type: "remove", address: memberAt("user-alice") },
    ]);
  });

  it.each([
    [{}, ["p/grants", "authorizedUsers", "developers"]],
    [
      { revokeProjectPermissions: true, revokeAppPermissions: true },
      ["p/grants", "authorizedUsers", "developers"],
    ],
    [{ revokeAppPermissions: false }, ["p/grants"]],
    [{ revokeProjectPermissions: false }, ["authorizedUsers", "developers"]],
  ])("said otherwise (%j) it takes %j too", (booleans, places) => {
    if (call === undefined) throw new Error("no call");
    const deltas = dnanexus.effects(
      createState(live),
      { ...call, body: { user: "user-alice", ...booleans } },
      actor,
    );
    const gone = deltas.map((delta) => (delta.type === "remove" ? delta.address : ""));
    expect(gone.filter((address) => address !== memberAt("user-alice"))).toEqual(
      places.map((place) =>
        place === "p/grants" ? grantAt("user-alice") : `${appAddress}/${place}/user-alice`,
      ),
    );
  });

  it("elsewhere nothing is taken", () => {
    const far = grantOf("user-alice", "VIEW", "org-far/projects/x");
    const full = {
      operation: "org.removeMember",
      scope: org,
      method: "POST",
      path: [org, "removeMember"],
      changes: [],
    } as const;
    const deltas = dnanexus.effects(
      createState([...live, far]),
      { ...full, body: { user: "user-alice" } },
      actor,
    );
    expect(deltas).not.toContainEqual({ type: "remove", address: far.address });
  });
});

it("19: what raises goes first, what lowers and ends goes last", () => {
  const live = [
    ...world,
    memberOf("user-boss", { level: "ADMIN" }),
    memberOf("user-gone", memberAttributes("MEMBER", {})),
    grantOf("user-gone", "ADMINISTER"),
    grantOf("org-acme", "CONTRIBUTE"),
  ];
  const plan = planned(
    {
      "org-new": { name: "New", members: { "user-root": "ADMIN", "user-bob": "MEMBER" } },
      [org]: {
        name: "Acme",
        members: { "user-root": "ADMIN", "user-boss": { level: "MEMBER" }, "user-new": "ADMIN" },
        projects: {
          p: {
            name: "p",
            summary: "said",
            grants: { "user-root": "ADMINISTER", "org-acme": "VIEW", "org-new": "VIEW" },
          },
        },
      },
    },
    live,
  );
  expect(plan.sections.flatMap((section) => section.stops)).toEqual([]);
  expect(operationsOf(plan)).toMatchInlineSnapshot(`
    [
      "org.update",
      "org.new",
      "org.invite",
      "org.invite",
      "project.update",
      "project.invite",
      "project.decreasePermissions",
      "project.decreasePermissions",
      "org.setMemberAccess",
      "org.removeMember",
    ]
  `);
});

describe("20: the actor does not drop itself", () => {
  it("inviting oneself to an organization is refused, by the rules and by the platform", async () => {
    const box = await start();
    const connection = connectAs(box, "user-root");
    const { state } = await readAll(connection.reader, ["org-acme"]);
    const [call] = draftsFor([organizationOf()], "member", {
      [memberAt("user-root")]: { level: "ADMIN" },
    }).calls;
    expect(dnanexus.rules.actions[call?.operation ?? ""]?.notSelf).toBe(true);
    expect(call && (await send(connection, call, state))).toMatchObject({ ok: false });
  });

  it("demoting or removing the only ADMIN stops a plan", () => {
    const demoted = planned({ [org]: { members: { "user-root": { level: "MEMBER" } } } });
    expect(demoted.sections[0]?.stops.map((stop) => stop.guard)).toContain("admins");
    const removed = planned({ [org]: { members: { "user-bob": "MEMBER" } } });
    expect(removed.sections[0]?.stops.map((stop) => stop.guard)).toContain("admins");
  });
});

it("21: organizations cannot be deleted", () => {
  expect(kindOf(dnanexus, "organization").can.delete).toBe(false);
  const plan = planned({ [org]: { $state: "absent" } });
  expect(operationsOf(plan)).toEqual([]);
  expect(plan.sections.flatMap((section) => section.stops).map((stop) => stop.guard)).toContain(
    "unsupported",
  );
});

it("22: flags that nobody knows are neither kept nor sent back", () => {
  const live = [memberOf("user-alice", { ...memberAttributes("MEMBER", {}), moonLanding: true })];
  const [[, body] = ["", {}]] = callsFor(live, "member", {
    [memberAt("user-alice")]: { level: "MEMBER", appAccess: false },
  });
  expect(JSON.stringify(body)).not.toContain("moonLanding");
});

describe("23: PUBLIC is a key", () => {
  it("that is granted VIEW and nothing more", () => {
    const { check } = kindOf(dnanexus, "grant");
    expect(check?.({ level: "VIEW" }, "PUBLIC")).toEqual([]);
    expect(check?.({ level: "UPLOAD" }, "PUBLIC")).toMatchObject([
      { code: "public-level", attribute: "level" },
    ]);
    expect(check?.({ level: "UPLOAD" }, "user-a")).toEqual([]);
  });

  it("and stands in plans as somebody who gains access", () => {
    const plan = planned({
      [org]: { projects: { p: { grants: { "user-root": "ADMINISTER", PUBLIC: "VIEW" } } } },
    });
    expect(plan.sections[0]?.access).toMatchObject([
      { who: "PUBLIC", target: projectAddress, before: null, after: "VIEW" },
    ]);
  });
});

it("24: only who is in the list is removed from it, since a misspelt name would succeed", () => {
  const live = [appOf(), listedOf("developers", "user-alice")];
  const at = (who: string) => `${appAddress}/developers/${who}`;
  expect(callsFor(live, "developer", { [at("user-alice")]: null, [at("user-allice")]: null })).toEqual([
    ["app.removeDevelopers", { developers: ["user-alice"] }],
  ]);
});

it("25: a gateway's page is no answer", async () => {
  const box = await start();
  box.setFaults([{ kind: "html", route: "whoami", times: 50 }]);
  const outcome = await dnanexus.reading.identify(connectAs(box, "user-root").reader);
  expect(outcome).toMatchObject({
    ok: false,
    reason: "unavailable",
    message: expect.stringContaining("HTML"),
  });
});
