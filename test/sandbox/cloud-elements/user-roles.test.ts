/** Granting and revoking roles of users (cloud-elements.md §2, §3d). */
import { describe, expect, test } from "vitest";
import { acme, boss, clerk, each, idOf, ids, member, newUser, open } from "./support.ts";

const path = `/users/${ids.member}/roles`;

test("a role is granted, listed with its privileges, and revoked", async () => {
  const { ask } = await open(acme);
  const granted = await ask(boss, "PUT", `${path}/admin`);
  expect([granted.status, granted.json]).toEqual([200, expect.objectContaining({ key: "admin" })]);
  const listed = await ask(boss, "GET", path);
  expect(each(listed, "key")).toEqual(["admin", "default-user"]);
  expect(listed.json).toContainEqual(granted.json);
  expect((await ask(member, "GET", "/users")).status).toBe(200);
  const revoked = await ask(boss, "DELETE", `${path}/admin`);
  expect([revoked.status, revoked.text]).toEqual([200, ""]);
  expect(each(await ask(member, "GET", path), "key")).toEqual(["default-user"]);
  expect((await ask(member, "GET", "/users")).status).toBe(403);
});

describe("the order of refusals", () => {
  // Each row would also earn the refusals of all rows below it.
  const rows = [
    ["an unknown role", "/users/-1/roles/foo", 400],
    ["an unknown user", "/users/-1/roles/sys-admin", 404],
    ["a user of another organization", "/users/1/roles/sys-admin", 403],
    ["oneself", `/users/${ids.boss}/roles/sys-admin`, 403],
    ["a role of the vendor's staff", `${path}/sys-admin`, 403],
  ] as const;

  test.each(rows)("%s: %s", async (_what, at, status) => {
    const desk = await open(acme);
    const before = desk.dump();
    expect((await desk.ask(boss, "PUT", at)).status).toBe(status);
    expect((await desk.ask(boss, "DELETE", at, null)).status).toBe(status);
    expect(desk.dump()).toEqual(before);
  });

  test.each(rows)(
    "whoever is no administrator of the organization hears 403 instead: %s",
    async (_what, at) => {
      const { ask } = await open(acme);
      expect((await ask(clerk, "PUT", at)).status).toBe(403);
    },
  );

  test("a role that is held already is a conflict, one that is not held is not found", async () => {
    const { ask } = await open(acme);
    expect((await ask(boss, "PUT", `${path}/admin`)).status).toBe(200);
    expect((await ask(boss, "PUT", `${path}/admin`)).status).toBe(409);
    expect((await ask(boss, "DELETE", `${path}/admin`)).status).toBe(200);
    expect((await ask(boss, "DELETE", `${path}/admin`)).status).toBe(404);
  });
});

describe("organization administrators", () => {
  test("come from the default account only", async () => {
    const { ask } = await open(acme);
    expect((await ask(boss, "PUT", `${path}/org-admin`)).status).toBe(403);
    expect((await ask(boss, "PUT", `/users/${ids.clerk}/roles/org-admin`)).status).toBe(200);
    expect((await ask(clerk, "GET", "/accounts")).status).toBe(200);
  });

  test("can demote each other, but not themselves", async () => {
    const { ask } = await open(acme);
    await ask(boss, "PUT", `/users/${ids.clerk}/roles/org-admin`);
    expect((await ask(boss, "DELETE", `/users/${ids.boss}/roles/org-admin`)).status).toBe(403);
    expect((await ask(boss, "PUT", `/users/${ids.boss}/roles/admin`)).status).toBe(403);
    expect((await ask(clerk, "DELETE", `/users/${ids.boss}/roles/org-admin`)).status).toBe(200);
    expect((await ask(boss, "GET", "/accounts")).status).toBe(403);
  });
});

describe("base roles", () => {
  test("can be set, which overrides the platform's choice", async () => {
    const { ask } = await open(acme);
    expect((await ask(boss, "PUT", `${path}/default-user`)).status).toBe(409);
    expect((await ask(boss, "PUT", `${path}/org`)).status).toBe(200);
    expect(each(await ask(boss, "GET", path), "key")).toEqual(["org"]);
  });

  test("can be taken away altogether", async () => {
    const { ask } = await open(acme);
    await ask(boss, "DELETE", `${path}/default-user`);
    expect((await ask(member, "GET", path)).json).toEqual([]);
    expect((await ask(member, "GET", "/elements")).status).toBe(403);
  });
});

describe("reading roles", () => {
  test.each([
    ["of another organization", "/users/1/roles", 403],
    ["of nobody", "/users/-1/roles", 404],
    ["by mail", `/users/${clerk}/roles`, 404],
  ])("%s: %s is %i", async (_what, at, status) => {
    const { ask } = await open(acme);
    expect((await ask(boss, "GET", at)).status).toBe(status);
  });

  test("of others is for administrators of the organization", async () => {
    const { ask } = await open(acme);
    expect((await ask(clerk, "GET", path)).status).toBe(403);
    expect((await ask(clerk, "GET", `/users/${ids.clerk}/roles`)).status).toBe(200);
  });
});

test("a new user starts with the role of the account's kind", async () => {
  const { ask } = await open(acme);
  const home = idOf(await ask(boss, "POST", "/organizations/users", newUser("zoe")));
  const shop = idOf(await ask(boss, "POST", `/accounts/${ids.shop}/users`, newUser("yan")));
  expect(each(await ask(boss, "GET", `/users/${home}/roles`), "key")).toEqual(["org"]);
  expect(each(await ask(boss, "GET", `/users/${shop}/roles`), "key")).toEqual(["default-user"]);
});
