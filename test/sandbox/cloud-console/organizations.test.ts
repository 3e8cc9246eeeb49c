/** Organizations and regions (cloud-console.md §3.2, §5). */
import { describe, expect, test } from "vitest";
import {
  acme,
  column,
  mail,
  open,
  records,
  site,
  team,
  tools,
  userId,
  users,
  uuid,
  world,
} from "./support.ts";

const nobody = uuid("ff");

describe("create", () => {
  test("makes the caller the owner of an empty organization", async () => {
    const desk = await open(world);
    const made = await desk.ask("grace", "POST E orgs", { name: "Grace & Söhne ☃" });
    expect(made).toMatchObject({ status: 200 });
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      name: "Grace & Söhne ☃",
      role: "owner",
    });
    const [{ id } = {}] = records((await desk.ask("grace", "GET E orgs")).body);
    expect((await desk.ask("grace", `GET E orgs/${id}`)).body).toEqual(made.body);
    for (const list of ["projects", "groups"]) {
      expect((await desk.ask("grace", `GET E orgs/${id}/${list}`)).body).toEqual([]);
    }
    expect((await desk.ask("grace", `GET E orgs/${id}/admins`)).body).toEqual([
      { id: userId("grace"), fullName: "grace", email: mail("grace"), role: "owner", pending: false },
    ]);
    expect((await desk.ask("grace", `GET B orgs/${id}/admins`)).body).toEqual({ emails: [] });
  });

  test("names need not be unique, not even to one owner", async () => {
    const desk = await open(world);
    for (const _turn of [1, 2])
      expect(await desk.verdict("alice", "POST E orgs", { name: "Acme" })).toBe("200");
    expect(column(await desk.ask("alice", "GET E orgs"), "name")).toEqual(["Acme", "Acme", "Acme"]);
  });
});

describe.each([
  ["create", "POST E orgs"],
  ["rename", `PUT E orgs/${acme}`],
  ["create a group", `POST E orgs/${acme}/groups`],
  ["rename a group", `PUT E orgs/${acme}/groups/${team}`],
])("%s: names", (_action, what) => {
  test.each([
    ["one letter", "a", "200"],
    ["a blank", " ", "200"],
    ["255 letters", "n".repeat(255), "200"],
    ["255 characters outside the first plane", "𝄞".repeat(255), "200"],
    ["__proto__", "__proto__", "200"],
    ["a slash", "a/b", "200"],
    ["markup", "<b>&amp;</b>", "200"],
    ["none", undefined, "400 invalid_name"],
    ["an empty one", "", "400 invalid_name"],
    ["256 letters", "n".repeat(256), "400 invalid_name"],
    ["a megabyte", "n".repeat(1_000_000), "400 invalid_name"],
    ["null", null, "400 invalid_name"],
    ["a number", 7, "400 invalid_name"],
    ["a list", ["a"], "400 invalid_name"],
    ["a control character", "a\u0000b", "400 invalid_name"],
    ["half a character", "\ud834", "400 invalid_name"],
  ])("%s", async (_name, name, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("alice", what, { name })).toBe(verdict);
  });
});

test("rename keeps the id and everything else", async () => {
  const desk = await open(world);
  const renamed = await desk.ask("alice", `PUT E orgs/${acme}`, { name: "Emca", id: nobody, role: "member" });
  expect(renamed.body).toEqual({ id: acme, name: "Emca", role: "owner" });
  expect((await desk.ask("carol", `GET E orgs/${acme}`)).body).toEqual({
    id: acme,
    name: "Emca",
    role: "member",
  });
  expect((await desk.ask("carol", `GET E orgs/${acme}/projects`)).body).toHaveLength(1);
});

describe("delete", () => {
  test("needs that there is no project left in any region", async () => {
    const desk = await open(world);
    const remove = () => desk.verdict("alice", `DELETE E orgs/${acme}`);
    expect(await remove()).toBe("409 org_has_projects");
    await desk.ask("alice", `DELETE I(eastern-switzerland) ${acme}/projects/${site}`);
    expect(await remove()).toBe("409 org_has_projects");
    await desk.ask("alice", `DELETE I(vienna) ${acme}/projects/${tools}`);
    expect(await remove()).toBe("200");
    expect(await remove()).toBe("404 organization_not_found");
  });

  test("takes groups, invitations, grants, the offer of ownership and the billing list along", async () => {
    const [organization] = world.organizations;
    const groups = organization?.groups.map((group) => ({ ...group, projects: [] }));
    const desk = await open({
      ...world,
      organizations: [{ ...organization, projects: [], groups, transfer: mail("bob") }],
    });
    expect(await desk.links("bob")).toHaveLength(1);
    expect(await desk.verdict("alice", `DELETE E orgs/${acme}`)).toBe("200");
    for (const name of ["alice", "bob", "carol", "dave", "erin", "frank"]) {
      expect((await desk.ask(name, "GET E orgs")).body).toEqual([]);
      expect((await desk.ask(name, "GET B orgs")).body).toEqual([]);
      expect(await desk.links(name)).toEqual([]);
    }
    expect(desk.dump()).toMatchObject({ organizations: [] });
    // The people stay.
    expect(Object.keys(desk.tokens)).toHaveLength(users.length);
  });
});

describe("leave", () => {
  test("an administrator loses the grant and sees nothing any more", async () => {
    const desk = await open(world);
    expect(await desk.verdict("bob", `DELETE E orgs/${acme}/membership`)).toBe("200");
    expect(await desk.verdict("bob", `GET E orgs/${acme}`)).toBe("404 organization_not_found");
    expect(column(await desk.ask("alice", `GET E orgs/${acme}/admins`), "email")).toEqual([
      mail("alice"),
      mail("erin"),
    ]);
  });

  test("a member leaves all groups at once, those of other organizations not", async () => {
    const desk = await open({
      users,
      organizations: [
        {
          id: acme,
          name: "Acme",
          owner: mail("alice"),
          groups: ["a", "b", "c"].map((name) => ({ name, members: [mail("carol"), mail("grace")] })),
        },
        { name: "Other", owner: mail("alice"), groups: [{ name: "a", members: [mail("carol")] }] },
      ],
    });
    expect(await desk.verdict("carol", `DELETE E orgs/${acme}/membership`)).toBe("200");
    expect(column(await desk.ask("carol", "GET E orgs"), "name")).toEqual(["Other"]);
    for (const id of column(await desk.ask("alice", `GET E orgs/${acme}/groups`), "id")) {
      expect((await desk.ask("alice", `GET E orgs/${acme}/groups/${id}`)).body).toMatchObject({
        members: [{ email: mail("grace") }],
      });
    }
  });

  test("the owner cannot", async () => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `DELETE E orgs/${acme}/membership`)).toBe("409 owner_cannot_leave");
  });

  test("the billing role stays", async () => {
    const [organization] = world.organizations;
    const desk = await open({
      ...world,
      organizations: [{ ...organization, billingAdministrators: [mail("bob"), mail("carol")] }],
    });
    for (const name of ["bob", "carol"]) {
      expect(await desk.verdict(name, `DELETE E orgs/${acme}/membership`)).toBe("200");
      expect((await desk.ask(name, "GET E orgs")).body).toEqual([]);
      expect(column(await desk.ask(name, "GET B orgs"), "role")).toEqual(["billing_admin"]);
      expect(await desk.verdict(name, `DELETE E orgs/${acme}/membership`)).toBe("404 organization_not_found");
    }
  });
});

test("the list has the own role in each, and the same name twice", async () => {
  const desk = await open({
    users,
    organizations: [
      { name: "One", owner: mail("alice") },
      { name: "Two", owner: mail("bob"), administrators: [mail("alice")] },
      { name: "Two", owner: mail("bob"), groups: [{ name: "g", members: [mail("alice")] }] },
      { name: "Four", owner: mail("bob"), billingAdministrators: [mail("alice")] },
      { name: "Five", owner: mail("bob"), invitedAdministrators: [mail("alice")] },
    ],
  });
  const seen = records((await desk.ask("alice", "GET E orgs")).body);
  expect(seen.map(({ name, role }) => [name, role])).toEqual([
    ["One", "owner"],
    ["Two", "administrator"],
    ["Two", "member"],
  ]);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(3);
});

test("regions have a name to show and a slug for apps", async () => {
  const desk = await open(world);
  expect((await desk.ask("grace", "GET E regions")).body).toEqual([
    { name: "Eastern-Switzerland", slug: "eastern-switzerland" },
    { name: "Upper-Austria", slug: "upper-austria" },
    { name: "Vienna", slug: "vienna" },
  ]);
});

test("oneself is told to everybody", async () => {
  const desk = await open(world);
  expect((await desk.ask("grace", "GET E users/me")).body).toEqual({
    id: userId("grace"),
    email: mail("grace"),
    fullName: "grace",
  });
});
