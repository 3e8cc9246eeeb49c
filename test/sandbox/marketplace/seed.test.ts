/** Seed documents: what they may hold, how they complain, and that a dump is one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { startSandbox } from "../../../src/sandbox/server.ts";
import { record, records } from "../harness/open.ts";
import {
  acme,
  basic,
  column,
  data,
  id,
  lab,
  mail,
  open,
  org,
  people,
  quality,
  rows,
  stores,
} from "./support.ts";

const users = [{ email: mail("alice") }, { email: mail("bob") }];
const organization = (more: object) => ({ users, organizations: [{ name: "Acme", ...more }] });

describe("a malformed seed names the place", () => {
  test.each<[unknown, RegExp]>([
    ["text", /seed must be a map/],
    [[], /seed must be a map/],
    [
      { teams: [] },
      /seed\.teams is not known here; known are settings, clients, users, codes, applications, org/,
    ],
    [{ settings: [] }, /seed\.settings must be a map/],
    [{ settings: { ttl: 1 } }, /seed\.settings\.ttl is not known here; known are tokenSeconds/],
    [{ settings: { tokenSeconds: 0 } }, /seed\.settings\.tokenSeconds must be a whole number from 1/],
    [{ settings: { tokenSeconds: "60" } }, /seed\.settings\.tokenSeconds must be a whole number/],
    [{ clients: [] }, /seed\.clients must not be empty/],
    [{ clients: {} }, /seed\.clients must be a list/],
    [{ clients: [{ id: "a" }] }, /seed\.clients\[0\]\.secret must be a string/],
    [{ clients: [{ id: "a:b", secret: "s" }] }, /seed\.clients\[0\]\.id must not contain a colon/],
    [{ clients: [{ id: "", secret: "s" }] }, /seed\.clients\[0\]\.id must be printable ASCII/],
    [{ clients: [{ id: "a", secret: "s t" }] }, /seed\.clients\[0\]\.secret must be printable ASCII/],
    [{ clients: [{ id: "a", secret: "s", name: "x" }] }, /seed\.clients\[0\]\.name is not known here/],
    [
      {
        clients: [
          { id: "a", secret: "s" },
          { id: "a", secret: "t" },
        ],
      },
      /seed\.clients\[1\]\.id repeats a/,
    ],
    [{ users: {} }, /seed\.users must be a list/],
    [{ users: [{}] }, /seed\.users\[0\]\.email must be a string/],
    [{ users: [{ email: "alice" }] }, /seed\.users\[0\]\.email must be an e-mail/],
    [{ users: [{ email: "a@b", age: 7 }] }, /seed\.users\[0\]\.age is not known here/],
    [{ users: [{ email: "a@b" }, { email: " A@B" }] }, /seed\.users\[1\]\.email repeats A@B/],
    [
      { users: [{ email: "a@b", id: "7" }] },
      /seed\.users\[0\]\.id must be a UUID in lower case, and "7" is none/,
    ],
    [{ users: [{ email: "a@b", id: id("A") }] }, /seed\.users\[0\]\.id must be a UUID/],
    [
      {
        users: [
          { email: "a@b", id: id("1") },
          { email: "c@d", id: id("1") },
        ],
      },
      /seed\.users\[1\]\.id repeats 11111111-/,
    ],
    [{ users: [{ email: "a@b", name: "" }] }, /seed\.users\[0\]\.name must have 1 to 255 characters/],
    [
      { users: [{ email: "a@b", scopes: ["all"] }] },
      /seed\.users\[0\]\.scopes\[0\] must be one of organization\.full/,
    ],
    [
      { users: [{ email: "a@b", refreshToken: "a b" }] },
      /seed\.users\[0\]\.refreshToken must be printable ASCII/,
    ],
    [
      { users: [{ email: "a@b" }, { email: "c@d", refreshToken: "refresh-a@b" }] },
      /seed\.users\[1\]\.refreshToken repeats the refresh token refresh-a@b/,
    ],
    [
      {
        users: [
          { email: "a@b", refreshToken: "own" },
          { email: "c@d", refreshToken: "refresh-a@b" },
        ],
      },
      /seed\.users\[1\]\.refreshToken repeats the refresh token refresh-a@b/,
    ],
    [{ users, codes: [{ user: mail("bob") }] }, /seed\.codes\[0\]\.code must be a string/],
    [
      { users, codes: [{ code: "c", user: mail("eve") }] },
      /seed\.codes\[0\]\.user refers to eve@example\.com/,
    ],
    [
      { users, codes: [{ code: "c", user: mail("bob"), client: "x" }] },
      /seed\.codes\[0\]\.client refers to x, which is not among the clients/,
    ],
    [
      { users, codes: [{ code: "c", user: mail("bob"), challenge: "x" }] },
      /seed\.codes\[0\]\.challenge must be an S256 code challenge/,
    ],
    [
      {
        users,
        codes: [
          { code: "c", user: mail("bob") },
          { code: "c", user: mail("bob") },
        ],
      },
      /seed\.codes\[1\]\.code repeats c/,
    ],
    [{ users, applications: [{ clientId: "a" }] }, /seed\.applications\[0\]\.owner must be a string/],
    [
      { users, applications: [{ clientId: "a", owner: mail("eve") }] },
      /seed\.applications\[0\]\.owner refers to eve@example\.com, who is not among the users/,
    ],
    [
      { users, applications: [{ clientId: "a", owner: mail("bob"), environment: "test" }] },
      /seed\.applications\[0\]\.environment must be one of production, certification/,
    ],
    [
      {
        users,
        applications: [
          { clientId: "a", owner: mail("bob") },
          { clientId: "a", owner: mail("bob") },
        ],
      },
      /seed\.applications\[1\]\.clientId repeats a/,
    ],
    [{ organizations: [{}] }, /seed\.organizations\[0\]\.name must be a string/],
    [
      { organizations: [{ name: "A", description: null }] },
      /seed\.organizations\[0\]\.description must be a string/,
    ],
    [{ organizations: [{ name: "A", owner: "x" }] }, /seed\.organizations\[0\]\.owner is not known here/],
    [organization({ id: "org-acme" }), /seed\.organizations\[0\]\.id must be a UUID/],
    [organization({ members: [mail("bob")] }), /seed\.organizations\[0\]\.members must be a map/],
    [organization({ members: null }), /seed\.organizations\[0\]\.members must be a map/],
    [
      organization({ members: { [mail("bob")]: "owner" } }),
      /members\.bob@example\.com must be one of viewer/,
    ],
    [
      organization({ members: { [mail("bob")]: { role: "viewer" } } }),
      /members\.bob@example\.com must be one of/,
    ],
    [organization({ members: { [mail("eve")]: "viewer" } }), /members\.eve@example\.com refers to eve/],
    [
      organization({ members: { [mail("bob")]: "viewer", "BOB@example.com": "editor" } }),
      /members\.BOB@example\.com repeats BOB@example\.com/,
    ],
    [
      JSON.parse('{"organizations":[{"name":"A","members":{"__proto__":"viewer"}}]}'),
      /members\.__proto__ refers to __proto__/,
    ],
    [organization({ applications: ["x"] }), /seed\.organizations\[0\]\.applications\[0\] refers to x/],
    [
      {
        ...organization({ applications: ["a", "a"] }),
        applications: [{ clientId: "a", owner: mail("bob") }],
      },
      /seed\.organizations\[0\]\.applications\[1\] repeats a/,
    ],
    [organization({ teams: [{}] }), /seed\.organizations\[0\]\.teams\[0\]\.name must be a string/],
    [
      organization({ teams: [{ name: "T" }, { name: "T" }] }),
      /seed\.organizations\[0\]\.teams\[1\]\.name repeats T/,
    ],
    [
      organization({ teams: [{ name: "T", roles: {} }] }),
      /seed\.organizations\[0\]\.teams\[0\]\.roles is not known/,
    ],
    [
      organization({ teams: [{ name: "T", members: { [mail("bob")]: "viewer" } }] }),
      /teams\[0\]\.members\.bob@example\.com must be a member of the organization/,
    ],
    [
      organization({ id: id("a"), teams: [{ name: "T", id: id("a") }] }),
      /seed\.organizations\[0\]\.teams\[0\]\.id repeats aaaaaaaa-/,
    ],
    [
      organization({ teams: [{ name: "T", applications: ["x"] }] }),
      /teams\[0\]\.applications\[0\] refers to x/,
    ],
  ])("%j", async (seed, message) => {
    await expect(startSandbox("marketplace", { seed })).rejects.toThrow(message);
    await expect(startSandbox("marketplace", { seed })).rejects.toThrow(/^The seed is malformed: /);
  });
});

describe("defaults", () => {
  test("a person is an e-mail; the rest is made of it, the same each time", async () => {
    const seed = { users: [{ email: "Grace.Hopper@example.com" }], organizations: [{ name: "Acme" }] };
    const first = await open(seed);
    const second = await open(seed);
    expect(first.dump()).toEqual(second.dump());
    expect(record(first.dump())["users"]).toEqual([
      {
        email: "Grace.Hopper@example.com",
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
        name: "Grace.Hopper",
        scopes: ["organization.full.read", "organization.full:rw", "application.full:rw"],
      },
    ]);
    expect(first.credentials("Grace.Hopper@example.com")["refreshToken"]).toBe(
      "refresh-grace.hopper@example.com",
    );
  });

  test("people are meant in any case, scopes in any order", async () => {
    const desk = await open({
      users: [
        {
          email: mail("alice"),
          scopes: ["application.full:rw", "organization.full.read", "application.full:rw"],
        },
      ],
      codes: [{ code: "c", user: mail("alice") }],
      applications: [{ clientId: "a", owner: " ALICE@Example.com " }],
      organizations: [{ name: "Acme", members: { "Alice@example.com": "viewer" } }],
    });
    const scopes = ["organization.full.read", "application.full:rw"];
    expect(desk.dump()).toMatchObject({
      users: [{ email: mail("alice"), scopes }],
      codes: [{ user: mail("alice"), scopes }],
      applications: [{ clientId: "a", owner: mail("alice") }],
      organizations: [{ members: { [mail("alice")]: "viewer" } }],
    });
  });

  test("ids do not depend on the place in the document, but for those of the same name", async () => {
    const idsOf = async (names: readonly string[]): Promise<[unknown, unknown][]> => {
      const desk = await open({ organizations: names.map((name) => ({ name })) });
      return records(record(desk.dump())["organizations"]).map((one) => [one["name"], one["id"]]);
    };
    const [alone] = await idsOf(["Acme"]);
    const three = await idsOf(["Other", "Acme", "Acme"]);
    expect(three).toContainEqual(alone);
    expect(new Set(three.map(([, made]) => made)).size).toBe(3);
  });

  test("the default seed shows something of everything, to its first account", async () => {
    const desk = await open();
    const [first = ""] = Object.keys(desk.tokens);
    expect(first).toBe(mail("alice"));
    const organizations = rows(await desk.ask("alice", "GET /organizations"));
    const maintained = organizations.find(({ role }) => role === "maintainer");
    const base = `/organizations/${maintained?.["id"]}`;
    const members = await desk.ask("alice", `GET ${base}/members`);
    expect(new Set(column(members, "role"))).toEqual(new Set(["viewer", "reviewer", "editor", "maintainer"]));
    const teams = await desk.ask("alice", `GET ${base}/teams`);
    expect(rows(teams)).toHaveLength(2);
    for (const team of column(teams, "id")) {
      expect(rows(await desk.ask("alice", `GET ${base}/teams/${team}/members`))).not.toEqual([]);
      expect(rows(await desk.ask("alice", `GET ${base}/teams/${team}/applications`))).not.toEqual([]);
    }
    expect(rows(await desk.ask("alice", `GET ${base}/applications`))).not.toEqual([]);
    expect(await desk.verdict("alice", `PUT ${base}`, { name: "Renamed" })).toBe("200");
  });

  test("an empty seed is an empty portal", async () => {
    const desk = await open({});
    expect(desk.tokens).toEqual({});
    expect(desk.dump()).toEqual({
      settings: { tokenSeconds: 1800 },
      clients: [{ id: "charter", secret: "charter-secret" }],
      users: [],
      codes: [],
      applications: [],
      organizations: [],
    });
  });
});

describe("dump", () => {
  test("holds what the seed said, and nothing of clocks and tokens", async () => {
    const desk = await open(acme);
    // Tokens that were made on the way are no part of it.
    await desk.token({ grant_type: "refresh_token", refresh_token: "refresh-alice@example.com" });
    expect(Object.keys(desk.tokens)).toHaveLength(people.length);
    const scopes = ["organization.full.read", "organization.full:rw", "application.full:rw"];
    expect(desk.dump()).toEqual({
      settings: { tokenSeconds: 1800 },
      clients: [{ id: "charter", secret: "charter-secret" }],
      users: people.map((person) => ({ ...person, scopes })),
      codes: [],
      applications: acme.applications.map((one) => ({ environment: "production", ...one })),
      organizations: acme.organizations.map((one) => ({
        description: "",
        applications: [],
        ...one,
        teams: (one.teams ?? []).map((team) => ({ description: "", members: {}, applications: [], ...team })),
      })),
    });
  });

  test("has refresh tokens that the seed gave, as long as they are unused, and codes", async () => {
    const codes = [
      {
        code: "c",
        user: mail("bob"),
        client: "other",
        redirectUri: "http://127.0.0.1/",
        challenge: "x".repeat(43),
        scopes: ["organization.full.read"],
      },
    ];
    const desk = await open({
      clients: [
        { id: "charter", secret: "charter-secret" },
        { id: "other", secret: "s" },
      ],
      users: [{ email: mail("alice"), refreshToken: "own" }, { email: mail("bob") }],
      codes: [...codes, { code: "d", user: mail("bob") }],
    });
    const given = () => records(record(desk.dump())["users"]).map((user) => user["refreshToken"]);
    expect(given()).toEqual(["own", undefined]);
    await desk.token({ grant_type: "refresh_token", refresh_token: "own" });
    expect(given()).toEqual([undefined, undefined]);
    await desk.token({ grant_type: "authorization_code", code: "d" }, basic("charter:charter-secret"));
    expect(record(desk.dump())["codes"]).toEqual(codes);
  });

  test("survives YAML, and loads to the same", async () => {
    const desk = await open(acme);
    const again = await open(parse(stringify(desk.dump())));
    expect(again.dump()).toEqual(desk.dump());
  });

  test("whatever was done loads to the same", async () => {
    const requests: readonly (readonly [string, string, unknown])[] = [
      ["alice", `PUT /organizations/${org}`, { name: "Lab\u0007 2", description: "x" }],
      ["frank", "POST /organizations", { name: "Acme" }],
      ["frank", "POST /organizations", { name: "Acme 2" }],
      [
        "alice",
        `POST /organizations/${org}/members`,
        { members: [{ email: mail("erin"), role: "maintainer" }] },
      ],
      ["alice", `DELETE /organizations/${org}/members/${id("2")}`, undefined],
      ["alice", `PUT /organizations/${org}/members/${id("4")}`, { role: "maintainer" }],
      ["alice", `POST /organizations/${org}/teams`, { name: "__proto__" }],
      ["alice", `DELETE /organizations/${org}/teams/${quality}`, undefined],
      [
        "alice",
        `POST /organizations/${org}/teams/${stores}/members`,
        { members: [{ email: mail("carol"), role: "editor" }] },
      ],
      ["dave", `DELETE /organizations/${org}/teams/${stores}/members/${id("4")}`, undefined],
      ["alice", `PUT /applications/planner/shares/organization/${lab}`, undefined],
      ["alice", `PUT /applications/planner/shares/team/${stores}`, undefined],
      ["erin", `PUT /applications/clipper/shares/organization/${org}`, undefined],
      ["bob", `DELETE /applications/finder/shares/team/${stores}`, undefined],
      ["erin", `DELETE /organizations/${lab}?confirmName=Lab`, undefined],
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...requests]), async (chosen) => {
        const sandbox = await startSandbox("marketplace", { seed: acme });
        try {
          for (const [who, line, body] of chosen) {
            const [method = "", path = ""] = line.split(/ (.*)/s);
            await fetch(`${sandbox.url}/api/v1/developer${path}`, {
              method,
              headers: { authorization: `Bearer ${sandbox.tokens[mail(who)]}` },
              ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            });
          }
          const again = await startSandbox("marketplace", {
            seed: JSON.parse(JSON.stringify(sandbox.dump())),
          });
          try {
            expect(again.dump()).toEqual(sandbox.dump());
          } finally {
            await again.close();
          }
        } finally {
          await sandbox.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});

test("states that only time brings about can be seeded: an owner who left, organizations of one name", async () => {
  const desk = await open({
    users: people,
    applications: [{ clientId: "left", owner: mail("frank") }],
    organizations: [
      { name: "Same", members: { [mail("alice")]: "maintainer" }, applications: ["left"] },
      { name: "Same", members: { [mail("alice")]: "viewer", [mail("bob")]: "maintainer" } },
    ],
  });
  expect(column(await desk.ask("alice", "GET /organizations"), "name")).toEqual(["Same", "Same"]);
  expect(data(await desk.ask("alice", "GET /applications/left"))["ownerUserId"]).toBe(id("6"));
});
