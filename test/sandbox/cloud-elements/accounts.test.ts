/** Accounts and their life (cloud-elements.md §3b, §3c, §5.7, §5.8). */
import { describe, expect, test } from "vitest";
import { records } from "../harness/open.ts";
import {
  acme,
  admin,
  base,
  boss,
  each,
  idOf,
  ids,
  member,
  message,
  newUser,
  open,
  secretsOf,
} from "./support.ts";

const today = () => new Date().toISOString().slice(0, 10);

describe("a new account", () => {
  test("needs an external id, and is called so", async () => {
    const desk = await open(acme);
    const answer = await desk.ask(boss, "POST", "/accounts", { externalId: "kiosk" });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      id: 1003,
      externalId: "kiosk",
      name: "kiosk",
      description: "kiosk",
      active: true,
      companyId: ids.acme,
      createdDate: today(),
      defaultAccount: false,
      type: "CompanyAccount",
    });
    expect((await desk.ask(boss, "GET", `/accounts/${idOf(answer)}`)).json).toEqual(answer.json);
  });

  test("may have a name and a description of its own", async () => {
    const desk = await open(acme);
    const body = { externalId: "k", name: "Kiosk", description: "Sells papers" };
    expect((await desk.ask(boss, "POST", "/accounts/", body)).json).toMatchObject(body);
  });

  test.each([
    [{}],
    [{ externalId: "" }],
    [{ externalId: null }],
    [{ externalId: 5 }],
    [{ name: "x" }],
    [[]],
    ["x"],
    [null],
  ])("is not made of %j", async (body) => {
    const desk = await open(acme);
    const before = desk.dump();
    expect((await desk.ask(boss, "POST", "/accounts", body)).status).toBe(400);
    expect(desk.dump()).toEqual(before);
  });

  test("cannot have the external id of an active one, but that of a deleted one", async () => {
    const desk = await open(acme);
    const again = { externalId: "shop" };
    expect((await desk.ask(boss, "POST", "/accounts", again)).status).toBe(409);
    await desk.ask(boss, "DELETE", `/accounts/${ids.shop}`);
    const made = await desk.ask(boss, "POST", "/accounts", again);
    expect(made.status).toBe(200);
    expect(idOf(made)).not.toBe(ids.shop);
    // Nor can the old one come back now.
    expect((await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { active: true })).status).toBe(409);
  });

  test("may have the external id of one in another organization", async () => {
    const desk = await open(acme);
    expect((await desk.ask(boss, "POST", "/accounts", { externalId: "other" })).status).toBe(200);
  });
});

describe("the list", () => {
  test("has the active ones, the default one included, and none of others", async () => {
    const desk = await open(acme);
    await desk.ask(boss, "PATCH", `/accounts/${ids.empty}`, { active: false });
    const answer = await desk.ask(boss, "GET", "/accounts");
    expect(each(answer, "externalId")).toEqual(["home", "shop"]);
    expect(each(answer, "defaultAccount")).toEqual([true, false]);
    expect(each(answer, "type")).toEqual(["Default", "CompanyAccount"]);
  });

  test.each(["/accounts", "/accounts/"])("is at %s, and under the organization", async (path) => {
    const desk = await open(acme);
    const answer = await desk.ask(boss, "GET", path);
    expect(answer.json).toEqual((await desk.ask(boss, "GET", `/organizations/${ids.acme}/accounts`)).json);
  });
});

describe("an account", () => {
  test.each([-1, 1, 99_999, "x", "1e3", "1000.0", "__proto__"])("%s is not found", async (id) => {
    const desk = await open(acme);
    for (const [method, body] of [
      ["GET"],
      ["PATCH", {}],
      ["PUT", { externalId: "x" }],
      ["DELETE"],
    ] as const) {
      expect([method, (await desk.ask(boss, method, `/accounts/${id}`, body)).status]).toEqual([method, 404]);
    }
  });

  test("is patched field by field", async () => {
    const desk = await open(acme);
    const answer = await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { name: "Store" });
    expect(answer.json).toMatchObject({
      name: "Store",
      externalId: "shop",
      description: "shop",
      updatedDate: today(),
    });
    const more = await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { externalId: "s", description: "" });
    expect(more.json).toMatchObject({ name: "Store", externalId: "s", description: "" });
    expect((await desk.ask(boss, "GET", `/accounts/${ids.shop}`)).json).toEqual(more.json);
  });

  test("is put as a whole", async () => {
    const desk = await open(acme);
    const answer = await desk.ask(boss, "PUT", `/accounts/${ids.shop}`, { externalId: "s" });
    expect(answer.json).toMatchObject({ name: "s", externalId: "s", description: "s", active: true });
    expect((await desk.ask(boss, "PUT", `/accounts/${ids.shop}`, { name: "s" })).status).toBe(400);
  });

  test.each([{ name: "" }, { name: null }, { externalId: 1 }, { active: "yes" }, { description: {} }])(
    "is not changed by %j",
    async (body) => {
      const desk = await open(acme);
      const before = desk.dump();
      expect((await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, body)).status).toBe(400);
      expect(desk.dump()).toEqual(before);
    },
  );

  test("does not take the external id of another", async () => {
    const desk = await open(acme);
    expect((await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { externalId: "home" })).status).toBe(409);
    expect((await desk.ask(boss, "PUT", `/accounts/${ids.shop}`, { externalId: "home" })).status).toBe(409);
    expect((await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { externalId: "shop" })).status).toBe(200);
  });
});

describe("deactivated", () => {
  test("it is gone from the list, still readable, and its users stay but stand outside", async () => {
    const desk = await open(acme);
    const off = await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { active: false });
    expect(off.json).toMatchObject({ id: ids.shop, active: false });
    expect(each(await desk.ask(boss, "GET", "/accounts"), "id")).not.toContain(ids.shop);
    expect((await desk.ask(boss, "GET", `/accounts/${ids.shop}`)).json).toEqual(off.json);
    expect(each(await desk.ask(boss, "GET", `/accounts/${ids.shop}/users`), "active")).toEqual([true, true]);
    expect((await desk.ask(admin, "GET", "/users")).status).toBe(401);
  });

  test("and active again, its users are back without further ado, with their secrets", async () => {
    const desk = await open(acme);
    const header = secretsOf(desk, admin);
    await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { active: false });
    const on = await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { active: true });
    expect(on.json).toMatchObject({ active: true });
    expect(each(await desk.ask(boss, "GET", "/accounts"), "id")).toContain(ids.shop);
    const answer = await desk.knock("GET", "/users", undefined, { authorization: header });
    expect(each(answer, "email")).toEqual([admin, member]);
  });

  test("for good, its users are gone", async () => {
    const desk = await open(acme);
    const path = `/accounts/${ids.shop}?permanent=true`;
    expect((await desk.ask(boss, "PATCH", path, { active: false })).json).toMatchObject({ active: false });
    await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { active: true });
    expect((await desk.ask(boss, "GET", `/accounts/${ids.shop}/users/${ids.member}`)).status).toBe(404);
    expect((await desk.ask(boss, "GET", `/users/${ids.member}`)).status).toBe(404);
  });

  test("permanent means nothing without it", async () => {
    const desk = await open(acme);
    await desk.ask(boss, "PATCH", `/accounts/${ids.shop}?permanent=true`, { name: "Store" });
    expect((await desk.ask(boss, "GET", `/users/${ids.member}`)).status).toBe(200);
  });
});

describe("deleted", () => {
  test("it is deactivated, and its users are gone for good", async () => {
    const desk = await open(acme);
    const answer = await desk.ask(boss, "DELETE", `/accounts/${ids.shop}`);
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect((await desk.ask(boss, "GET", `/accounts/${ids.shop}`)).json).toMatchObject({ active: false });
    await desk.ask(boss, "PATCH", `/accounts/${ids.shop}`, { active: true });
    expect(each(await desk.ask(boss, "GET", "/accounts"), "id")).toContain(ids.shop);
    const users = await desk.ask(boss, "GET", `/accounts/${ids.shop}/users`);
    expect([users.status, message(users)]).toEqual([404, "No users found"]);
    // A mail that is free again can be somebody new.
    const again = newUser("mina", { email: member });
    expect((await desk.ask(boss, "POST", `/accounts/${ids.shop}/users`, again)).status).toBe(200);
  });

  test("twice is no error", async () => {
    const desk = await open(acme);
    await desk.ask(boss, "DELETE", `/accounts/${ids.shop}`);
    expect((await desk.ask(boss, "DELETE", `/accounts/${ids.shop}`)).status).toBe(200);
  });

  test("never the default account", async () => {
    const desk = await open(acme);
    const before = desk.dump();
    expect((await desk.ask(boss, "DELETE", `/accounts/${ids.home}`)).status).toBe(403);
    expect((await desk.ask(boss, "PATCH", `/accounts/${ids.home}`, { active: false })).status).toBe(403);
    expect(desk.dump()).toEqual(before);
    expect((await desk.ask(boss, "PATCH", `/accounts/${ids.home}`, { name: "Home" })).status).toBe(200);
  });
});

describe("under an organization", () => {
  test.each([
    ["-1", 404],
    ["77", 404],
    ["x", 404],
    ["1", 403],
  ])("%s: %i", async (id, status) => {
    const { ask } = await open(acme);
    expect((await ask(boss, "GET", `/organizations/${id}/accounts`)).status).toBe(status);
    expect((await ask(boss, "GET", `/organizations/${id}/accounts/1`)).status).toBe(status);
  });

  test("an account of another one is not found", async () => {
    const { ask } = await open(acme);
    expect((await ask(boss, "GET", `/organizations/${ids.acme}/accounts/1`)).status).toBe(404);
    expect((await ask(boss, "GET", `/organizations/${ids.acme}/accounts/-1`)).status).toBe(404);
    expect((await ask(boss, "GET", `/organizations/${ids.acme}/accounts/${ids.shop}`)).json).toMatchObject({
      externalId: "shop",
    });
  });
});

describe("roles of accounts", () => {
  const path = `/accounts/${ids.shop}/roles`;

  test("are given, listed and taken away", async () => {
    const { ask } = await open(acme);
    const given = await ask(boss, "PUT", `${path}/admin`);
    expect([given.status, given.json]).toEqual([
      200,
      expect.objectContaining({ key: "admin", name: "Account" }),
    ]);
    expect((await ask(boss, "GET", path)).json).toEqual([given.json]);
    expect((await ask(boss, "PUT", `${path}/admin`)).status).toBe(409);
    const taken = await ask(boss, "DELETE", `${path}/admin`);
    expect([taken.status, taken.text]).toEqual([200, ""]);
    expect((await ask(boss, "GET", path)).json).toEqual([]);
    expect((await ask(boss, "DELETE", `${path}/admin`)).status).toBe(404);
  });

  // Each row would also earn the refusals of all rows below it.
  test.each([
    ["an unknown role", "/accounts/-1/roles/foo", 400],
    ["an unknown account", "/accounts/-1/roles/sys-admin", 404],
    ["an account of another organization", "/accounts/1/roles/sys-admin", 403],
    ["a role of the vendor's staff", `${path}/sys-admin`, 403],
    ["an administrator of the organization in a customer's account", `${path}/org-admin`, 403],
  ])("%s is refused before what comes after it", async (_what, at, status) => {
    const desk = await open(acme);
    const before = desk.dump();
    expect((await desk.ask(boss, "PUT", at)).status).toBe(status);
    if (!at.endsWith("org-admin")) expect((await desk.ask(boss, "DELETE", at)).status).toBe(status);
    expect(desk.dump()).toEqual(before);
  });

  test.each([
    ["/accounts/-1/roles", 404],
    ["/accounts/1/roles", 403],
  ])("%s: %i", async (at, status) => {
    const { ask } = await open(acme);
    expect((await ask(boss, "GET", at)).status).toBe(status);
  });
});

describe("settings", () => {
  test("are flat, of the own account, and merged", async () => {
    const { ask } = await open(acme);
    expect((await ask(member, "GET", "/accounts/settings")).json).toEqual({});
    await ask(member, "PATCH", "/accounts/settings", { colour: "red", size: 4, loud: false });
    const answer = await ask(admin, "PATCH", "/accounts/settings", { size: null, colour: "blue" });
    expect(answer.json).toEqual({ colour: "blue", loud: false });
    expect((await ask(member, "GET", "/accounts/settings")).json).toEqual({ colour: "blue", loud: false });
    expect((await ask(boss, "GET", "/accounts/settings")).json).toEqual({});
  });

  test("take odd keys as they are", async () => {
    const desk = await open(acme);
    const response = await fetch(`${desk.url}${base}/accounts/settings`, {
      method: "PATCH",
      headers: { authorization: secretsOf(desk, boss), "content-type": "application/json" },
      body: '{"__proto__":"x","constructor":1}',
    });
    expect(await response.text()).toBe('{"__proto__":"x","constructor":1}');
    expect((await desk.ask(boss, "GET", "/accounts/settings")).text).toBe(
      '{"__proto__":"x","constructor":1}',
    );
  });

  test.each([{ a: {} }, { a: [] }, [], "x", null])("are not %j", async (body) => {
    const { ask } = await open(acme);
    expect((await ask(boss, "PATCH", "/accounts/settings", body)).status).toBe(400);
  });
});

test("an id is never given out twice", async () => {
  const { ask } = await open(acme);
  const seen = new Set<number>();
  for (let n = 0; n < 4; n += 1) {
    const made = idOf(await ask(boss, "POST", "/accounts", { externalId: "again" }));
    expect(seen.has(made)).toBe(false);
    seen.add(made);
    await ask(boss, "DELETE", `/accounts/${made}`);
  }
  expect(records((await ask(boss, "GET", "/accounts")).json)).toHaveLength(3);
});
