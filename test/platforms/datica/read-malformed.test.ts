/** Answers that are not what the contract says: nothing is half read. */
import { describe, expect, it } from "vitest";
import type { Failure, Reader } from "../../../src/model/protocol.ts";
import type { Resource, Unreadable } from "../../../src/model/resource.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { readAll, soughtAs } from "../harness/connect.ts";
import { connect, start } from "./world.ts";

type Bodies = Readonly<Record<string, unknown>>;

const user = { id: "u1", email: "ann@acme.io", name: "Ann", roleID: 1 };
const sound: Bodies = {
  "/orgs": [{ id: "o1", name: "Acme", description: null, roleID: 1 }],
  "/orgs/roles": [
    { id: 1, name: "Owner" },
    { id: 3, name: "ADMIN" },
    { id: 5, name: "member" },
    { id: 9, name: "Auditor" },
  ],
  "/orgs/o1": { id: "o1", name: "Acme", mood: "fine" },
  "/orgs/o1/users": [user],
  "/orgs/o1/invites": [],
  "/pods": { pods: [{ name: "pod01" }, { name: "pod02" }] },
  "/environments pod01": [{ id: "e1", name: "production", namespace: null, organizationId: "o1" }],
  "/environments pod02": [{ id: "e2", name: "production", organizationId: "o2" }],
  "/environments/e1/users": { users: [] },
  "/acls/o1/groups": { groups: [] },
};

/** Reads everything from canned bodies; `get` for those that depend on a header is `path header`. */
async function readCanned(changed: Bodies) {
  const bodies = { ...sound, ...changed };
  const asked: string[] = [];
  const reader: Reader = {
    signal: new AbortController().signal,
    connection: "test",
    read: async ({ path, headers }) => {
      const pod = headers?.["x-pod-id"] ?? "";
      asked.push(path);
      const body = bodies[path] ?? bodies[`${path} ${pod}`];
      return { ok: true, status: 200, body: body as never };
    },
  };
  const resources: Resource[] = [];
  const unreadable: Unreadable[] = [];
  const request = { organizations: soughtAs("o1"), actor: { id: "ann@acme.io" }, wants: () => true };
  const failure: Failure | null = await datica.reading.read(reader, request, (each) => {
    if (each.type === "resource") resources.push(each.resource);
    else unreadable.push(each);
  });
  return { failure, resources, unreadable, asked };
}

it("sound answers are read, names that nobody knows ignored, what is not said has its default", async () => {
  const { failure, resources, unreadable } = await readCanned({});
  expect([failure, unreadable]).toEqual([null, []]);
  expect(resources.map(({ address, attributes }) => [address, attributes])).toEqual([
    ["o1", { name: "Acme", description: "", mfaRequired: false }],
    ["o1/environments/e1", { name: "production", pod: "pod01" }],
    ["o1/members/ann@acme.io", { role: "owner" }],
  ]);
});

describe("malformed", () => {
  const environment = { id: "e1", name: "production", organizationId: "o1" };
  const invite = { id: "i1", email: "eve@acme.io", roleID: 5 };
  const group = { name: "Readers", acls: [], protected: false, members: [] };
  it.each<readonly [string, Bodies, RegExp]>([
    ["organizations that are no list", { "/orgs": {} }, /organizations of the actor/],
    [
      "an organization without an id",
      { "/orgs": [{ name: "Acme", roleID: 1 }] },
      /organizations of the actor.*\/0/,
    ],
    [
      "an organization whose role is a text",
      { "/orgs": [{ id: "o1", name: "Acme", roleID: "1" }] },
      /roleID/,
    ],
    ["an organization without a name", { "/orgs/o1": { id: "o1" } }, /organization o1.*name/],
    [
      "a demand that is no boolean",
      { "/orgs/o1": { id: "o1", name: "Acme", mfaRequired: "yes" } },
      /mfaRequired/,
    ],
    [
      "no role of an owner",
      {
        "/orgs/roles": [
          { id: 5, name: "member" },
          { id: 3, name: "admin" },
        ],
      },
      /roles.*no role owner/,
    ],
    [
      "two roles of one name",
      {
        "/orgs/roles": [
          { id: 5, name: "member" },
          { id: 6, name: "Member" },
        ],
      },
      /two roles are called member/,
    ],
    [
      "two roles with one number",
      {
        "/orgs/roles": [
          { id: 5, name: "member" },
          { id: 5, name: "admin" },
        ],
      },
      /two roles have the id 5/,
    ],
    ["a member without an address", { "/orgs/o1/users": [{ id: "u1", roleID: 5 }] }, /members of o1.*email/],
    [
      "a member with an unknown role",
      { "/orgs/o1/users": [{ ...user, roleID: 7 }] },
      /members of o1.*no role with the id 7/,
    ],
    ["null in place of the members", { "/orgs/o1/users": null }, /members of o1/],
    ["an invite without an id", { "/orgs/o1/invites": [{ ...invite, id: "" }] }, /invites of o1/],
    [
      "an invite with an unknown role",
      { "/orgs/o1/invites": [{ ...invite, roleID: 7 }] },
      /invites of o1.*no role with the id 7/,
    ],
    ["an invite whose state is a text", { "/orgs/o1/invites": [{ ...invite, consumed: "no" }] }, /consumed/],
    ["pods that are a bare list", { "/pods": [{ name: "pod01" }] }, /pods/],
    [
      "environments under a name",
      { "/environments pod01": { environments: [] } },
      /environments of pod pod01/,
    ],
    [
      "an environment of nobody",
      { "/environments pod01": [{ id: "e1", name: "x" }] },
      /environments of pod pod01.*organizationId/,
    ],
    [
      "one environment in two pods",
      { "/environments pod02": [environment] },
      /environments.*e1 is in pod01 and in pod02/,
    ],
    [
      "users of an environment that are a bare list",
      { "/environments/e1/users": [] },
      /users of environment e1/,
    ],
    [
      "groups without people",
      { "/acls/o1/groups": { groups: [{ ...group, members: null }] } },
      /groups of o1.*members/,
    ],
    [
      "a group that does not say whether it is protected",
      { "/acls/o1/groups": { groups: [{ ...group, protected: undefined }] } },
      /groups of o1.*protected/,
    ],
    ["groups that are a bare list", { "/acls/o1/groups": [group] }, /groups of o1/],
  ])("%s", async (_, changed, message) => {
    const { failure } = await readCanned(changed);
    expect(failure).toMatchObject({ reason: "malformed", code: "MalformedAnswer" });
    expect(failure?.message).toMatch(message);
  });

  it.each([
    ["html", /^unavailable: .*HTML/],
    ["truncate", /^lost: /],
  ] as const)("%s in place of a list", async (kind, message) => {
    const sandbox = await start();
    sandbox.setFaults([{ kind, route: "/users" }]);
    await expect(readAll(datica, connect(sandbox), soughtAs("Acme"))).rejects.toThrow(message);
  });

  it("whoever signs in as nobody is nobody", async () => {
    const reader: Reader = {
      signal: new AbortController().signal,
      connection: "test",
      read: async () => ({ ok: true, status: 200, body: { id: "u1" } }),
    };
    expect(await datica.reading.identify(reader)).toMatchObject({ ok: false, reason: "malformed" });
  });
});

describe("nothing more is asked once the read is worthless", () => {
  it("no groups, no invites, no grants after broken roles", async () => {
    const { asked } = await readCanned({ "/orgs/roles": [] });
    expect(asked.sort()).toEqual(["/orgs", "/orgs/roles"]);
  });
});

describe("people whom an address does not tell apart", () => {
  const users = [
    user,
    { ...user, id: "u2", email: "ANN@acme.io" },
    { ...user, id: "u3", email: "bob@acme.io" },
  ];

  it("make members unknown, and have what is theirs under their ids", async () => {
    const { failure, resources, unreadable } = await readCanned({
      "/orgs/o1/users": users.map((each) => ({ ...each, roleID: 5 })),
      "/environments/e1/users": { users: ["u1", "u3", "u9"] },
      "/acls/o1/groups": {
        groups: [
          {
            name: "Readers",
            acls: [],
            protected: false,
            members: [
              { id: "u2", email: "ANN@acme.io" },
              { id: "u8", email: "Zed@acme.io" },
            ],
          },
        ],
      },
    });
    expect(failure).toBeNull();
    expect(resources.map(({ address }) => address).sort()).toEqual([
      "o1",
      "o1/environments/e1",
      "o1/environments/e1/grants/bob@acme.io",
      "o1/environments/e1/grants/u1",
      "o1/environments/e1/grants/u9",
      "o1/groups/Readers",
      "o1/groups/Readers/members/u2",
      "o1/groups/Readers/members/zed@acme.io",
      "o1/members/bob@acme.io",
    ]);
    expect(unreadable).toEqual([
      {
        type: "unreadable",
        address: "o1",
        collection: "members",
        why: "Several accounts or invites have one e-mail address, apart from case: ann@acme.io. Have all but one removed there.",
      },
    ]);
  });

  it("two invites too; one that was used or taken back is none", async () => {
    const invite = { email: "eve@acme.io", roleID: 5, consumed: false, revoked: false };
    const invites = [
      { ...invite, id: "i1" },
      { ...invite, id: "i2", revoked: true },
      { ...invite, id: "i3", consumed: true },
    ];
    const one = await readCanned({ "/orgs/o1/invites": invites });
    expect(one.resources.find(({ pending }) => pending !== undefined)).toMatchObject({
      key: "eve@acme.io",
      facts: { invite: { id: "i1", role: "member" } },
    });
    expect(one.unreadable).toEqual([]);
    const two = await readCanned({
      "/orgs/o1/invites": [...invites, { ...invite, id: "i4", email: "EVE@acme.io" }],
    });
    expect(two.resources.some(({ pending }) => pending !== undefined)).toBe(false);
    expect(two.unreadable).toHaveLength(1);
  });

  it("a list that names somebody twice names them once", async () => {
    const { resources, unreadable } = await readCanned({
      "/orgs/o1/users": [user, user],
      "/environments/e1/users": { users: ["u1", "u1"] },
    });
    expect(unreadable).toEqual([]);
    expect(resources.filter(({ kind }) => kind === "member")).toHaveLength(1);
    expect(resources.find(({ kind }) => kind === "member")?.facts).toEqual({
      user: "u1",
      stored: ["e1"],
    });
  });
});
