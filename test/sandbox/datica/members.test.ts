/** Organizations, their members and roles (datica.md §2, §3, §5). */
import { describe, expect, test } from "vitest";
import { acme, at, E, O, open, roles } from "./support.ts";

const user = (id: string): string => `/orgs/${O}/users/${id}`;

describe("an organization", () => {
  test("is listed with the caller's role, to those who are in it", async () => {
    const desk = await open(acme);
    const seen = (roleID: number) => [{ id: O, name: "Acme", description: "Acme Health", roleID }];
    expect((await desk.ask("owner", "GET", "/orgs")).body).toEqual(seen(1));
    expect((await desk.ask("admin", "GET", "/orgs")).body).toEqual(seen(3));
    expect((await desk.ask("member", "GET", "/orgs")).body).toEqual(seen(5));
    expect((await desk.ask("outsider", "GET", "/orgs")).body).toEqual([]);
  });

  test("tells what is set of it, and changes what is given only", async () => {
    const desk = await open(acme);
    const described = { id: O, name: "Acme", description: "Acme Health", mfaRequired: false };
    expect((await desk.ask("member", "GET", `/orgs/${O}`)).body).toEqual(described);
    expect((await desk.ask("owner", "PUT", `/orgs/${O}`, {})).body).toEqual(described);
    const changes = [{ name: "New" }, { description: "" }, { mfaRequired: true }];
    for (const change of changes) {
      const { body } = await desk.ask("owner", "PUT", `/orgs/${O}`, change);
      expect(body).toEqual(Object.assign(described, change));
    }
    expect((await desk.ask("member", "GET", `/orgs/${O}`)).body).toEqual(described);
  });

  test("knows three roles, the same for all", async () => {
    const desk = await open(acme);
    const { body } = await desk.ask("outsider", "GET", "/orgs/roles");
    expect(body).toEqual([
      { id: 1, name: "owner" },
      { id: 3, name: "admin" },
      { id: 5, name: "member" },
    ]);
  });
});

describe("members", () => {
  test("are a bare list, with nothing but these four fields", async () => {
    const desk = await open(acme);
    const { body } = await desk.ask("member", "GET", `/orgs/${O}/users`);
    expect(body).toHaveLength(5);
    expect(body).toContainEqual({ id: "u-owner", name: "owner", email: "owner@example.com", roleID: 1 });
    expect(body).toContainEqual({ id: "u-admin", name: "admin", email: "admin@example.com", roleID: 3 });
    expect(body).toContainEqual({ id: "u-member", name: "member", email: "member@example.com", roleID: 5 });
  });

  test("are told one by one", async () => {
    const desk = await open(acme);
    const { body } = await desk.ask("member", "GET", user("u-admin"));
    expect(body).toEqual({ id: "u-admin", name: "admin", email: "admin@example.com", roleID: 3 });
    expect((await desk.ask("member", "GET", user("u-outsider"))).status).toBe(404);
    expect((await desk.ask("member", "GET", user("nobody"))).status).toBe(404);
  });

  test("are promoted and demoted by an owner to any role", async () => {
    const desk = await open(acme);
    for (const role of [3, 1, 5]) {
      const { status, body } = await desk.ask("owner", "PUT", user("u-member"), { role });
      expect(status).toBe(200);
      expect(body).toEqual({ id: "u-member", name: "member", email: "member@example.com", roleID: role });
      expect(await roles(desk)).toMatchObject({ "member@example.com": role });
    }
  });

  test("a new owner has an owner's powers at once, a former one no more", async () => {
    const desk = await open(acme);
    await desk.ask("owner", "PUT", user("u-admin"), { role: 1 });
    expect((await desk.ask("admin", "PUT", user("u-owner"), { role: 5 })).status).toBe(200);
    expect((await desk.ask("owner", "PUT", user("u-admin"), { role: 5 })).status).toBe(403);
    expect((await desk.ask("owner", "GET", `/orgs/${O}/invites`)).status).toBe(403);
  });

  test("the same role again is no change", async () => {
    const desk = await open(acme);
    const before = desk.dump();
    expect((await desk.ask("owner", "PUT", user("u-owner"), { role: 1 })).status).toBe(200);
    expect((await desk.ask("owner", "PUT", user("u-member"), { role: 5 })).status).toBe(200);
    expect(desk.dump()).toEqual(before);
  });
});

describe("the last owner", () => {
  test.each([3, 5])("is not demoted to %d", async (role) => {
    const desk = await open(acme);
    expect(await desk.ask("owner", "PUT", user("u-owner"), { role })).toMatchObject({
      status: 409,
      body: { code: 4009 },
    });
    expect(await roles(desk)).toMatchObject({ "owner@example.com": 1 });
  });

  test("is not removed", async () => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "DELETE", user("u-owner"))).status).toBe(409);
    expect(await roles(desk)).toMatchObject({ "owner@example.com": 1 });
  });

  test("is one no longer once there is another", async () => {
    const desk = await open(acme);
    await desk.ask("owner", "PUT", user("u-admin"), { role: 1 });
    expect((await desk.ask("owner", "DELETE", user("u-owner"))).status).toBe(204);
    expect(await desk.ask("admin", "DELETE", user("u-admin"))).toMatchObject({ status: 409 });
    expect((await desk.ask("owner", "GET", `/orgs/${O}`)).status).toBe(403);
  });
});

describe("removing a member", () => {
  test("takes away all access to the organization's environments, and the groups, there only", async () => {
    const twice = {
      ...acme,
      orgs: [
        ...acme.orgs,
        {
          id: "org-2",
          name: "Other",
          members: { "outsider@example.com": "owner", "granted@example.com": "member" },
          groups: { Admins: { members: ["granted@example.com"] } },
        },
      ],
      environments: [
        ...acme.environments,
        { id: "env-2", name: "staging", organization: O, users: ["granted@example.com"] },
        { id: "env-3", name: "other", organization: "org-2", users: ["granted@example.com"] },
      ],
    };
    const desk = await open(twice);
    await desk.ask("owner", "PUT", `/acls/${O}/groups/Ops/members/u-granted`);
    expect(await desk.ask("owner", "DELETE", user("u-granted"))).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(await roles(desk)).not.toHaveProperty("granted@example.com");
    for (const id of [E, "env-2"]) {
      expect((await desk.ask("owner", "GET", `/environments/${id}/users`)).body).toEqual({ users: [] });
      expect((await desk.ask("granted", "GET", `/environments/${id}`)).status).toBe(403);
    }
    const groups = (await desk.ask("owner", "GET", `/acls/${O}/groups`)).body;
    expect(JSON.stringify(groups)).not.toContain("u-granted");
    expect((await desk.ask("granted", "GET", "/environments/env-3")).status).toBe(200);
    expect(JSON.stringify((await desk.ask("granted", "GET", "/acls/org-2/groups")).body)).toContain(
      "u-granted",
    );
    // The account is theirs, and stays.
    expect((await desk.ask("granted", "GET", "/auth/verify")).status).toBe(200);
  });

  test("and inviting them again brings none of it back", async () => {
    const desk = await open(acme);
    await desk.ask("owner", "DELETE", user("u-granted"));
    const invite = { email: "granted@example.com", role: 5, linkTemplate: "{inviteCode}" };
    expect((await desk.ask("owner", "POST", `/orgs/${O}/invites`, invite)).status).toBe(200);
    expect(desk.answer("accept", "granted@example.com")).toBe(1);
    expect((await desk.ask("granted", "GET", `/environments/${E}`)).status).toBe(403);
    expect((await desk.ask("owner", "GET", `/environments/${E}/users`)).body).toEqual({ users: [] });
  });

  test("twice is 404, and so is somebody who never was one", async () => {
    const desk = await open(acme);
    await desk.ask("owner", "DELETE", user("u-member"));
    expect((await desk.ask("owner", "DELETE", user("u-member"))).status).toBe(404);
    expect((await desk.ask("admin", "DELETE", user("u-outsider"))).status).toBe(404);
    expect((await desk.ask("owner", "PUT", user("u-outsider"), { role: 5 })).status).toBe(404);
  });

  test("is nothing that an admin does to admins and owners, nor to themself", async () => {
    const desk = await open(acme);
    expect((await desk.ask("admin", "DELETE", user("u-owner"))).status).toBe(403);
    expect((await desk.ask("admin", "DELETE", user("u-admin"))).status).toBe(403);
    expect((await desk.ask("member", "DELETE", user("u-member"))).status).toBe(403);
  });
});

test("order of checks: session, organization, membership, role, the other person, the body", async () => {
  const desk = await open(acme);
  const status = async (who: string | null, path: string, body: unknown = { role: "x" }) =>
    (await desk.ask(who, "PUT", path, body)).status;
  expect(await status(null, "/orgs/nothing/users/u-member")).toBe(401);
  expect(await status("outsider", "/orgs/nothing/users/u-member")).toBe(404);
  expect(await status("outsider", user("nobody"))).toBe(403);
  expect(await status("admin", user("nobody"))).toBe(403);
  expect(await status("owner", user("nobody"))).toBe(404);
  expect(await status("owner", user("u-owner"))).toBe(400);
  expect(await status("owner", user("u-owner"), { role: 5 })).toBe(409);
});

test("ids are not names: a path is decoded once", async () => {
  const odd = { id: "a/b c%", name: "Odd", members: { "owner@example.com": "owner" } };
  const desk = await open({ ...acme, orgs: [odd], environments: [] });
  const { body } = await desk.ask("owner", "GET", `/orgs/${encodeURIComponent(odd.id)}`);
  expect(at(body, "name")).toBe("Odd");
  expect((await desk.ask("owner", "GET", "/orgs/a/b c%")).status).toBe(404);
});
