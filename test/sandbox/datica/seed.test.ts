/** Seed documents: what they may hold, how they complain, and that a dump is one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { acme, at, E, linkTemplate, O, open, roles } from "./support.ts";

const users = ["a@x.io", "b@x.io"].map((email) => ({ email }));
const org = { name: "Acme", members: { "a@x.io": "owner" } };

describe("a malformed seed names the place", () => {
  test.each<[unknown, RegExp]>([
    ["text", /seed must be a map/],
    [null, /seed must be a map/],
    [[], /seed must be a map/],
    [{ groups: [] }, /seed\.groups is not known here; known are settings, users, pods, orgs, environments/],
    [{ settings: { nonce: true } }, /seed\.settings\.nonce is not known here/],
    [{ settings: { requireNonce: 1 } }, /seed\.settings\.requireNonce must be true or false/],
    [{ settings: null }, /seed\.settings must be a map/],
    [{ users: {} }, /seed\.users must be a list/],
    [{ users: [{}] }, /seed\.users\[0\]\.email must be a string/],
    [{ users: [{ email: "alice" }] }, /seed\.users\[0\]\.email must be an email address/],
    [{ users: [{ email: "a@x.io", role: "x" }] }, /seed\.users\[0\]\.role is not known here/],
    [
      { users: [{ email: "a@x.io" }, { email: "A@X.io" }] },
      /seed\.users\[1\]\.email repeats the email a@x\.io/,
    ],
    [
      {
        users: [
          { email: "a@x.io", id: "1" },
          { email: "b@x.io", id: "1" },
        ],
      },
      /seed\.users\[1\]\.id repeats the id 1/,
    ],
    [
      {
        users: [
          { email: "a@x.io", username: "u" },
          { email: "b@x.io", username: "U" },
        ],
      },
      /seed\.users\[1\]\.username repeats the username u/,
    ],
    [{ users: [{ email: "a@x.io", id: "" }] }, /seed\.users\[0\]\.id must not be empty/],
    [{ users: [{ email: "a@x.io", password: "" }] }, /seed\.users\[0\]\.password must not be empty/],
    [
      { users: [{ email: "a@x.io", mfa: { type: "u2f", code: "1" } }] },
      /mfa\.type must be one of email, auth/,
    ],
    [{ users: [{ email: "a@x.io", mfa: { type: "email" } }] }, /mfa\.code must be a string/],
    [{ users: [{ email: "a@x.io", mfa: { type: "email", code: "1", x: 1 } }] }, /mfa\.x is not known here/],
    [{ users: [{ email: "a@x.io", locked: "no" }] }, /seed\.users\[0\]\.locked must be true or false/],
    [{ users: [{ email: "a@x.io", keys: ["k"] }] }, /seed\.users\[0\]\.keys must be a map/],
    [{ users: [{ email: "a@x.io", keys: { "a/b": "k" } }] }, /keys\.a\/b has a name that/],
    [
      { users: [{ email: "a@x.io", keys: { a: "ssh-rsa A x", b: "ssh-rsa A y" } }] },
      /keys\.b repeats the key/,
    ],
    [{ pods: {} }, /seed\.pods must be a list/],
    [{ pods: ["a", "a"] }, /seed\.pods\[1\] repeats the pod a/],
    [{ pods: [{ down: true }] }, /seed\.pods\[0\]\.name must be a string/],
    [{ pods: [{ name: "a", up: true }] }, /seed\.pods\[0\]\.up is not known here/],
    [{ orgs: [{}] }, /seed\.orgs\[0\]\.name must be a string/],
    [{ orgs: [{ name: "A", owner: "x" }] }, /seed\.orgs\[0\]\.owner is not known here/],
    [{ orgs: [{ name: "A" }, { name: "A" }] }, /seed\.orgs\[1\]\.id repeats the id/],
    [{ orgs: [{ name: "A", id: "roles" }] }, /seed\.orgs\[0\]\.id must be another word/],
    [{ orgs: [{ name: "A", mfaRequired: 1 }] }, /seed\.orgs\[0\]\.mfaRequired must be true or false/],
    [{ orgs: [{ name: "A", members: [] }] }, /seed\.orgs\[0\]\.members must be a map/],
    [
      { orgs: [{ name: "A", members: { "x@x.io": "owner" } }] },
      /members\.x@x\.io refers to x@x\.io, who is not/,
    ],
    [
      JSON.parse('{"orgs":[{"name":"A","members":{"__proto__":"owner"}}]}'),
      /members\.__proto__ refers to __proto__/,
    ],
    [{ users, orgs: [{ name: "A", members: { "a@x.io": "OWNER" } }] }, /must be one of owner, admin, member/],
    [{ users, orgs: [{ name: "A", members: { "a@x.io": "owner", "A@x.io": "owner" } }] }, /repeats a member/],
    [{ orgs: [{ name: "A", invites: [{ role: "member" }] }] }, /invites\[0\]\.email must be a string/],
    [{ orgs: [{ name: "A", invites: [{ email: "g@x.io" }] }] }, /invites\[0\]\.role must be one of/],
    [{ orgs: [{ name: "A", invites: [{ email: "g", role: "member" }] }] }, /email must be an email address/],
    [
      { orgs: [{ name: "A", invites: [{ email: "g@x.io", role: "member", sender: "x@x.io" }] }] },
      /invites\[0\]\.sender refers to x@x\.io/,
    ],
    [
      { orgs: [{ name: "A", invites: [{ email: "g@x.io", role: "member", acceptedBy: "x@x.io" }] }] },
      /invites\[0\]\.acceptedBy refers to x@x\.io/,
    ],
    [
      {
        orgs: [
          {
            name: "A",
            invites: ["1", "2"].map((id) => ({
              id,
              email: id === "1" ? "g@x.io" : "G@x.io",
              role: "member",
            })),
          },
        ],
      },
      /invites\[1\]\.email repeats the pending invite of g@x\.io/,
    ],
    [
      {
        orgs: [
          {
            name: "A",
            invites: ["g", "h"].map((name) => ({ email: `${name}@x.io`, role: "member", code: "c" })),
          },
        ],
      },
      /invites\[1\]\.code repeats the code c/,
    ],
    [{ users, orgs: [{ ...org, groups: { G: { members: ["b@x.io"] } } }] }, /who is not a member of the org/],
    [{ users, orgs: [{ ...org, groups: { G: { members: ["x@x.io"] } } }] }, /members\[0\] refers to x@x\.io/],
    [{ users, orgs: [{ ...org, groups: { G: { acls: "a" } } }] }, /groups\.G\.acls must be a list/],
    [{ users, orgs: [{ ...org, groups: { G: ["a@x.io"] } }] }, /groups\.G must be a map/],
    [{ users, orgs: [{ ...org, groups: { "": {} } }] }, /must have a name/],
    [
      { users, orgs: [{ ...org, groups: { Admins: { protected: false } } }] },
      /protected must be true for Admins/,
    ],
    [{ environments: [{ organization: "A" }] }, /seed\.environments\[0\]\.name must be a string/],
    [{ environments: [{ name: "e" }] }, /seed\.environments\[0\]\.organization must be a string/],
    [{ environments: [{ name: "e", organization: "A" }] }, /organization refers to A, which is not among/],
    [
      {
        orgs: ["1", "2"].map((id) => ({ id, name: "A" })),
        environments: [{ name: "e", organization: "A" }],
      },
      /organization refers to A, and several orgs have that name/,
    ],
    [
      { orgs: [{ name: "A" }], environments: ["e", "e"].map((name) => ({ name, organization: "A" })) },
      /seed\.environments\[1\]\.id repeats the id/,
    ],
    [
      { orgs: [{ name: "A" }], environments: [{ name: "e", organization: "A", pod: "pod02" }] },
      /pod refers to pod02, which is not among the pods/,
    ],
    [
      { pods: [], orgs: [{ name: "A" }], environments: [{ name: "e", organization: "A" }] },
      /pod must name a pod, and there is none/,
    ],
    [
      { users, orgs: [org], environments: [{ name: "e", organization: "Acme", users: ["b@x.io"] }] },
      /environments\[0\]\.users\[0\] refers to b@x\.io, who is not a member/,
    ],
    [
      { orgs: [{ name: "A" }], environments: [{ name: "e", organization: "A", region: "x" }] },
      /region is not known/,
    ],
  ])("%j", async (seed, message) => {
    const failed = open(seed);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toMatchObject({ name: "SandboxError" });
  });
});

/** Something of everything, with every key. */
const full = {
  settings: { requireNonce: false, checkNonce: false },
  users: [
    {
      email: "Alice@Example.com",
      id: "u-1",
      name: "Alice",
      username: "alice",
      password: "secret",
      mfa: { type: "authenticator", code: "123456" },
      keys: { laptop: "ssh-rsa A a@b", "my desk": "ssh-ed25519 B" },
      locked: true,
    },
    { email: "bob@example.com" },
    { email: "carol@example.com" },
    { email: "gone@example.com" },
  ],
  pods: [{ name: "pod02", down: true }, "pod01"],
  orgs: [
    {
      id: "o-1",
      name: "Acme",
      description: "d",
      mfaRequired: true,
      members: { "alice@example.com": "owner", "BOB@example.com": "admin", "carol@example.com": "member" },
      invites: [
        { email: "a@x.io", role: "member", id: "i-1", code: "c-1", sender: "gone@example.com" },
        { email: "b@x.io", role: "admin" },
        { email: "c@x.io", role: "owner", sender: null },
        { email: "c2@x.io", role: "member", code: "c-4", acceptedBy: "carol@example.com" },
        { email: "gone@example.com", role: "member", acceptedBy: "gone@example.com" },
      ],
      groups: {
        Admins: { acls: ["*"], members: ["bob@example.com"] },
        Fixed: { protected: true },
        Plain: {},
      },
    },
    { name: "Empty" },
  ],
  environments: [
    { name: "prod", organization: "o-1", users: ["alice@example.com", "carol@example.com"] },
    { name: "test", organization: "Acme", id: "e-2", namespace: "n", pod: "pod01" },
  ],
};

describe("a dump", () => {
  test("seeds a sandbox that gives the same dump", async () => {
    const dump = (await open(full)).dump();
    expect((await open(dump)).dump()).toEqual(dump);
    expect((await open(JSON.parse(JSON.stringify(dump)))).dump()).toEqual(dump);
  });

  test("is the same for the same seed: what is made up comes from names, not from chance", async () => {
    expect((await open(full)).dump()).toEqual((await open(full)).dump());
  });

  test("holds everything, with what a seed may leave out", async () => {
    const dump = (await open(full)).dump();
    const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    const bare = { id: uuid, locked: false, keys: {} };
    expect(dump).toEqual({
      settings: full.settings,
      users: [
        full.users[0],
        { ...bare, email: "bob@example.com", name: "bob" },
        { ...bare, email: "carol@example.com", name: "carol" },
        { ...bare, email: "gone@example.com", name: "gone" },
      ],
      pods: [
        { name: "pod02", down: true },
        { name: "pod01", down: false },
      ],
      orgs: expect.arrayContaining([
        {
          id: "o-1",
          name: "Acme",
          description: "d",
          mfaRequired: true,
          // In the spelling of the accounts.
          members: {
            "Alice@Example.com": "owner",
            "bob@example.com": "admin",
            "carol@example.com": "member",
          },
          invites: [
            { email: "a@x.io", role: "member", id: "i-1", code: "c-1", sender: "gone@example.com" },
            { email: "b@x.io", role: "admin", id: uuid, sender: "Alice@Example.com" },
            { email: "c@x.io", role: "owner", id: uuid, sender: null },
            {
              email: "c2@x.io",
              role: "member",
              id: uuid,
              code: "c-4",
              sender: "Alice@Example.com",
              acceptedBy: "carol@example.com",
            },
            {
              email: "gone@example.com",
              role: "member",
              id: uuid,
              sender: "Alice@Example.com",
              acceptedBy: "gone@example.com",
            },
          ],
          groups: {
            Admins: { acls: ["*"], protected: true, members: ["bob@example.com"] },
            Fixed: { acls: [], protected: true, members: [] },
            Plain: { acls: [], protected: false, members: [] },
          },
        },
        {
          id: uuid,
          name: "Empty",
          description: "",
          mfaRequired: false,
          members: {},
          invites: [],
          groups: { Admins: { acls: [], protected: true, members: [] } },
        },
      ]),
      environments: expect.arrayContaining([
        {
          id: uuid,
          name: "prod",
          namespace: "prod",
          pod: "pod02",
          organization: "o-1",
          users: expect.arrayContaining(["Alice@Example.com", "carol@example.com"]),
        },
        { id: "e-2", name: "test", namespace: "n", pod: "pod01", organization: "o-1", users: [] },
      ]),
    });
  });

  test("follows whatever was done, and still loads", async () => {
    const desk = await open(acme);
    const done: readonly (readonly ["POST" | "PUT" | "DELETE", string, unknown?])[] = [
      ["PUT", `/orgs/${O}`, { description: "", mfaRequired: true }],
      ["POST", `/orgs/${O}/invites`, { email: "guest@example.com", role: 3, linkTemplate }],
      ["POST", `/orgs/${O}/invites`, { email: "other@example.com", role: 5, linkTemplate }],
      ["DELETE", `/orgs/${O}/invites/invite-1`],
      ["PUT", `/orgs/${O}/users/u-admin`, { role: 1 }],
      ["POST", `/environments/${E}/users/u-admin`],
      ["POST", `/environments/${E}/users/u-member`],
      ["PUT", `/environments/${E}`, { name: "live" }],
      ["POST", `/acls/${O}/groups`, { name: "__proto__", acls: ["x"] }],
      ["PUT", `/acls/${O}/groups/__proto__/members/u-member`],
      ["DELETE", `/orgs/${O}/users/u-granted`],
      ["POST", "/keys", { name: "__proto__", key: "ssh-rsa Z" }],
    ];
    for (const [method, path, body] of done) {
      expect([200, 204], path).toContain((await desk.ask("owner", method, path, body)).status);
    }
    expect(desk.answer("accept", "guest@example.com")).toBe(1);
    const dump = desk.dump();
    const again = await open(dump);
    expect(again.dump()).toEqual(dump);
    expect(await roles(again)).toEqual(await roles(desk));
    // A made-up code stays behind: the invite waits, and the mail would carry a new one.
    expect(JSON.stringify(dump)).not.toContain('"code"');
    expect(again.answer("accept")).toBe(1);
  });

  test("tells a lock that wrong passwords brought", async () => {
    const desk = await open(acme);
    for (let time = 1; time <= 5; time += 1) {
      const body = { identifier: "owner@example.com", password: "x" };
      await desk.ask(null, "POST", "/auth/signin", body);
    }
    const again = await open(desk.dump());
    expect(at(again.dump(), "users", 0, "locked")).toBe(true);
  });
});

test("what is left out has a default", async () => {
  const desk = await open({
    users: [{ email: "a@x.io" }],
    orgs: [{ name: "A", members: { "a@x.io": "owner" } }],
  });
  expect((await desk.ask("a@x.io", "GET", "/orgs")).body).toMatchObject([{ name: "A", description: "" }]);
  expect((await open({})).dump()).toMatchObject({ users: [], orgs: [], environments: [] });
});

test("an organization is named by its id before its name", async () => {
  const orgs = [
    { id: "one", name: "two" },
    { id: "two", name: "one" },
  ];
  const desk = await open({ orgs, environments: [{ name: "e", organization: "two" }] });
  expect(at(desk.dump(), "environments", 0, "organization")).toBe("two");
});

describe("without a seed", () => {
  test("there is something of everything, and the first account may do it all", async () => {
    const desk = await open();
    const [first = ""] = Object.keys(desk.tokens);
    expect(first).toBe("alice@example.com");
    const [org] = [at((await desk.ask(first, "GET", "/orgs")).body, 0, "id")];
    expect((await desk.ask(first, "GET", `/orgs/${org}/users`)).body).toHaveLength(4);
    expect((await desk.ask(first, "GET", `/orgs/${org}/invites`)).body).toHaveLength(1);
    expect(at((await desk.ask(first, "GET", `/acls/${org}/groups`)).body, "groups")).toHaveLength(2);
    for (const pod of ["pod01", "pod02"]) {
      const { body } = await desk.ask(first, "GET", "/environments", undefined, { "X-Pod-ID": pod });
      expect(body).toHaveLength(1);
    }
    expect((await desk.ask(first, "PUT", `/orgs/${org}`, { name: "New" })).status).toBe(200);
    expect((await open(desk.dump())).dump()).toEqual(desk.dump());
  });
});

test("a file keeps everything between runs, sessions and used nonces too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "datica-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, "state.db");
  const desk = await open(acme, { data });
  await desk.ask("owner", "PUT", `/orgs/${O}`, { name: "Kept" });
  const { tokens } = desk;
  const dump = desk.dump();
  await desk.close();
  const again = await open(undefined, { data });
  expect(again.dump()).toEqual(dump);
  expect(again.tokens).toEqual(tokens);
  await again.close();
});
