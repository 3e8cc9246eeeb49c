/** ACL groups (datica.md §2, §3). */
import { describe, expect, test } from "vitest";
import { acme, at, type Desk, O, open } from "./support.ts";

const groups = `/acls/${O}/groups`;
const list = async (desk: Desk) => at((await desk.ask("member", "GET", groups)).body, "groups");

const admins = {
  name: "Admins",
  acls: [],
  protected: true,
  members: [{ id: "u-grouped", email: "grouped@example.com" }],
};
const ops = {
  name: "Ops",
  acls: ["product:cluster:*:action:*:*:pods:get"],
  protected: false,
  members: [{ id: "u-member", email: "member@example.com" }],
};

test("come in a wrapper, each with its members", async () => {
  const desk = await open(acme);
  const { body } = await desk.ask("member", "GET", groups);
  expect(body).toEqual({ groups: [admins, ops] });
});

test("Admins is always there, and its members are never null", async () => {
  const desk = await open({
    users: [{ email: "member@example.com" }],
    orgs: [{ id: O, name: "Bare", members: { "member@example.com": "owner" } }],
  });
  expect(await list(desk)).toEqual([{ name: "Admins", acls: [], protected: true, members: [] }]);
});

describe("a group", () => {
  test("is made, changed and deleted", async () => {
    const desk = await open(acme);
    const made = await desk.ask("owner", "POST", groups, { name: "View Billing/EU", acls: ["a", "b"] });
    expect(made.status).toBe(200);
    const group = { name: "View Billing/EU", acls: ["a", "b"], protected: false, members: [] };
    expect(made.body).toEqual(group);
    expect(await list(desk)).toEqual([admins, ops, group]);
    const path = `${groups}/${encodeURIComponent("View Billing/EU")}`;
    expect((await desk.ask("owner", "PUT", `${path}/members/u-admin`)).status).toBe(204);
    const changed = await desk.ask("owner", "PUT", path, { acls: ["c"] });
    const members = [{ id: "u-admin", email: "admin@example.com" }];
    expect(changed.body).toEqual({ ...group, acls: ["c"], members });
    expect(await list(desk)).toEqual([admins, ops, { ...group, acls: ["c"], members }]);
    expect(await desk.ask("owner", "DELETE", path)).toMatchObject({ status: 204, body: undefined });
    expect(await list(desk)).toEqual([admins, ops]);
    expect((await desk.ask("owner", "DELETE", path)).status).toBe(404);
  });

  test("has a name of its own within the organization", async () => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "POST", groups, { name: "Ops", acls: [] })).status).toBe(409);
    expect((await desk.ask("owner", "POST", groups, { name: "Admins", acls: [] })).status).toBe(409);
    expect((await desk.ask("owner", "POST", groups, { name: "ops", acls: [] })).status).toBe(200);
  });

  test.each<[string, unknown]>([
    ["no name", { acls: [] }],
    ["an empty name", { name: "", acls: [] }],
    ["a name that is no text", { name: 1, acls: [] }],
    ["no acls", { name: "New" }],
    ["acls that are no list", { name: "New", acls: "a" }],
    ["acls that are null", { name: "New", acls: null }],
    ["an acl that is no text", { name: "New", acls: [1] }],
  ])("with %s is refused", async (_what, body) => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "POST", groups, body)).status).toBe(400);
    expect(await list(desk)).toEqual([admins, ops]);
  });

  test("keeps its acls where the new ones are malformed", async () => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "PUT", `${groups}/Ops`, { acls: [null] })).status).toBe(400);
    expect((await desk.ask("owner", "PUT", `${groups}/Nothing`, { acls: [] })).status).toBe(404);
    expect(await list(desk)).toEqual([admins, ops]);
  });
});

describe("a protected group", () => {
  test.each<["PUT" | "DELETE", unknown]>([
    ["PUT", { acls: ["x"] }],
    ["DELETE", undefined],
  ])("is neither edited nor deleted: %s", async (method, body) => {
    const desk = await open(acme);
    const answer = await desk.ask("owner", method, `${groups}/Admins`, body);
    expect(answer).toMatchObject({ status: 403, body: { code: 4003 } });
    expect(await list(desk)).toEqual([admins, ops]);
  });

  test("is joined and left", async () => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "PUT", `${groups}/Admins/members/u-member`)).status).toBe(204);
    expect((await desk.ask("owner", "DELETE", `${groups}/Admins/members/u-grouped`)).status).toBe(204);
    expect(await list(desk)).toMatchObject([{ members: [{ id: "u-member" }] }, ops]);
    // With the membership goes the power.
    expect((await desk.ask("grouped", "DELETE", `${groups}/Ops`)).status).toBe(403);
    expect((await desk.ask("member", "DELETE", `${groups}/Ops`)).status).toBe(204);
  });

  test("may be another one as well, where a seed says so", async () => {
    const orgs = acme.orgs.map((org) => ({ ...org, groups: { Fixed: { protected: true } } }));
    const desk = await open({ ...acme, orgs });
    expect((await desk.ask("owner", "DELETE", `${groups}/Fixed`)).status).toBe(403);
    expect((await desk.ask("owner", "PUT", `${groups}/Fixed/members/u-admin`)).status).toBe(204);
  });
});

describe("membership", () => {
  test("of somebody who is in it already is no change", async () => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "PUT", `${groups}/Ops/members/u-member`)).status).toBe(204);
    expect(await list(desk)).toEqual([admins, ops]);
  });

  test("is for members of the organization", async () => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "PUT", `${groups}/Ops/members/u-outsider`)).status).toBe(404);
    expect((await desk.ask("owner", "PUT", `${groups}/Ops/members/nobody`)).status).toBe(404);
    expect((await desk.ask("owner", "PUT", `${groups}/Nothing/members/u-member`)).status).toBe(404);
    expect((await desk.ask("owner", "DELETE", `${groups}/Ops/members/u-owner`)).status).toBe(404);
    expect(await list(desk)).toEqual([admins, ops]);
  });

  test("goes with the group, and does not come back with its name", async () => {
    const desk = await open(acme);
    await desk.ask("owner", "DELETE", `${groups}/Ops`);
    await desk.ask("owner", "POST", groups, { name: "Ops", acls: [] });
    expect(await list(desk)).toMatchObject([{}, { name: "Ops", members: [] }]);
  });
});
