/** The traps that the fact sheet lists (cloud-elements.md §6), each by its number, from top to bottom. */
import { describe, expect, it } from "vitest";
import type { Attributes } from "../../../src/model/resource.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { connectAs } from "../harness/connect.ts";
import { fakeReader } from "./fake.ts";
import { ann, count, folderFor, seedOf, start, stored } from "./runs.ts";
import { draftsFor, hq, user, world } from "./support.ts";

const me = { [ann]: { roles: ["org-admin"] } };
const person = (firstName: string, env = "PASSWORD") => ({ firstName, lastName: "Doe", password: { env } });
const secrets = { PASSWORD: "Zz9!Zz9!Zz9!" };
const shop = (...users: readonly unknown[]) => ({ externalId: "shop", name: "Shop", users });
const carol = { email: "carol@acme.io", firstName: "Carol", lastName: "Doe" };

it("1: accounts are known by their external id, users by their mail, roles by their key; numbers are in no file", async () => {
  const sandbox = await start(seedOf([shop({ ...carol, email: "Carol@Acme.io" })]));
  const folder = await folderFor(sandbox, {
    accounts: {
      hq: {},
      Shop: { externalId: "shop", name: "Shop", users: { "CAROL@acme.io": { firstName: "Carol" } } },
    },
  });
  expect(await folder.sketch()).toBe("\n\n");
  expect(await folder.import()).not.toMatch(/\b1000\d?\b/);
});

describe("2: 404 means an empty account", () => {
  it("where the account itself is listed", async () => {
    const sandbox = await start(seedOf([shop()]));
    const folder = await folderFor(
      sandbox,
      { accounts: { shop: { users: { "carol@acme.io": person("Carol") } } } },
      secrets,
    );
    const plan = await folder.plan();
    expect(plan.summary).toMatchObject({ create: 1, unknown: 0 });
    expect(await folder.outcomes()).toEqual(["acme/accounts/shop/users/carol@acme.io applied"]);
  });
});

it("3: a deleted account is in no list; written again it is made anew, and one is listed", async () => {
  const sandbox = await start(seedOf([shop(carol)]));
  const folder = await folderFor(sandbox, { accounts: { shop: { state: "absent" } } });
  expect(await folder.outcomes(["destroy:acme/accounts/shop"])).toEqual(["acme/accounts/shop applied"]);
  await folder.write({ accounts: { shop: {} } });
  expect(await folder.outcomes()).toEqual(["acme/accounts/shop applied"]);
  expect(stored(sandbox).filter((line) => line.startsWith("shop"))).toEqual(["shop (deleted)", "shop"]);
  expect((await folder.plan()).summary.calls).toBe(0);
});

it("4: roles that the platform gives are no difference", async () => {
  const sandbox = await start(
    seedOf([shop({ ...carol, baseRole: "org" })], {
      users: [{ ...carol, email: "dan@acme.io", baseRole: null }],
    }),
  );
  const folder = await folderFor(sandbox, {
    accounts: {
      hq: { users: { ...me, "dan@acme.io": { roles: [] } } },
      shop: { users: { "carol@acme.io": { roles: [] } } },
    },
  });
  expect((await folder.plan()).summary).toMatchObject({ calls: 0, update: 0, delete: 0 });
});

it("5: a role that somebody has by now is done", async () => {
  const sandbox = await start(seedOf([shop({ ...carol, roles: ["admin"] })]));
  const connection = connectAs(cloudElements, sandbox, ann);
  const send = (method: "PUT" | "DELETE", operation: string) =>
    connection.send({ method, path: "/elements/api-v2/users/10001/roles/admin" }, operation);
  expect(await send("PUT", "user.giveAdmin")).toMatchObject({ ok: false, reason: "already" });
  expect(await send("DELETE", "user.takeAdmin")).toMatchObject({ ok: true });
  expect(await send("PUT", "user.giveAdmin")).toMatchObject({ ok: true });
  await connection.close();
});

it("6: nobody changes the own roles: said when the plan is made", async () => {
  const sandbox = await start(seedOf());
  const folder = await folderFor(sandbox, {
    accounts: { hq: { users: { [ann]: { roles: ["admin", "org-admin"] } } } },
  });
  const [section] = (await folder.plan()).sections;
  expect(section?.stops.map(({ message }) => message)).toEqual([
    "Cloud Elements does not let ann@acme.io make administrators for itself at acme/accounts/hq.",
  ]);
  expect(count(sandbox, "PUT", "/users/10000/roles/admin")).toBe(0);
});

it("7: roles that lists do not tell are asked for, so that drift of them is seen", async () => {
  const sandbox = await start(seedOf([shop(carol)]));
  const folder = await folderFor(sandbox, {
    accounts: { hq: {}, shop: { users: { "carol@acme.io": { roles: [] } } } },
  });
  expect(await folder.drift()).toEqual([]);
  const connection = connectAs(cloudElements, sandbox, ann);
  await connection.send(
    { method: "PUT", path: "/elements/api-v2/users/10001/roles/admin" },
    "user.giveAdmin",
  );
  await connection.close();
  expect(await folder.drift()).toEqual(["changed acme/accounts/shop/users/carol@acme.io"]);
});

describe("8: privileges are replaced as a whole list", () => {
  const roles = { admin: ["viewElements", "brandNew", "intelligence"], org: ["viewElements"] };

  it("keys that Charter does not know are kept, and so is what the platform keeps to itself", async () => {
    const sandbox = await start(seedOf([], { roles }));
    const folder = await folderFor(sandbox, {
      manage: {},
      roles: { admin: { privileges: ["viewElements", "brandNew", "viewFormulas"] }, org: { privileges: [] } },
    });
    expect(await folder.outcomes()).toEqual([
      "acme/roles/admin/privileges/viewFormulas applied",
      "acme/roles/org/privileges/viewElements applied",
    ]);
    expect(count(sandbox, "PUT", "/organizations/roles")).toBe(1);
    const dump = sandbox.dump() as { organizations: { roles: Record<string, string[]> }[] };
    expect(dump.organizations[0]?.roles.admin?.sort()).toEqual([
      "brandNew",
      "intelligence",
      "viewElements",
      "viewFormulas",
    ]);
    expect(dump.organizations[0]?.roles.org).toEqual([]);
  });

  it("what the platform keeps to itself cannot be written", async () => {
    const sandbox = await start(seedOf([], { roles }));
    const folder = await folderFor(sandbox, { roles: { admin: { privileges: ["system"] } } });
    await expect(folder.plan()).rejects.toThrow("cloud-elements/internal-privilege");
  });

  it("a refused call changes nothing", async () => {
    const sandbox = await start(seedOf([], { roles }));
    const before = JSON.stringify(sandbox.dump());
    const connection = connectAs(cloudElements, sandbox, ann);
    const body = [
      { id: 3, privileges: [] },
      { id: 4, privileges: [{ key: "system" }] },
    ];
    const outcome = await connection.send(
      { method: "PUT", path: "/elements/api-v2/organizations/roles", body },
      "roles.setPrivileges",
    );
    await connection.close();
    expect(outcome).toMatchObject({
      ok: false,
      message: "User can not add the 'system' privilege to any role.",
    });
    expect(JSON.stringify(sandbox.dump())).toBe(before);
  });
});

it("9: what takes from Charter what it needs is sent last, also over a slow line", async () => {
  const all = [
    "configureRoles",
    "viewUsersOrg",
    "viewUsersAccount",
    "addUsersOrg",
    "addUsersAccount",
    "editUsersAccount",
    "editUsersOrg",
  ];
  const sandbox = await start(seedOf([shop(carol)], { roles: { "org-admin": all } }));
  sandbox.setFaults([{ kind: "latency", ms: 0, jitter: 40 }]);
  const users = Object.fromEntries([..."abcdefgh"].map((name) => [`${name}@acme.io`, person("New")]));
  const folder = await folderFor(
    sandbox,
    {
      roles: { "org-admin": { privileges: all.slice(0, 3) } },
      accounts: { hq: { users: { ...me, ...users } }, shop: { users: {} } },
    },
    secrets,
  );
  const outcomes = await folder.outcomes([
    "removals:acme/roles/org-admin/privileges",
    "removals:acme/accounts/shop/users",
    "actor:acme",
  ]);
  expect(outcomes.filter((line) => !line.endsWith(" applied"))).toEqual([]);
  expect(outcomes).toHaveLength(4 + 8 + 1);
  const last = sandbox.requests.filter(({ write }) => write).at(-1);
  expect(last?.path).toBe("/elements/api-v2/organizations/roles");
});

describe("10: passwords are written once", () => {
  it("and judged by the policy as it will be, loosened or tightened", async () => {
    const strict = {
      minLength: 20,
      minUppercase: 1,
      minLowercase: 1,
      minNumbers: 1,
      minSymbols: 1,
      symbolCharacterSet: "!",
      previousPasswordCount: 0,
      expirationDays: 1000,
    };
    const sandbox = await start(seedOf([], { passwordPolicy: strict }));
    const tree = (policy: Attributes) => ({
      passwordPolicy: policy,
      accounts: { hq: { users: { ...me, "bob@acme.io": person("Bob") } } },
    });
    const folder = await folderFor(sandbox, tree({ minLength: 8 }), secrets);
    expect(await folder.outcomes()).toEqual(["acme applied", "acme/accounts/hq/users/bob@acme.io applied"]);
    // A password that no longer fits is nobody's difference.
    await folder.write(tree({ minLength: 20 }));
    expect(await folder.outcomes()).toEqual(["acme applied"]);
    await folder.write({
      passwordPolicy: { minLength: 30 },
      accounts: { hq: { users: { ...me, "bob@acme.io": person("Bob"), "cid@acme.io": person("Cid") } } },
    });
    const refused = await folder.outcomes();
    expect(refused[0]).toBe("acme applied");
    expect(refused[1]).toMatch(/^acme\/accounts\/hq\/users\/cid@acme.io failed .*at least 30/);
    expect(refused[1]).not.toContain(secrets.PASSWORD);
  });

  it("and never compared: another source is no difference", async () => {
    const sandbox = await start(seedOf([shop(carol)]));
    const folder = await folderFor(sandbox, {
      accounts: { shop: { users: { "carol@acme.io": person("Carol", "ELSEWHERE") } } },
    });
    expect((await folder.plan()).summary.calls).toBe(0);
  });
});

it("11: the answer to a create tells the user's secret, which goes before anything can keep it", async () => {
  const sandbox = await start(seedOf([shop()]));
  const connection = connectAs(cloudElements, sandbox, ann);
  const body = { firstName: "Carol", lastName: "Doe", email: "carol@acme.io", password: secrets.PASSWORD };
  const path = "/elements/api-v2/accounts/1001/users";
  const outcome = await connection.send({ method: "POST", path, body }, "accountUser.create");
  const echoed = await connection.send(
    { method: "PATCH", path: `${path}/10001`, body: { password: "Another-1-Passw0rd" } },
    "accountUser.update",
  );
  await connection.close();
  expect(outcome).toMatchObject({ ok: true, body: { id: 10001, secret: "[redacted]" } });
  expect(echoed).toMatchObject({ ok: true, body: { id: 10001, password: "[redacted]" } });
  const { userSecret = "?" } = sandbox.credentials("carol@acme.io");
  expect(JSON.stringify([outcome, echoed])).not.toContain(userSecret);
});

it("12: nobody is moved to another account: the plan stops before anything is sent", async () => {
  const sandbox = await start(seedOf([shop(carol)]));
  const folder = await folderFor(
    sandbox,
    { accounts: { hq: { users: { ...me, "carol@acme.io": person("Carol") } }, shop: { users: {} } } },
    secrets,
  );
  const plan = await folder.plan();
  expect(plan.sections[0]?.stops.map(({ guard, scope }) => [guard, scope])).toEqual([
    ["unsupported", "acme/accounts/shop/users/carol@acme.io"],
  ]);
  await expect(folder.apply()).resolves.toMatchObject({ result: null });
  expect(sandbox.requests.some(({ write }) => write)).toBe(false);
});

it("13: a removal is the plain deactivation, with nothing destroyed", async () => {
  const sandbox = await start(seedOf([shop(carol)]));
  const folder = await folderFor(sandbox, { accounts: { shop: { users: {} } } });
  expect(await folder.outcomes()).toEqual(["acme/accounts/shop/users/carol@acme.io applied"]);
  expect(stored(sandbox)).toContain("  carol@acme.io (deactivated)");
  const { calls } = draftsFor(world(user(hq, "b@x.io")), "user", { [`${hq}/users/b@x.io`]: null });
  expect(calls.map(({ query, body }) => [query, body])).toEqual([[undefined, { active: false }]]);
  expect((await folder.plan()).summary.calls).toBe(0);
});

it("14, 15: deprecated flags, full names and dates are no difference", async () => {
  const sandbox = await start(seedOf([shop(carol)]));
  const folder = await folderFor(sandbox, {
    accounts: { hq: {}, shop: { users: { "carol@acme.io": { lastName: "Cooper" } } } },
  });
  const connection = connectAs(cloudElements, sandbox, ann);
  const get = (path: string) => connection.reader.read({ method: "GET", path: `/elements/api-v2${path}` });
  const before = await get("/users/carol%40acme.io");
  expect(await folder.outcomes()).toEqual(["acme/accounts/shop/users/carol@acme.io applied"]);
  const after = await get("/users/carol%40acme.io");
  await connection.close();
  expect(before).toMatchObject({ body: { fullName: "Carol Doe" } });
  expect(after).toMatchObject({ body: { fullName: "Carol Cooper" } });
  expect((await folder.plan()).summary.calls).toBe(0);
  expect(await folder.drift()).toEqual([]);
});

it("16: one user who is shown as a list of one is that user", async () => {
  const bare = { id: 1, email: ann, active: true };
  for (const answer of [bare, [bare]]) {
    const { reader } = fakeReader({ [`/users/${ann}`]: answer });
    expect(await cloudElements.reading.identify(reader)).toEqual({ id: ann, facts: { id: "1" } });
  }
});

describe("17: two-factor sign-in", () => {
  it("is read, and a difference is drift", async () => {
    const sandbox = await start(seedOf([], { twoFactorAuthEnabled: true }));
    const folder = await folderFor(sandbox, { twoFactorAuthEnabled: false });
    expect(await folder.drift()).toEqual(["changed acme"]);
  });

  it("where the server knows no call for it, the apply says where to go and does all else", async () => {
    const sandbox = await start(seedOf([shop()]));
    sandbox.setFaults([{ kind: "status", status: 405, route: "organizations/me", on: "writes" }]);
    const folder = await folderFor(
      sandbox,
      {
        twoFactorAuthEnabled: true,
        twoFactorAuthMethod: "sms",
        passwordPolicy: { minLength: 9 },
        accounts: { shop: { users: { "carol@acme.io": person("Carol") } } },
      },
      secrets,
    );
    const outcomes = await folder.outcomes();
    expect(outcomes[0]).toMatch(
      /^acme failed .*change it in the console, under Security\. 1 of 2 calls were carried out\.$/,
    );
    expect(outcomes[1]).toBe("acme/accounts/shop/users/carol@acme.io applied");
  });
});
