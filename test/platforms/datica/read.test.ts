import { describe, expect, it } from "vitest";
import type { ReadRequest } from "../../../src/model/platform.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { readAll, soughtAs } from "../harness/connect.ts";
import { asked, connect, root, seed, start } from "./world.ts";

const everything = soughtAs("Acme", "o-lab", "Closed", "None");

/** The kinds that are wanted, by name. */
const only =
  (...kinds: readonly string[]): ReadRequest["wants"] =>
  (_, kind) =>
    kinds.includes(kind);

describe("reading", () => {
  it("gives all that the actor may see, and says what it may not", async () => {
    const { state, unreadable, actor } = await readAll(datica, connect(await start()), everything);
    expect(actor).toEqual({ id: root, name: "root" });
    expect([...state.all()].map(({ address }) => address).sort()).toMatchInlineSnapshot(`
      [
        "o-acme",
        "o-acme/environments/e-prod",
        "o-acme/environments/e-prod/grants/mia@acme.io",
        "o-acme/environments/e-stage",
        "o-acme/groups/Admins",
        "o-acme/groups/Admins/members/root@acme.io",
        "o-acme/groups/a%2Fb",
        "o-acme/groups/a%2Fb/members/mia@acme.io",
        "o-acme/members/ada@acme.io",
        "o-acme/members/eve@example.com",
        "o-acme/members/max@acme.io",
        "o-acme/members/mia@acme.io",
        "o-acme/members/root@acme.io",
        "o-lab",
        "o-lab/environments/e-lab",
        "o-lab/groups/Admins",
        "o-lab/members/ada@acme.io",
        "o-lab/members/root@acme.io",
      ]
    `);
    expect(unreadable).toMatchInlineSnapshot(`
      [
        {
          "address": "o-lab/environments/e-lab",
          "collection": "grants",
          "type": "unreadable",
          "why": "4003: Forbidden: You have no such access to production.",
        },
        {
          "address": "o-lab",
          "collection": "members",
          "type": "unreadable",
          "why": "4003: Forbidden: Your role in Lab does not allow this.",
        },
      ]
    `);
  });

  it("knows an organization by its id, with the actor's role and the numbers of all roles", async () => {
    const { state } = await readAll(datica, connect(await start()), soughtAs("Acme"), () => false);
    expect([...state.all()]).toMatchInlineSnapshot(`
      [
        {
          "address": "o-acme",
          "attributes": {
            "description": "Acme Health",
            "mfaRequired": false,
            "name": "Acme",
          },
          "facts": {
            "role": "owner",
            "roles": {
              "admin": 3,
              "member": 5,
              "owner": 1,
            },
          },
          "id": "o-acme",
          "key": "o-acme",
          "kind": "organization",
        },
      ]
    `);
  });

  it("members by their address, however it is spelled; what counts for nothing stands beside them", async () => {
    const { state } = await readAll(datica, connect(await start()), soughtAs("Acme"));
    expect([...state.list("o-acme/members")]).toMatchInlineSnapshot(`
      [
        {
          "address": "o-acme/members/ada@acme.io",
          "attributes": {
            "role": "admin",
          },
          "facts": {
            "stored": [
              "e-prod",
            ],
            "user": "u-ada",
          },
          "key": "ada@acme.io",
          "kind": "member",
        },
        {
          "address": "o-acme/members/max@acme.io",
          "attributes": {
            "role": "member",
          },
          "facts": {
            "invite": {
              "id": "i-max",
              "role": "admin",
            },
            "user": "u-max",
          },
          "key": "max@acme.io",
          "kind": "member",
        },
        {
          "address": "o-acme/members/mia@acme.io",
          "attributes": {
            "role": "member",
          },
          "facts": {
            "user": "u-mia",
          },
          "key": "mia@acme.io",
          "kind": "member",
        },
        {
          "address": "o-acme/members/root@acme.io",
          "attributes": {
            "role": "owner",
          },
          "facts": {
            "user": "u-root",
          },
          "key": "root@acme.io",
          "kind": "member",
        },
        {
          "address": "o-acme/members/eve@example.com",
          "attributes": {
            "role": "admin",
          },
          "facts": {
            "invite": {
              "id": "i-eve",
              "role": "admin",
            },
          },
          "key": "eve@example.com",
          "kind": "member",
          "pending": "eve@example.com to accept the invitation",
        },
      ]
    `);
  });

  it("environments by id, with pod; grants and groups with the accounts behind them", async () => {
    const { state } = await readAll(datica, connect(await start()), soughtAs("Acme"));
    expect(state.get("o-acme/environments/e-stage")).toMatchInlineSnapshot(`
      {
        "address": "o-acme/environments/e-stage",
        "attributes": {
          "name": "staging",
          "pod": "pod02",
        },
        "facts": {
          "namespace": "s7",
        },
        "id": "e-stage",
        "key": "e-stage",
        "kind": "environment",
      }
    `);
    expect([...state.list("o-acme/environments/e-prod/grants")]).toMatchInlineSnapshot(`
      [
        {
          "address": "o-acme/environments/e-prod/grants/mia@acme.io",
          "attributes": {},
          "facts": {
            "user": "u-mia",
          },
          "key": "mia@acme.io",
          "kind": "grant",
        },
      ]
    `);
    expect([...state.within("o-acme/groups/a%2Fb")]).toMatchInlineSnapshot(`
      [
        {
          "address": "o-acme/groups/a%2Fb",
          "attributes": {
            "acls": [
              "x",
              "y",
            ],
          },
          "facts": {
            "protected": false,
          },
          "key": "a/b",
          "kind": "group",
        },
        {
          "address": "o-acme/groups/a%2Fb/members/mia@acme.io",
          "attributes": {},
          "facts": {
            "user": "u-mia",
          },
          "key": "mia@acme.io",
          "kind": "group-member",
        },
      ]
    `);
  });

  it("discovers what the actor is in", async () => {
    const { reader } = connect(await start());
    expect(await datica.reading.discover(reader)).toEqual(["o-acme", "o-lab"]);
  });

  it("cannot tell whether an address belongs to anybody, and asks nothing for it", async () => {
    const sandbox = await start();
    const { reader } = connect(sandbox);
    expect(await datica.reading.lookup?.(reader, ["zed@acme.io"])).toEqual(
      new Map([["zed@acme.io", "unknown"]]),
    );
    expect(sandbox.requests).toEqual([]);
  });
});

describe("asks for no more than is wanted", () => {
  const base = ["GET /orgs", "GET /orgs/o-acme", "GET /orgs/roles"];
  const pods = ["GET /environments", "GET /environments", "GET /pods"];
  it.each<readonly [string, ReadRequest["wants"], readonly string[]]>([
    ["nothing below", only(), base],
    ["members", only("member"), [...base, "GET /orgs/o-acme/invites", "GET /orgs/o-acme/users"]],
    ["environments", only("environment"), [...base, ...pods]],
    [
      "environments and grants: the accounts too",
      only("environment", "grant"),
      [
        ...base,
        ...pods,
        "GET /environments/e-prod/users",
        "GET /environments/e-stage/users",
        "GET /orgs/o-acme/users",
      ],
    ],
    [
      "the grants of one environment",
      (parent, kind) => kind === "environment" || (kind === "grant" && parent.id === "e-stage"),
      [...base, ...pods, "GET /environments/e-stage/users", "GET /orgs/o-acme/users"],
    ],
    ["groups", only("group"), [...base, "GET /acls/o-acme/groups"]],
    [
      "groups and their people",
      only("group", "group-member"),
      [...base, "GET /acls/o-acme/groups", "GET /orgs/o-acme/users"],
    ],
  ])("%s", async (_, wants, requests) => {
    const sandbox = await start();
    await readAll(datica, connect(sandbox), soughtAs("Acme"), wants);
    expect(asked(sandbox)).toEqual([...requests].sort());
  });

  it("lists environments once for all organizations, each list once, whatever is wanted of it", async () => {
    const sandbox = await start();
    await readAll(datica, connect(sandbox), everything);
    const count = (text: string) => asked(sandbox).filter((each) => each === text).length;
    expect(count("GET /environments")).toBe(2);
    expect(count("GET /pods")).toBe(1);
    expect(count("GET /orgs/o-acme/users")).toBe(1);
    expect(asked(sandbox).filter((each) => each.includes("o-closed"))).toEqual([]);
  });

  it("takes a number of requests that grows with environments alone", async () => {
    const [organization] = seed.orgs;
    const people = Array.from({ length: 60 }, (_, n) => `p${n}@acme.io`);
    const sandbox = await start({
      seed: {
        ...seed,
        users: [...seed.users, ...people.map((email) => ({ email }))],
        orgs: [
          {
            ...organization,
            members: {
              ...organization?.members,
              ...Object.fromEntries(people.map((each) => [each, "member"])),
            },
            groups: Object.fromEntries(people.map((each) => [`group of ${each}`, { members: [each] }])),
          },
        ],
        environments: Array.from({ length: 5 }, (_, n) => ({
          name: `e${n}`,
          organization: "Acme",
          users: people,
        })),
      },
    });
    const { state } = await readAll(datica, connect(sandbox), soughtAs("Acme"));
    expect(state.count("o-acme/members")).toBe(65);
    // Three for the organization, four lists in it, pods and two of them, and one for each environment.
    expect(asked(sandbox)).toHaveLength(3 + 3 + 3 + 5);
  });
});

describe("what cannot be read is unknown, never empty", () => {
  const read = async (faults: Parameters<Awaited<ReturnType<typeof start>>["setFaults"]>[0], more = {}) => {
    const sandbox = await start(more);
    sandbox.setFaults(faults);
    const { state, unreadable } = await readAll(datica, connect(sandbox), soughtAs("Acme"));
    return {
      state,
      unreadable: unreadable.map(({ address, collection, why }) => `${address} ${collection}: ${why}`),
    };
  };
  const refuse = (status: number, route: string) => [{ kind: "status" as const, status, route }];

  it("a pod that is down makes environments unknown as a whole, and is named", async () => {
    const pods = ["pod01", { name: "pod02", down: true }];
    const { state, unreadable } = await read([], { seed: { ...seed, pods } });
    expect(unreadable.map((each) => each.replace(/ Sent .*/, ""))).toEqual([
      "o-acme environments: Pod pod02 does not tell its environments. 5003: Service Unavailable: The pod pod02 does not answer.",
    ]);
    expect(state.count("o-acme/environments")).toBe(0);
    expect(state.count("o-acme/members")).toBe(5);
  });

  it.each([
    ["the list of pods", refuse(503, "/pods"), "o-acme environments: The pods cannot be listed. "],
    [
      "the list of environments",
      refuse(500, "/environments"),
      "o-acme environments: Pod pod01 does not tell its environments. ",
    ],
    [
      "the users of an environment",
      refuse(403, "/environments/e-prod/users"),
      "o-acme/environments/e-prod grants: ",
    ],
    [
      "the users of an environment, for now",
      refuse(503, "/environments/e-prod/users"),
      "o-acme/environments/e-prod grants: ",
    ],
    ["the invites", refuse(403, "/invites"), "o-acme members: "],
    [
      "groups that the installation does not know",
      refuse(404, "/acls/"),
      "o-acme groups: There are no groups to manage on this installation. ",
    ],
    [
      "groups that the installation does not serve",
      refuse(405, "/acls/"),
      "o-acme groups: There are no groups to manage on this installation. ",
    ],
    ["groups that the actor may not see", refuse(403, "/acls/"), "o-acme groups: "],
    ["the organization itself", refuse(404, "/orgs/o-acme"), "o-acme null: "],
  ])("%s", async (_, faults, start) => {
    const { unreadable } = await read(faults);
    expect(unreadable).toHaveLength(1);
    expect(unreadable[0]?.startsWith(start), unreadable[0]).toBe(true);
  });

  it("without the members grants are unknown too, and groups go by the addresses they hold", async () => {
    const { state, unreadable } = await read(refuse(403, "/users"));
    expect(unreadable.map((each) => each.split(":")[0]).sort()).toEqual([
      "o-acme members",
      "o-acme/environments/e-prod grants",
      "o-acme/environments/e-stage grants",
    ]);
    expect(state.get("o-acme/groups/a%2Fb/members/mia@acme.io")?.facts).toEqual({ user: "u-mia" });
  });

  it("members whose invites are hidden are told, and the collection is unknown", async () => {
    const { state, unreadable } = await read(refuse(403, "/invites"));
    expect(state.count("o-acme/members")).toBe(4);
    expect(unreadable).toHaveLength(1);
  });

  it.each([
    ["the organizations", refuse(500, "/orgs")],
    ["the roles", refuse(403, "/orgs/roles")],
    ["the members", refuse(500, "/users")],
    ["the invites", refuse(500, "/invites")],
    ["the groups", refuse(500, "/acls/")],
  ])("a failure of %s ends the read", async (_, faults) => {
    await expect(read(faults)).rejects.toThrow(/unavailable|forbidden/);
  });
});
