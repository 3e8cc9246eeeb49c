/** Seed documents: what they may hold, how they complain, and that a dump is one. */
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { acme, open, people, projectId } from "./support.ts";

const id = projectId("B");

describe("a malformed seed names the place", () => {
  test.each<[unknown, RegExp]>([
    ["text", /seed must be a map/],
    [[], /seed must be a map/],
    [{ groups: [] }, /seed\.groups is not known here; known are users, orgs, projects, apps/],
    [{ users: {} }, /seed\.users must be a list/],
    [{ users: [{}] }, /seed\.users\[0\]\.id must be a string/],
    [{ users: [{ id: "alice" }] }, /seed\.users\[0\]\.id must match .*and "alice" does not/],
    [{ users: [{ id: "user-Alice" }] }, /seed\.users\[0\]\.id/],
    [{ users: [{ id: "user-a" }, { id: "user-a" }] }, /seed\.users\[1\]\.id repeats user-a/],
    [{ users: [{ id: "user-a", handle: "B" }] }, /seed\.users\[0\]\.handle must be that of user-a/],
    [{ users: [{ id: "user-a", color: "red" }] }, /seed\.users\[0\]\.color is not known here/],
    [{ users: [{ id: "user-a", billTo: "org-x" }] }, /seed\.users\[0\]\.billTo refers to org-x/],
    [
      {
        users: [
          { id: "user-a", email: "x@y" },
          { id: "user-b", email: "X@Y" },
        ],
      },
      /seed\.users\[1\]\.email repeats the email x@y/,
    ],
    [
      { users: [{ id: "user-a" }, { id: "user-b", email: "a@example.com" }] },
      /seed\.users\[1\]\.email repeats/,
    ],
    [
      {
        users: [
          { id: "user-a", token: "t" },
          { id: "user-b", token: "t" },
        ],
      },
      /seed\.users\[1\]\.token repeats the token t/,
    ],
    [{ users: [{ id: "user-a", token: "a b" }] }, /seed\.users\[0\]\.token must not contain blanks/],
    [{ users: [{ id: "user-a", defaultRegion: "x" }] }, /defaultRegion must be a region/],
    [{ orgs: [{ id: "acme" }] }, /seed\.orgs\[0\]\.id/],
    [{ orgs: [{ id: "org-a", name: 1 }] }, /seed\.orgs\[0\]\.name must be a string/],
    [{ orgs: [{ id: "org-a", billable: "no" }] }, /seed\.orgs\[0\]\.billable must be true or false/],
    [{ orgs: [{ id: "org-a", members: null }] }, /seed\.orgs\[0\]\.members must be a map/],
    [
      { orgs: [{ id: "org-a", members: { "user-x": "ADMIN" } }] },
      /members\.user-x refers to user-x, which is not among the users/,
    ],
    [
      JSON.parse('{"orgs":[{"id":"org-a","members":{"__proto__":"ADMIN"}}]}'),
      /members\.__proto__ refers to __proto__/,
    ],
    [
      { users: people, orgs: [{ id: "org-a", members: { "user-bob": "OWNER" } }] },
      /members\.user-bob must be one of ADMIN, MEMBER/,
    ],
    [
      { users: people, orgs: [{ id: "org-a", members: { "user-bob": { projectAccess: "ALL" } } }] },
      /user-bob\.projectAccess must be one of NONE/,
    ],
    [
      {
        users: people,
        orgs: [{ id: "org-a", members: { "user-bob": { level: "ADMIN", appAccess: false } } }],
      },
      /user-bob\.appAccess must be true for an ADMIN/,
    ],
    [
      { users: people, orgs: [{ id: "org-a", members: { "user-bob": { admin: true } } }] },
      /user-bob\.admin is not known here/,
    ],
    [
      { orgs: [{ id: "org-a", policies: { memberListVisibility: "ALL" } }] },
      /policies\.memberListVisibility must be one of/,
    ],
    [{ users: people, projects: [{ billTo: "user-bob" }] }, /seed\.projects\[0\]\.name must be a string/],
    [{ users: people, projects: [{ name: "p" }] }, /seed\.projects\[0\]\.billTo must be a string/],
    [
      { users: people, projects: [{ name: "p", billTo: "org-x" }] },
      /billTo refers to org-x, which is neither/,
    ],
    [
      { users: people, projects: [{ id: "project-1", name: "p", billTo: "user-bob" }] },
      /seed\.projects\[0\]\.id must match/,
    ],
    [
      { users: people, projects: [{ name: "p", billTo: "user-bob", permissions: { "user-x": "VIEW" } }] },
      /permissions\.user-x refers to user-x/,
    ],
    [
      { users: people, projects: [{ name: "p", billTo: "user-bob", permissions: { PUBLIC: "UPLOAD" } }] },
      /permissions\.PUBLIC must be VIEW/,
    ],
    [
      { users: people, projects: [{ name: "p", billTo: "user-bob", permissions: { "user-bob": "NONE" } }] },
      /user-bob must be one of VIEW/,
    ],
    [
      { users: people, projects: [{ name: "p", billTo: "user-bob", restricted: 1 }] },
      /restricted must be true or false/,
    ],
    [
      { users: people, projects: [{ name: "p", billTo: "user-bob", created: -1 }] },
      /created must be a whole number of at least 0/,
    ],
    [
      { orgs: [{ id: "org-a" }], projects: [{ name: "p", billTo: "org-a" }] },
      /seed\.projects\[0\]\.createdBy must be given/,
    ],
    [
      { users: people, apps: [{ name: "q c", version: "1", billTo: "user-bob" }] },
      /seed\.apps\[0\]\.name must match/,
    ],
    [
      { users: people, apps: [{ name: "B".repeat(24), version: "1", billTo: "user-bob" }] },
      /must not look like an id/,
    ],
    [
      { users: people, apps: [{ name: "qc", version: "1", billTo: "user-bob", developers: ["user-x"] }] },
      /developers\[0\] refers to user-x/,
    ],
    [
      { users: people, apps: ["1", "1"].map((version) => ({ name: "qc", version, billTo: "user-bob" })) },
      /seed\.apps\[1\]\.version repeats app-qc\/1/,
    ],
    [
      {
        users: people,
        apps: ["bob", "carol"].map((who) => ({ name: "qc", version: who, billTo: `user-${who}` })),
      },
      /seed\.apps\[1\]\.billTo must be user-bob, as in the other versions/,
    ],
  ])("%j", async (seed, message) => {
    const failed = open(seed);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toMatchObject({ name: "SandboxError" });
  });
});

const full = {
  users: [
    {
      id: "user-alice",
      handle: "Alice",
      first: "Alice",
      last: "A",
      email: "a@x.io",
      billTo: "org-acme",
      token: "secret-a",
    },
    {
      id: "user-bob",
      middle: "B.",
      policies: { emailWhenJobComplete: "never" },
      sshPublicKey: "k",
      defaultRegion: "azure:westus",
    },
    { id: "user-carol" },
  ],
  orgs: [
    {
      id: "org-acme",
      name: "Acme",
      phi: true,
      samlIdP: "idp",
      jobLogsForwarding: { url: "u", token: "t" },
      policies: { memberListVisibility: "PUBLIC", jobReuse: true, custom: [1] },
      permittedRegions: ["aws:us-east-1"],
      members: {
        "user-alice": { level: "ADMIN", treManagement: true },
        "user-bob": { projectAccess: "VIEW", allowBillableActivities: true },
        "user-carol": "MEMBER",
      },
    },
    { id: "org-bare", billable: false, userCreation: false },
  ],
  projects: [
    { name: "without id", billTo: "org-acme" },
    {
      id,
      name: "with all",
      billTo: "user-bob",
      createdBy: "user-carol",
      region: "azure:westus",
      summary: "s",
      description: "d",
      tags: ["x"],
      properties: { a: "b" },
      pendingTransfer: "user-carol",
      version: 4,
      restricted: true,
      downloadRestricted: true,
      databaseResultsRestricted: 5,
      allowedExecutables: ["app-x"],
      egressBillTo: "projectBillTo",
      httpsAppIsolatedBrowsingOptions: { a: 1 },
      monthlyComputeLimit: 3,
      displayDataProtectionNotice: true,
      permissions: { "user-bob": "ADMINISTER", "org-acme": "UPLOAD", PUBLIC: "VIEW" },
    },
  ],
  apps: [
    {
      name: "qc",
      version: "1",
      billTo: "org-acme",
      developers: ["user-bob"],
      authorizedUsers: ["PUBLIC", "org-acme"],
    },
    { name: "qc", version: "2", title: "QC", billTo: "org-acme", published: false, categories: ["c"] },
    { class: "globalworkflow", name: "flow", version: "1", billTo: "user-bob" },
  ],
};

describe("a dump", () => {
  test("seeds a sandbox that gives the same dump", async () => {
    const dump = (await open(full)).dump();
    expect((await open(dump)).dump()).toEqual(dump);
    // Through a file, too.
    expect((await open(parse(JSON.stringify(dump)))).dump()).toEqual(dump);
  });

  test("is the same for the same seed: ids come from positions, made-up tokens and times are left out", async () => {
    expect((await open(full)).dump()).toEqual((await open(full)).dump());
  });

  test("also after much was done", async () => {
    const desk = await open(acme);
    const asked: [string, string, unknown][] = [
      ["user-alice", "/user/new", { username: "Zed_1", email: "z@x.io", first: "Z" }],
      ["user-alice", "/org-acme/invite", { invitee: "user-zed_1", level: "ADMIN" }],
      ["user-dave", "/org/new", { handle: "New", name: "New" }],
      ["user-dave", "/org-new/update", { policies: { jobReuse: true }, samlIdP: "x" }],
      [
        "user-bob",
        "/project/new",
        { name: "p", billTo: "org-acme", properties: { k: "v" }, downloadRestricted: true },
      ],
      ["user-alice", "/org-acme/setMemberAccess", { "user-carol": { level: "MEMBER", dataSearch: true } }],
      ["user-alice", "/user-alice/update", { policies: { emailWhenJobComplete: "always" } }],
    ];
    for (const [user, path, body] of asked) expect(await desk.verdict(user, path, body)).toBe("ok");
    const dump = desk.dump();
    expect((await open(dump)).dump()).toEqual(dump);
  });

  test("writes out what a seed may leave out", async () => {
    const desk = await open({
      users: [{ id: "user-alice" }],
      orgs: [{ id: "org-acme", members: { "user-alice": "ADMIN" } }],
      projects: [{ name: "p", billTo: "org-acme" }],
    });
    expect(desk.dump()).toMatchObject({
      users: [
        {
          id: "user-alice",
          handle: "alice",
          first: "alice",
          email: "alice@example.com",
          billTo: "user-alice",
        },
      ],
      orgs: [
        {
          id: "org-acme",
          name: "acme",
          billable: true,
          phi: false,
          members: { "user-alice": { level: "ADMIN" } },
        },
      ],
      projects: [
        {
          name: "p",
          createdBy: "user-alice",
          restricted: false,
          permissions: { "user-alice": "ADMINISTER" },
        },
      ],
      apps: [],
    });
  });

  test("keeps a token that a seed named", async () => {
    const desk = await open(full);
    expect(desk.tokens["user-alice"]).toBe("secret-a");
    expect(desk.dump()).toMatchObject({ users: [{ token: "secret-a" }, {}, {}] });
    expect(JSON.stringify(desk.dump())).not.toContain(desk.tokens["user-bob"]);
  });
});

test("a seed may be YAML, as in the documentation", async () => {
  const desk = await open(
    parse(`
      users:
        - { id: user-alice, handle: Alice, first: Alice, last: A, email: a@x.io, billTo: user-alice }
        - { id: user-bob }
      orgs:
        - { id: org-acme, name: Acme, members: { user-alice: ADMIN, user-bob: { level: MEMBER, projectAccess: VIEW } } }
      projects:
        - { name: raw, billTo: org-acme, permissions: { user-alice: ADMINISTER, org-acme: CONTRIBUTE, PUBLIC: VIEW }, restricted: true }
      apps:
        - { name: qc, version: "1.0.0", title: QC, billTo: org-acme, createdBy: user-alice, authorizedUsers: [org-acme] }
    `),
  );
  expect((await desk.ask("user-bob", "/system/findProjects", { level: "VIEW" })).body).toMatchObject({
    results: [{ level: "VIEW", public: true, permissionSources: ["PUBLIC", "org-acme"] }],
  });
});
