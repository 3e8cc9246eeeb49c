/** The traps that the fact sheet lists (dnanexus.md §6), each by its number. */
import { afterEach, describe, expect, it } from "vitest";
import { attributesOf } from "../../../src/model/kind.ts";
import { kindOf } from "../../../src/model/platform.ts";
import type { Attributes } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { memberAttributes } from "../../../src/platforms/dnanexus/resources.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { send } from "../harness/connect.ts";
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
  readAll,
} from "./support.ts";
import { grantAt, memberAt, operationsOf, planned, seed, world } from "./trap-world.ts";

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

async function start(): Promise<Sandbox> {
  sandbox = await startSandbox("dnanexus", { seed });
  return sandbox;
}

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

describe("17: an update names the version that was read last", () => {
  const version = { $ref: "fact", address: projectAddress, name: "version" };
  const told = world.map((each) => (each.kind === "project" ? { ...each, facts: { version: 3 } } : each));
  const bodies = (wanted: Attributes, live = told) =>
    draftsFor(live, "project", { [projectAddress]: wanted }).calls.map((call) => call.body);

  it("where the platform says one", () => {
    expect(bodies({ summary: "new" })).toEqual([{ summary: "new", version }]);
    expect(bodies({ summary: "new" }, world)).toEqual([{ summary: "new" }]);
  });

  it("once: the first update raises it", () => {
    const restricted = { "overrides.download": "no-one", previewViewerRestricted: true };
    const live = told.map((each) =>
      each.kind === "project" ? { ...each, attributes: { ...each.attributes, ...restricted } } : each,
    );
    expect(bodies({ "overrides.download": "all-members" }, live)).toEqual([
      { previewViewerRestricted: false, version },
      { downloadRestricted: false },
      { previewViewerRestricted: true },
    ]);
  });

  it("so that a lost answer is looked for instead of sent again", () => {
    expect(dnanexus.protocol.writes["project.update"]?.repeat).toBe("check");
  });
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
