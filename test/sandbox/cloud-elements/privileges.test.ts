/** Privileges decide, not the names of roles (cloud-elements.md §2), and how an organization changes them (§3e). */
import { describe, expect, test } from "vitest";
import { record, records } from "../harness/open.ts";
import {
  acme,
  admin,
  boss,
  clerk,
  type Desk,
  each,
  ids,
  member,
  message,
  newUser,
  open,
  privilegesOf,
  rolesByKey,
} from "./support.ts";

/** A call, and the privilege that opens it. */
interface Door {
  readonly privilege: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Privileges that would do as well. */
  readonly also?: readonly string[];
}

const { home, shop } = ids;
const logs = { method: "GET", path: "/audit-logs" };

/** What each privilege opens to a plain user of the default account. */
const doors: readonly Door[] = [
  { privilege: "viewUsersAccount", method: "GET", path: `/accounts/${home}/users` },
  { privilege: "viewUsersAccount", method: "GET", path: `/accounts/${home}/users/${ids.boss}` },
  { privilege: "addUsersAccount", method: "POST", path: `/accounts/${home}/users`, body: newUser("zoe") },
  { privilege: "editUsersAccount", method: "PATCH", path: `/accounts/${home}/users/${ids.boss}`, body: {} },
  { privilege: "editUsersAccount", method: "PUT", path: `/accounts/${home}/users/${ids.boss}`, body: {} },
  {
    privilege: "editUsersAccount",
    method: "PATCH",
    path: `/organizations/users/${ids.boss}`,
    body: {},
    also: ["editUsersOrg"],
  },
  { privilege: "deleteUsersAccount", method: "DELETE", path: `/accounts/${home}/users/${ids.boss}` },
  { privilege: "viewUsersOrg", method: "GET", path: "/organizations/users" },
  { privilege: "viewUsersOrg", method: "GET", path: `/organizations/users/${ids.boss}` },
  { privilege: "addUsersOrg", method: "POST", path: "/organizations/users", body: newUser("zoe") },
  { privilege: "editUsersOrg", method: "PATCH", path: `/organizations/users/${ids.member}`, body: {} },
  { privilege: "deleteUsersOrg", method: "DELETE", path: `/organizations/users/${ids.member}` },
  { privilege: "modifySecurity", method: "DELETE", path: "/organizations/password-policies" },
  { privilege: "modifySecurity", method: "PUT", path: "/organizations/password-policies", body: {} },
  {
    privilege: "modifySecurity",
    method: "PUT",
    path: "/organizations/me",
    body: { twoFactorAuthEnabled: false },
  },
  { privilege: "modifySecurity", method: "POST", path: "/authentication/organization-secret-reset" },
  { privilege: "configureRoles", method: "GET", path: "/organizations/roles" },
  { privilege: "configureRoles", method: "PUT", path: "/organizations/roles", body: [] },
  { privilege: "configureRoles", method: "PUT", path: "/organizations/roles/reset" },
  { privilege: "configureRoles", method: "PUT", path: "/organizations/roles/3", body: { privileges: [] } },
  { privilege: "configureRoles", method: "GET", path: "/organizations/privileges" },
  { privilege: "manageUiBranding", method: "PUT", path: "/organizations/branding", body: {} },
  { privilege: "manageUiBranding", method: "DELETE", path: "/organizations/branding" },
  { privilege: "manageUiBranding", method: "PATCH", path: "/organizations/branding/logo" },
  { privilege: "manageUiBranding", method: "PATCH", path: "/organizations/branding/favicon" },
  { privilege: "viewLogsAccount", ...logs, also: ["viewLogsOrg"] },
  { privilege: "viewLogsOrg", ...logs, also: ["viewLogsAccount"] },
  { privilege: "viewElements", method: "GET", path: "/elements" },
];

/** A sandbox in which plain users of the default account have these privileges and no other. */
function withPrivileges(privileges: readonly string[]): Promise<Desk> {
  return open({ organizations: acme.organizations.map((one) => ({ ...one, roles: { org: privileges } })) });
}

describe.each(doors)("$privilege opens $method $path", ({ privilege, method, path, body, also = [] }) => {
  test("and nothing else does", async () => {
    const others = new Set(doors.map((door) => door.privilege));
    for (const key of [privilege, ...also]) others.delete(key);
    const desk = await withPrivileges([...others]);
    expect((await desk.ask(clerk, method, path, body)).status).toBe(403);
  });

  test("alone", async () => {
    const desk = await withPrivileges([privilege]);
    expect((await desk.ask(clerk, method, path, body)).status).not.toBe(403);
  });
});

describe("privileges for an account", () => {
  const keys = ["viewUsersAccount", "addUsersAccount", "editUsersAccount", "deleteUsersAccount"];
  const calls: readonly Door[] = [
    { privilege: "viewUsersOrg", method: "GET", path: `/accounts/${shop}/users` },
    { privilege: "addUsersOrg", method: "POST", path: `/accounts/${shop}/users`, body: newUser("zoe") },
    { privilege: "editUsersOrg", method: "PATCH", path: `/accounts/${shop}/users/${ids.member}`, body: {} },
    { privilege: "deleteUsersOrg", method: "DELETE", path: `/accounts/${shop}/users/${ids.member}` },
  ];

  test.each(calls)(
    "reach into another one only with $privilege",
    async ({ privilege, method, path, body }) => {
      const without = await withPrivileges(keys);
      expect((await without.ask(clerk, method, path, body)).status).toBe(403);
      const both = await withPrivileges([...keys, privilege]);
      expect((await both.ask(clerk, method, path, body)).status).toBe(200);
    },
  );

  test.each(calls)("are needed beside $privilege", async ({ privilege, method, path, body }) => {
    const desk = await withPrivileges([privilege]);
    expect((await desk.ask(clerk, method, path, body)).status).toBe(403);
  });
});

describe("roles of an organization", () => {
  test("are four, in the order of their ids, each with everything that the sheet names", async () => {
    const desk = await open(acme);
    const roles = records((await desk.ask(boss, "GET", "/organizations/roles")).json);
    expect(roles.map(({ key }) => key)).toEqual(["org-admin", "admin", "org", "default-user"]);
    expect(roles.map(({ name }) => name)).toEqual([
      "Organization Administrator",
      "Account",
      "Organization User",
      "Default User",
    ]);
    for (const role of roles) {
      expect(role).toEqual({
        id: expect.any(Number),
        key: expect.any(String),
        name: expect.any(String),
        description: expect.any(String),
        active: true,
        features: [],
        hide: false,
        privileges: expect.any(Array),
      });
    }
    expect(roles.map(({ id }) => id)).toEqual(
      roles.map(({ id }) => id).sort((a, b) => Number(a) - Number(b)),
    );
  });

  test("have other ids in another organization", async () => {
    const desk = await open(acme);
    const here = (await desk.ask(boss, "GET", "/organizations/roles")).json;
    const there = (await desk.ask("stranger@other.io", "GET", "/organizations/roles")).json;
    const shared = records(here).filter(({ id }) => records(there).some((one) => one["id"] === id));
    expect(shared).toEqual([]);
  });

  test("start with what is proposed: everything, what is not the organization's, viewing and instances", async () => {
    const roles = await rolesByKey(await open(acme));
    const everything = privilegesOf(roles.get("org-admin"));
    expect(everything).toHaveLength(27);
    expect(privilegesOf(roles.get("admin"))).toEqual(
      everything.filter(
        (key) =>
          !key.endsWith("Org") && !["modifySecurity", "configureRoles", "manageUiBranding"].includes(key),
      ),
    );
    const plain = [
      "viewElements",
      "createElementInstances",
      "viewFormulas",
      "createFormulaInstances",
      "viewCommonObjects",
    ];
    expect(privilegesOf(roles.get("org"))).toEqual(plain);
    expect(privilegesOf(roles.get("default-user"))).toEqual(plain);
  });

  test("can be listed as privileges too, in a route of ours", async () => {
    const desk = await open(acme);
    const listed = each(await desk.ask(boss, "GET", "/organizations/privileges"), "key");
    expect(listed).toEqual(privilegesOf((await rolesByKey(desk)).get("org-admin")));
  });
});

describe("one role", () => {
  test("gets another whole list, at once", async () => {
    const desk = await open(acme);
    const role = (await rolesByKey(desk)).get("org");
    const path = `/organizations/roles/${role?.["id"]}`;
    const answer = await desk.ask(boss, "PUT", path, { privileges: [{ key: "configureRoles" }] });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ ...role, privileges: [{ key: "configureRoles" }] });
    expect((await desk.ask(clerk, "GET", "/organizations/roles")).json).toContainEqual(answer.json);
    expect((await desk.ask(clerk, "GET", "/elements")).status).toBe(403);
  });

  test("keeps a key that nobody knows, and one that is written twice once", async () => {
    const desk = await open(acme);
    const id = (await rolesByKey(desk)).get("org")?.["id"];
    const body = { privileges: [{ key: "viewIdentityUsers" }, { key: "b" }, { key: "viewIdentityUsers" }] };
    await desk.ask(boss, "PUT", `/organizations/roles/${id}`, body);
    expect(privilegesOf((await rolesByKey(desk)).get("org"))).toEqual(["viewIdentityUsers", "b"]);
  });

  test.each([
    ["system", "org-admin", "User can not add the 'system' privilege to any role."],
    ["system", "default-user", "User can not add the 'system' privilege to any role."],
    [
      "intelligence",
      "default-user",
      "User can not add the 'intelligence' privilege to the 'default-user' role.",
    ],
    ["intelligence", "org-admin", "User can not add the 'intelligence' privilege to the 'org-admin' role."],
  ])("never gets %s as %s", async (privilege, key, text) => {
    const desk = await open(acme);
    const before = desk.dump();
    const id = (await rolesByKey(desk)).get(key)?.["id"];
    const body = { privileges: [{ key: "viewElements" }, { key: privilege }] };
    const answer = await desk.ask(boss, "PUT", `/organizations/roles/${id}`, body);
    expect([answer.status, message(answer)]).toEqual([403, text]);
    expect(desk.dump()).toEqual(before);
  });

  test("keeps an internal privilege that it has", async () => {
    const [first, ...others] = acme.organizations;
    const desk = await open({
      organizations: [{ ...first, roles: { org: ["system", "intelligence"] } }, ...others],
    });
    const id = (await rolesByKey(desk)).get("org")?.["id"];
    const body = { privileges: [{ key: "system" }, { key: "intelligence" }, { key: "viewElements" }] };
    expect((await desk.ask(boss, "PUT", `/organizations/roles/${id}`, body)).status).toBe(200);
  });

  test.each([
    ["of another organization", 5, { privileges: [] }, 404],
    ["that is none", "nonsense", { privileges: [] }, 404],
    ["without a list", 3, {}, 400],
    ["with a list of texts", 3, { privileges: ["viewElements"] }, 400],
    ["with an empty key", 3, { privileges: [{ key: "" }] }, 400],
    ["with no map", 3, [], 400],
  ])("%s is refused", async (_what, id, body, status) => {
    const desk = await open(acme);
    expect((await desk.ask(boss, "PUT", `/organizations/roles/${id}`, body)).status).toBe(status);
  });
});

describe("all roles at once", () => {
  test("are told apart by their ids, keys may be missing", async () => {
    const desk = await open(acme);
    const roles = await rolesByKey(desk);
    const body = [...roles.values()].map(({ key: _key, ...role }) => ({
      ...role,
      privileges: [{ key: "a" }],
    }));
    // Last, since it takes away the right to do it.
    const answer = await desk.ask(boss, "PUT", "/organizations/roles", body);
    expect(answer.status).toBe(200);
    expect(records(answer.json).map(privilegesOf)).toEqual([["a"], ["a"], ["a"], ["a"]]);
    expect((await desk.ask(boss, "GET", "/organizations/roles")).status).toBe(403);
  });

  test("what a body leaves out stays", async () => {
    const desk = await open(acme);
    const before = await rolesByKey(desk);
    const body = [{ id: before.get("org")?.["id"], privileges: [] }];
    await desk.ask(boss, "PUT", "/organizations/roles", body);
    const after = await rolesByKey(desk);
    expect(privilegesOf(after.get("org"))).toEqual([]);
    expect(after.get("admin")).toEqual(before.get("admin"));
  });

  test.each([
    ["an internal privilege", { id: 4, privileges: [{ key: "system" }] }, 403],
    ["a role of another organization", { id: 5, privileges: [] }, 404],
    ["no id", { privileges: [] }, 400],
    ["no privileges", { id: 4 }, 400],
    ["no role", "x", 400],
  ])("%s undoes the others", async (_what, last, status) => {
    const desk = await open(acme);
    const before = desk.dump();
    const answer = await desk.ask(boss, "PUT", "/organizations/roles", [{ id: 3, privileges: [] }, last]);
    expect(answer.status).toBe(status);
    expect(desk.dump()).toEqual(before);
  });
});

describe("a reset", () => {
  test("ends in the very same list, however often", async () => {
    const desk = await open(acme);
    await desk.ask(boss, "PUT", "/organizations/roles/3", { privileges: [{ key: "b" }, { key: "a" }] });
    await desk.ask(boss, "PUT", "/organizations/roles/reset");
    const first = (await desk.ask(boss, "GET", "/organizations/roles")).json;
    await desk.ask(boss, "PUT", "/organizations/roles/3", { privileges: [] });
    await desk.ask(boss, "PUT", "/organizations/roles/reset");
    expect((await desk.ask(boss, "GET", "/organizations/roles")).json).toEqual(first);
  });

  test("leaves other organizations alone", async () => {
    const desk = await open(acme);
    await desk.ask("stranger@other.io", "PUT", "/organizations/roles/7", { privileges: [] });
    await desk.ask(boss, "PUT", "/organizations/roles/reset");
    expect(privilegesOf((await rolesByKey(desk, "stranger@other.io")).get("org"))).toEqual([]);
  });
});

test("roles add up: an administrator keeps what the base role gives", async () => {
  const [first, ...others] = acme.organizations;
  const desk = await open({
    organizations: [{ ...first, roles: { admin: [], "default-user": ["addUsersAccount"] } }, ...others],
  });
  expect((await desk.ask(admin, "POST", `/accounts/${ids.shop}/users`, newUser("zoe"))).status).toBe(200);
  expect((await desk.ask(member, "POST", `/accounts/${ids.shop}/users`, newUser("yan"))).status).toBe(200);
});

test("everybody reads their own roles, even without any privilege", async () => {
  const [first, ...others] = acme.organizations;
  const desk = await open({ organizations: [{ ...first, roles: { org: [] } }, ...others] });
  const answer = await desk.ask(clerk, "GET", `/users/${ids.clerk}/roles`);
  expect(records(answer.json).map((role) => [role["key"], record(role)["privileges"]])).toEqual([
    ["org", []],
  ]);
});
