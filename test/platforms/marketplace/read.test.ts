import { afterEach, describe, expect, it } from "vitest";
import type { Connection } from "../../../src/http/connection.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs, readAll, soughtAs } from "../harness/connect.ts";

const [alice, bob, carol, dave] = ["alice", "bob", "carol", "dave"].map((name) => `${name}@example.com`) as [
  string,
  string,
  string,
  string,
];

const seed = {
  users: [
    { email: "Alice@Example.com", name: "Alice Archer", id: "00000000-0000-4000-8000-00000000000a" },
    { email: bob, id: "00000000-0000-4000-8000-00000000000b" },
    { email: carol, id: "00000000-0000-4000-8000-00000000000c", scopes: ["organization.full.read"] },
    { email: dave, id: "00000000-0000-4000-8000-00000000000d" },
  ],
  applications: [
    { clientId: "alices-app", owner: alice },
    { clientId: "bobs-app", owner: bob },
    { clientId: "daves-app", owner: dave },
    { clientId: "unshared", owner: alice },
  ],
  organizations: [
    {
      id: "00000000-0000-4000-8000-000000000001",
      name: "Acme",
      description: "Foods",
      members: { [alice]: "maintainer", [bob]: "editor", [carol]: "viewer" },
      applications: ["bobs-app", "daves-app"],
      teams: [
        {
          id: "00000000-0000-4000-8000-000000000002",
          name: "Dev",
          members: { [bob]: "reviewer" },
          applications: ["alices-app"],
        },
        { id: "00000000-0000-4000-8000-000000000003", name: "Ops", description: "Runs it" },
      ],
    },
    {
      id: "00000000-0000-4000-8000-000000000004",
      name: "Labs",
      members: { [bob]: "maintainer", [alice]: "viewer" },
    },
    { id: "00000000-0000-4000-8000-000000000005", name: "Closed", members: { [bob]: "maintainer" } },
  ],
};

let sandbox: Sandbox | undefined;
const open: Connection[] = [];
afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
  await sandbox?.close();
});

async function start(account: string): Promise<{ box: Sandbox; connection: Connection }> {
  const box = await startSandbox("marketplace", { seed });
  sandbox = box;
  const connection = connectAs(marketplace, box, account);
  open.push(connection);
  return { box, connection };
}

/** Ids in messages and addresses by what they are. */
const short = (text: string) => text.replace(/00000000-0000-4000-8000-0+/g, "id-");

/** Reads since the sign-in and the account's own. */
function reads(box: Sandbox): Readonly<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const { method, path, write } of box.requests) {
    if (path.startsWith("/v1/connect")) continue;
    expect([method, write]).toEqual(["GET", false]);
    const [route = ""] = path
      .replace("/api/v1/developer", "")
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
      .split("?");
    count[route] = (count[route] ?? 0) + 1;
  }
  return count;
}

describe("live state", () => {
  it("is everything that is sought, under the platform's own ids", async () => {
    const { connection } = await start(alice);
    const { state, unreadable } = await readAll(
      marketplace,
      connection,
      soughtAs("Acme", "Labs", "Closed", "Nowhere"),
    );
    const lines = [...state.all()].map(
      ({ address, id, attributes }) =>
        `${short(address)} ${id === undefined ? "" : short(id)} ${JSON.stringify(attributes)}`,
    );
    expect(lines.sort()).toMatchInlineSnapshot(`
      [
        "id-1 id-1 {"name":"Acme","description":"Foods"}",
        "id-1/applications/bobs-app  {}",
        "id-1/applications/daves-app  {}",
        "id-1/members/alice@example.com id-a {"role":"maintainer"}",
        "id-1/members/bob@example.com id-b {"role":"editor"}",
        "id-1/members/carol@example.com id-c {"role":"viewer"}",
        "id-1/teams/id-2 id-2 {"name":"Dev","description":""}",
        "id-1/teams/id-2/applications/alices-app  {}",
        "id-1/teams/id-2/members/bob@example.com id-b {"role":"reviewer"}",
        "id-1/teams/id-3 id-3 {"name":"Ops","description":"Runs it"}",
        "id-4 id-4 {"name":"Labs","description":""}",
        "id-4/members/alice@example.com id-a {"role":"viewer"}",
        "id-4/members/bob@example.com id-b {"role":"maintainer"}",
      ]
    `);
    expect(unreadable).toEqual([]);
  });

  it("finds an organization by its id or its name, and leaves the others alone", async () => {
    const { connection } = await start(alice);
    for (const sought of ["Labs", "00000000-0000-4000-8000-000000000004"]) {
      const { state } = await readAll(marketplace, connection, soughtAs(sought), () => false);
      expect([...state.all()].map(({ attributes }) => attributes.name)).toEqual(["Labs"]);
    }
  });

  it("keeps beside an organization what the actor is there, and who owns what it can reach", async () => {
    const { connection } = await start(alice);
    const { state } = await readAll(marketplace, connection, soughtAs("Labs"), () => false);
    const [labs] = state.list("");
    expect(JSON.parse(short(JSON.stringify(labs?.facts)))).toEqual({
      email: alice,
      userId: "id-a",
      role: "viewer",
      // What is shared with a team that one is not in is out of reach.
      owners: { "alices-app": "id-a", "bobs-app": "id-b", "daves-app": "id-d", unshared: "id-a" },
    });
  });

  it("keeps beside a share who owns the application, by e-mail where a member does", async () => {
    const { connection } = await start(alice);
    const { state } = await readAll(marketplace, connection, soughtAs("Acme"));
    const facts = [...state.all()]
      .filter(({ kind }) => kind.endsWith("share"))
      .map(({ key, facts: of }) => [key, short(String(of?.owner)), of?.ownerEmail]);
    expect(facts.sort()).toEqual([
      ["alices-app", "id-a", alice],
      ["bobs-app", "id-b", bob],
      ["daves-app", "id-d", undefined],
    ]);
  });

  it("knows the actor's own e-mail where the members may not be read", async () => {
    const { box, connection } = await start(alice);
    box.setFaults([{ kind: "status", status: 403, route: "/members" }]);
    const { state } = await readAll(marketplace, connection, soughtAs("Acme"));
    const owners = [...state.all()]
      .filter(({ kind }) => kind.endsWith("share"))
      .map(({ key, facts }) => [key, facts?.ownerEmail]);
    expect(Object.fromEntries(owners)).toEqual({
      "alices-app": alice,
      "bobs-app": undefined,
      "daves-app": undefined,
    });
  });

  it("of a member who may only look is the same", async () => {
    const { connection: maintainer } = await start(alice);
    const whole = await readAll(marketplace, maintainer, soughtAs("Labs"));
    const viewer = connectAs(marketplace, sandbox as Sandbox, bob);
    open.push(viewer);
    const seen = await readAll(marketplace, viewer, soughtAs("Labs"));
    const shape = (state: typeof seen.state) => [...state.all()].map(({ facts: _, ...rest }) => rest);
    expect(shape(seen.state)).toEqual(shape(whole.state));
  });
});

describe("what may not be read", () => {
  it("without the scope for applications nobody's own are known, and all the rest is read", async () => {
    const { connection } = await start(carol);
    const { state, unreadable, actor } = await readAll(marketplace, connection, soughtAs("Acme"));
    expect(actor.facts).toEqual({ userId: "00000000-0000-4000-8000-00000000000c" });
    expect(unreadable).toEqual([]);
    const [acme] = state.list("");
    expect(state.count(`${acme?.address}/members`)).toBe(3);
    expect(state.count(`${acme?.address}/applications`)).toBe(2);
  });

  it.each([
    [404, "/members", "members"],
    [403, "/members", "members"],
    [404, "/teams", "teams"],
    [403, "/teams", "teams"],
    [404, "/applications", "applications"],
    [403, "/applications", "applications"],
  ])("%i to %s is unknown in the platform's words, not empty", async (status, route, collection) => {
    const { box, connection } = await start(alice);
    box.setFaults([{ kind: "status", status, route }]);
    const { state, unreadable } = await readAll(marketplace, connection, soughtAs("Acme"));
    const [acme] = state.list("");
    const found = unreadable.find((each) => each.address === acme?.address && each.collection === collection);
    expect(found?.why).toMatch(/^[\w ]+: Try again later/);
    expect(state.count(`${acme?.address}/${collection}`)).toBe(0);
    expect(unreadable.every((each) => each.collection === collection)).toBe(true);
  });

  it.each([500, 400])("%i is no state at all", async (status) => {
    const { box, connection } = await start(alice);
    box.setFaults([{ kind: "status", status, route: "/members" }]);
    await expect(readAll(marketplace, connection, soughtAs("Acme"))).rejects.toThrow();
  });
});

describe("requests", () => {
  it("are lists alone: one for each place that is wanted", async () => {
    const { box, connection } = await start(alice);
    await readAll(marketplace, connection, soughtAs("Acme", "Labs"));
    expect(reads(box)).toEqual({
      "/users/me": 1,
      "/applications": 1,
      "/organizations": 1,
      "/organizations/ID/members": 2,
      "/organizations/ID/teams": 2,
      "/organizations/ID/applications": 2,
      "/organizations/ID/teams/ID/members": 2,
      "/organizations/ID/teams/ID/applications": 2,
    });
  });

  it.each<[string, readonly string[], Readonly<Record<string, number>>]>([
    ["nothing", [], {}],
    [
      "members, with what membership gives access to",
      ["member"],
      { "/organizations/ID/members": 1, "/organizations/ID/applications": 1 },
    ],
    [
      "shares, with whom they give access to",
      ["share"],
      { "/organizations/ID/members": 1, "/organizations/ID/applications": 1 },
    ],
    ["teams", ["team"], { "/organizations/ID/members": 1, "/organizations/ID/teams": 1 }],
    ...["team-member", "team-share"].map(
      (kind): [string, readonly string[], Readonly<Record<string, number>>] => [
        `a ${kind}, with what tells who can do what`,
        ["team", kind],
        {
          "/organizations/ID/members": 1,
          "/organizations/ID/teams": 1,
          "/organizations/ID/teams/ID/members": 2,
          "/organizations/ID/teams/ID/applications": 2,
        },
      ],
    ),
  ])("for %s", async (_, kinds, expected) => {
    const { box, connection } = await start(alice);
    await readAll(marketplace, connection, soughtAs("Acme"), (__, kind) => kinds.includes(kind));
    const { "/users/me": me, "/applications": own, "/organizations": list, ...rest } = reads(box);
    expect([me, own, list]).toEqual([1, 1, 1]);
    expect(rest).toEqual(expected);
  });

  it("a large organization takes a page for fifty of anything", async () => {
    const people = Array.from({ length: 260 }, (_, n) => `p${n}@example.com`);
    sandbox = await startSandbox("marketplace", {
      seed: {
        users: [alice, ...people].map((email) => ({ email })),
        organizations: [
          {
            name: "Big",
            members: {
              [alice]: "maintainer",
              ...Object.fromEntries(people.map((email) => [email, "viewer"])),
            },
            teams: Array.from({ length: 101 }, (_, n) => ({
              name: `Team ${n}`,
              members: { [people[n] ?? ""]: "editor" },
            })),
          },
        ],
      },
    });
    const connection = connectAs(marketplace, sandbox, alice);
    open.push(connection);
    const { state } = await readAll(marketplace, connection, soughtAs("Big"), (_, kind) =>
      ["member", "team", "team-member"].includes(kind),
    );
    const [big] = state.list("");
    expect(state.count(`${big?.address}/members`)).toBe(261);
    expect(state.count(`${big?.address}/teams`)).toBe(101);
    expect([...state.all()].filter(({ kind }) => kind === "team-member")).toHaveLength(101);
    expect(reads(sandbox)).toEqual({
      "/users/me": 1,
      "/applications": 1,
      "/organizations": 1,
      "/organizations/ID/members": 6,
      "/organizations/ID/teams": 3,
      "/organizations/ID/applications": 1,
      "/organizations/ID/teams/ID/members": 101,
      "/organizations/ID/teams/ID/applications": 101,
    });
  });
});

describe("who is there", () => {
  it("identifies the actor by the e-mail, folded, with the account's id", async () => {
    const { connection } = await start(alice);
    const actor = await marketplace.reading.identify(connection.reader);
    expect(actor).toMatchObject({
      id: alice,
      name: "Alice Archer",
      facts: { userId: "00000000-0000-4000-8000-00000000000a" },
    });
  });

  it("offers every organization that the actor is in, by id", async () => {
    const { connection } = await start(alice);
    expect(await marketplace.reading.discover(connection.reader)).toEqual([
      "00000000-0000-4000-8000-000000000001",
      "00000000-0000-4000-8000-000000000004",
    ]);
  });

  it("fails with the platform's words where the tokens are refused", async () => {
    const { box, connection } = await start(alice);
    box.setFaults([{ kind: "status", status: 401, route: "users/me" }]);
    const failure = await marketplace.reading.identify(connection.reader);
    expect(failure).toMatchObject({ ok: false, reason: "unauthenticated" });
  });
});
