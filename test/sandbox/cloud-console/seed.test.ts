/** Seed documents: what they may hold, how they complain, and that a dump is one. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { column, mail, open, projectId, record, records, uuid, world } from "./support.ts";

const a = { email: mail("a") };
const b = { email: mail("b") };
const org = { name: "O", owner: mail("a") };

/** One organization that a owns, with `more`; b is registered. */
const of = (more: object) => ({ users: [a, b], organizations: [{ ...org, ...more }] });
const inGroup = (more: object) => of({ projects: [{ name: "p" }], groups: [{ name: "g", ...more }] });

describe("a malformed seed names the place", () => {
  test.each<[unknown, RegExp]>([
    ["text", /seed must be a map/],
    [{ orgs: [] }, /seed\.orgs is not known here; known are settings, users, regions, organizations/],
    [{ settings: { seconds: 1 } }, /seed\.settings\.seconds is not known here/],
    [{ settings: { tokenSeconds: 0 } }, /seed\.settings\.tokenSeconds must be a whole number of at least 1/],
    [{ settings: null }, /seed\.settings must be a map/],
    [{ users: {} }, /seed\.users must be a list/],
    [{ users: [{}] }, /seed\.users\[0\]\.email must be a string/],
    [{ users: [{ email: "alice" }] }, /seed\.users\[0\]\.email must be an e-mail address/],
    [{ users: [a, { email: " A@EXAMPLE.com" }] }, /seed\.users\[1\]\.email repeats A@EXAMPLE\.com/],
    [{ users: [{ ...a, id: "user-a" }] }, /seed\.users\[0\]\.id must match .* and "user-a" does not/],
    [
      {
        users: [
          { ...a, id: uuid("0a") },
          { ...b, id: uuid("0a") },
        ],
      },
      /seed\.users\[1\]\.id repeats/,
    ],
    [{ users: [{ ...a, role: "x" }] }, /seed\.users\[0\]\.role is not known here/],
    [{ users: [{ ...a, password: "" }] }, /seed\.users\[0\]\.password must not be empty/],
    [{ users: [{ ...a, fullName: 1 }] }, /seed\.users\[0\]\.fullName must be a string/],
    [{ users: [{ ...a, authenticator: "no" }] }, /seed\.users\[0\]\.authenticator must be true or false/],
    [{ regions: [{}] }, /seed\.regions\[0\]\.name must be a string/],
    [{ regions: [{ name: "Bad Place" }] }, /seed\.regions\[0\]\.slug must be of a-z, 0-9 and -/],
    [{ regions: [{ name: "V" }, { name: "V", slug: "w" }] }, /seed\.regions\[1\] repeats the name V/],
    [{ regions: [{ name: "V" }, { name: "v" }] }, /seed\.regions\[1\] repeats the slug v/],
    [{ regions: [{ name: "V", zone: 1 }] }, /seed\.regions\[0\]\.zone is not known here/],
    [{ users: [a], organizations: [{ owner: mail("a") }] }, /organizations\[0\]\.name must be a string/],
    [{ users: [a], organizations: [{ name: "O" }] }, /organizations\[0\]\.owner must be a string/],
    [of({ owner: mail("x") }), /owner refers to x@example\.com, who is not among the users of the seed/],
    [of({ name: "" }), /name must not be empty/],
    [of({ name: "n".repeat(256) }), /name must have at most 255 characters/],
    [of({ id: "o" }), /id must match/],
    [of({ color: "red" }), /color is not known here/],
    [of({ administrators: mail("b") }), /administrators must be a list/],
    [of({ administrators: [mail("x")] }), /administrators\[0\] refers to x@example\.com/],
    [of({ administrators: [mail("a")] }), /administrators\[0\] names a@example\.com, who owns/],
    [of({ administrators: [mail("b"), "B@example.com"] }), /administrators\[1\] repeats B@example\.com/],
    [
      of({ administrators: [mail("b")], invitedAdministrators: [mail("b")] }),
      /invitedAdministrators\[0\] names b@example\.com, who owns or administers/,
    ],
    [of({ transfer: mail("b") }), /transfer must be an administrator, and b@example\.com is not/],
    [of({ transfer: mail("a") }), /transfer must be an administrator/],
    [of({ billingAdministrators: [mail("a")] }), /billingAdministrators\[0\] names a@example\.com, who owns/],
    [of({ projects: [{}] }), /projects\[0\]\.name must be a string/],
    [of({ projects: [{ name: "a/b" }] }), /projects\[0\]\.name must not hold a slash/],
    [of({ projects: [{ name: ".." }] }), /projects\[0\]\.name must not be a dot segment/],
    [of({ projects: [{ name: "n".repeat(28) }] }), /projects\[0\]\.name must have at most 27 characters/],
    [of({ projects: [{ name: "p" }, { name: "p" }] }), /projects\[1\]\.name repeats Eastern-Switzerland\/p/],
    [
      of({ projects: [{ name: "p", region: "vienna" }] }),
      /region must be one of Eastern-Switzerland, Upper-/,
    ],
    [of({ projects: [{ name: "p", id: "abc" }] }), /projects\[0\]\.id must match/],
    [of({ projects: [{ name: "p", budget: { limit: -1 } }] }), /budget\.limit must not be negative/],
    [of({ projects: [{ name: "p", budget: { currency: "x" } }] }), /budget\.currency must be a currency/],
    [
      of({ projects: [{ name: "p", budget: { subscribers: [mail("x")] } }] }),
      /subscribers\[0\] refers to x@/,
    ],
    [of({ projects: [{ name: "p", budget: { cap: 1 } }] }), /budget\.cap is not known here/],
    [{ ...of({ projects: [{ name: "p" }] }), regions: [] }, /projects\[0\]\.region must be one of/],
    [of({ groups: [{}] }), /groups\[0\]\.name must be a string/],
    [of({ groups: [{ name: "g" }, { name: "g" }] }), /groups\[1\]\.name repeats g/],
    [inGroup({ projects: ["q"] }), /groups\[0\]\.projects\[0\] refers to q, which is no project/],
    [inGroup({ projects: ["Vienna/p"] }), /projects\[0\] refers to Vienna\/p/],
    [inGroup({ members: [mail("x")] }), /groups\[0\]\.members\[0\] refers to x@example\.com/],
    [
      inGroup({ members: [mail("a")] }),
      /groups\[0\]\.members\[0\] names a@example\.com, who owns or administers/,
    ],
    [inGroup({ members: [mail("b"), mail("b")] }), /members\[1\] repeats b@example\.com/],
    [
      inGroup({ members: [mail("b")], invited: [mail("b")] }),
      /invited\[0\] names b@.*who is a member already/,
    ],
    [inGroup({ people: [] }), /groups\[0\]\.people is not known here/],
    [
      of({
        projects: [{ name: "p" }, { name: "p", region: "Vienna" }],
        groups: [{ name: "g", projects: ["p"] }],
      }),
      /groups\[0\]\.projects\[0\] is ambiguous: write region\/p/,
    ],
    [JSON.parse('{"users":[{"__proto__":{"email":"a@b"}}]}'), /users\[0\]\.__proto__ is not known here/],
  ])("%#: %j", async (seed, message) => {
    await expect(open(seed)).rejects.toThrow(message);
    await expect(open(seed)).rejects.toThrow(expect.objectContaining({ name: "SandboxError" }));
  });

  test("an id is there once, whatever it is of", async () => {
    const seed = of({ id: uuid("0a"), groups: [{ name: "g", id: uuid("0a") }] });
    await expect(open(seed)).rejects.toThrow(/groups\[0\]\.id repeats/);
  });
});

describe("what is left out", () => {
  test("has defaults", async () => {
    const desk = await open(of({ projects: [{ name: "p" }], groups: [{ name: "g" }] }));
    expect(desk.dump()).toEqual({
      settings: { tokenSeconds: 300 },
      users: [a, b].map(({ email }) => ({
        id: expect.any(String),
        email,
        fullName: email.slice(0, 1),
        authenticator: false,
      })),
      regions: [
        { name: "Eastern-Switzerland", slug: "eastern-switzerland" },
        { name: "Upper-Austria", slug: "upper-austria" },
        { name: "Vienna", slug: "vienna" },
      ],
      organizations: [
        {
          id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
          name: "O",
          owner: mail("a"),
          administrators: [],
          invitedAdministrators: [],
          billingAdministrators: [],
          projects: [
            { id: expect.stringMatching(/^[0-9a-f]{32}$/), name: "p", region: "Eastern-Switzerland" },
          ],
          groups: [{ id: expect.any(String), name: "g", projects: [], members: [], invited: [] }],
        },
      ],
    });
  });

  test("ids are the same every time, and all different", async () => {
    const seed = {
      users: [a, b],
      organizations: [1, 2].map(() => ({
        ...org,
        projects: [{ name: "p" }, { name: "p", region: "Vienna" }],
        groups: [{ name: "g", invited: [mail("b")] }, { name: "h" }],
      })),
    };
    const [one, two] = [await open(seed), await open(seed)];
    expect(one.dump()).toEqual(two.dump());
    expect(await one.links("b")).toEqual(await two.links("b"));
    const ids = JSON.stringify(one.dump()).match(/"id":"[^"]+"/g) ?? [];
    expect(ids).toHaveLength(2 + 2 * (1 + 2 + 2));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("an empty seed is an empty console", async () => {
    const desk = await open({});
    expect(desk.dump()).toMatchObject({ users: [], organizations: [] });
  });
});

test("projects of a group by name, by region and name, by id", async () => {
  const twin = projectId("0b");
  const desk = await open(
    of({
      projects: [{ name: "solo" }, { name: "twin" }, { name: "twin", region: "Vienna", id: twin }],
      groups: [
        { name: "g", projects: ["solo", "Eastern-Switzerland/twin", twin] },
        { name: "h", projects: ["Vienna/twin"] },
      ],
    }),
  );
  expect(record(desk.dump())["organizations"]).toMatchObject([
    {
      groups: [
        { projects: ["Eastern-Switzerland/solo", "Eastern-Switzerland/twin", "Vienna/twin"] },
        { projects: ["Vienna/twin"] },
      ],
    },
  ]);
});

test("addresses keep the form in which they were written, wherever they stand", async () => {
  const desk = await open({
    users: [{ email: "Ann@Example.com" }, b],
    organizations: [
      {
        ...org,
        owner: "ann@example.com",
        invitedAdministrators: ["B@example.com"],
        billingAdministrators: ["B@EXAMPLE.com"],
        groups: [{ name: "g", invited: ["b@EXAMPLE.COM"] }],
      },
    ],
  });
  expect(record(desk.dump())["organizations"]).toMatchObject([
    {
      owner: "Ann@Example.com",
      invitedAdministrators: ["B@example.com"],
      billingAdministrators: ["B@EXAMPLE.com"],
      groups: [{ invited: ["b@EXAMPLE.COM"] }],
    },
  ]);
});

describe("a dump loads to the same", () => {
  const [organization] = world.organizations;
  const full = {
    settings: { tokenSeconds: 60 },
    users: [...world.users, { email: "Otto@Example.com", password: "swordfish", authenticator: true }],
    regions: [
      { name: "Eastern-Switzerland" },
      { name: "Vienna" },
      { name: "Dev-1", slug: "upper-austria-dev-1" },
    ],
    organizations: [
      {
        ...organization,
        transfer: mail("bob"),
        projects: [
          ...(organization?.projects ?? []),
          { name: "dear", budget: { limit: 9.5, currency: "EUR", subscribers: ["Alice@example.com"] } },
        ],
      },
      { name: "Acme", owner: "otto@example.com", administrators: [mail("alice")] },
    ],
  };

  test.each<[string, unknown]>([
    ["the default", undefined],
    ["with everything", full],
    ["of the tests", world],
  ])("%s", async (_name, seed) => {
    const dumped = (await open(seed)).dump();
    expect((await open(dumped)).dump()).toEqual(dumped);
    // Also by way of a file.
    expect((await open(parse(JSON.stringify(dumped)))).dump()).toEqual(dumped);
  });

  test("with passwords only where they are not the usual one, and never with a token or a link", async () => {
    const desk = await open(full);
    const dumped = JSON.stringify(desk.dump());
    expect(dumped.match(/"password":"[^"]*"/g)).toEqual(['"password":"swordfish"']);
    expect(dumped).not.toContain("eyJ");
    for (const link of await desk.links("erin")) expect(dumped).not.toContain(link);
  });
});

test("the default seed has something of everything, and its first account can do most things", async () => {
  const desk = await open();
  const [first] = Object.keys(desk.tokens);
  expect(first).toBe(mail("alice"));
  const [acme] = records((await desk.ask("alice", "GET E orgs")).body);
  expect(acme).toMatchObject({ name: "Acme", role: "owner" });
  const at = `E orgs/${acme?.["id"]}`;
  expect(column(await desk.ask("alice", `GET ${at}/admins`), "pending")).toEqual([false, false, true]);
  expect(column(await desk.ask("alice", `GET ${at}/projects`), "region")).toHaveLength(3);
  expect(column(await desk.ask("alice", `GET ${at}/groups`), "name")).toHaveLength(2);
  expect(await desk.verdict("alice", `POST ${at}/groups`, { name: "new" })).toBe("200");
});
