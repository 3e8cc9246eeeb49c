/** Groups, what they hold and who sits in them (cloud-console.md §3.4, §5.6, §6.1). */
import { describe, expect, test } from "vitest";
import {
  acme,
  column,
  lab,
  mail,
  open,
  projectId,
  record,
  site,
  team,
  tools,
  userId,
  users,
  uuid,
  world,
} from "./support.ts";

const groups = `E orgs/${acme}/groups`;
const members = `${groups}/${team}/members`;
const absent = uuid("ff");

describe("groups", () => {
  test("are made empty, and then they are there", async () => {
    const desk = await open(world);
    const made = await desk.ask("bob", `POST ${groups}`, { name: "new", projects: [site] });
    expect(made.body).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: "new" });
    expect((await desk.ask("bob", `GET ${groups}`)).body).toEqual([
      { id: team, name: "team" },
      { id: lab, name: "lab" },
      made.body,
    ]);
    expect((await desk.ask("bob", `GET ${groups}/${record(made.body)["id"]}`)).body).toEqual({
      ...record(made.body),
      projects: [],
      members: [],
    });
  });

  test("a name is taken once by organization, case and all", async () => {
    const desk = await open(world);
    const other = record((await desk.ask("alice", "POST E orgs", { name: "Other" })).body)["id"];
    expect(await desk.verdict("alice", `POST ${groups}`, { name: "team" })).toBe("409 group_name_taken");
    expect(await desk.verdict("alice", `POST ${groups}`, { name: "Team" })).toBe("200");
    expect(await desk.verdict("alice", `POST E orgs/${other}/groups`, { name: "team" })).toBe("200");
  });

  test("hold two tables: projects with the region's slug, people with pending rows", async () => {
    const desk = await open(world);
    expect((await desk.ask("bob", `GET ${groups}/${team}`)).body).toEqual({
      id: team,
      name: "team",
      projects: [{ id: site, name: "site", region: "eastern-switzerland" }],
      members: [
        { id: userId("carol"), fullName: "carol", email: mail("carol"), pending: false },
        { id: mail("frank"), fullName: "", email: mail("frank"), pending: true },
      ],
    });
  });

  test.each<[string, string, unknown, string]>([
    ["to a new name", team, { name: "crew", projects: [] }, "200"],
    ["to its own name", team, { name: "team" }, "200"],
    ["to another's name", team, { name: "lab" }, "409 group_name_taken"],
    ["where there is none", absent, { name: "crew" }, "404 group_not_found"],
  ])("renamed %s", async (_name, id, body, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("bob", `PUT ${groups}/${id}`, body)).toBe(verdict);
  });

  test("renaming changes the name only", async () => {
    const desk = await open(world);
    const before = record((await desk.ask("bob", `GET ${groups}/${team}`)).body);
    expect(
      (await desk.ask("bob", `PUT ${groups}/${team}`, { name: "crew", id: absent, members: [] })).body,
    ).toEqual({
      id: team,
      name: "crew",
    });
    expect((await desk.ask("bob", `GET ${groups}/${team}`)).body).toEqual({ ...before, name: "crew" });
  });

  test("deleted with members, links and invitations; whoever has no other group is out (§6.1)", async () => {
    const desk = await open({
      users,
      organizations: [
        {
          id: acme,
          name: "Acme",
          owner: mail("alice"),
          projects: [{ id: site, name: "site" }],
          groups: [
            {
              id: team,
              name: "team",
              projects: ["site"],
              members: [mail("carol"), mail("dave")],
              invited: [mail("erin")],
            },
            { id: lab, name: "lab", members: [mail("dave")] },
          ],
        },
      ],
    });
    const [link] = await desk.links("erin");
    expect(await desk.ask("alice", `DELETE ${groups}/${team}`)).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect((await desk.ask("carol", "GET E orgs")).body).toEqual([]);
    expect(column(await desk.ask("dave", "GET E orgs"), "role")).toEqual(["member"]);
    expect((await desk.ask("dave", `GET E orgs/${acme}/projects`)).body).toEqual([]);
    expect(await desk.verdict("erin", `POST E invitations/${link}/accept`)).toBe("404 invitation_not_found");
    // The project survives.
    expect(column(await desk.ask("alice", `GET E orgs/${acme}/projects`), "id")).toEqual([site]);
    expect(await desk.verdict("alice", `DELETE ${groups}/${team}`)).toBe("404 group_not_found");
  });

  test("another organization's are out of reach", async () => {
    const desk = await open({
      users,
      organizations: [
        { id: acme, name: "Acme", owner: mail("alice") },
        { name: "Other", owner: mail("alice"), groups: [{ id: team, name: "team" }] },
      ],
    });
    for (const what of [
      `GET ${groups}/${team}`,
      `PUT ${groups}/${team}`,
      `DELETE ${groups}/${team}`,
      `PUT ${groups}/${team}/projects/${site}`,
      `DELETE ${groups}/${team}/projects/${site}`,
      `POST ${members}`,
      `POST ${members}/${mail("bob")}/resend`,
      `DELETE ${members}/${mail("bob")}`,
    ]) {
      const body = { name: "x", email: mail("bob") };
      expect(await desk.verdict("alice", what, body)).toBe("404 group_not_found");
    }
  });
});

describe("projects in a group", () => {
  test("are linked once, however often, and across regions", async () => {
    const desk = await open(world);
    const link = () => desk.ask("bob", `PUT ${groups}/${team}/projects/${tools}`);
    const told = { id: tools, name: "tools", region: "vienna" };
    expect((await link()).body).toEqual(told);
    expect((await link()).body).toEqual(told);
    expect((await desk.ask("carol", `GET E orgs/${acme}/projects`)).body).toEqual([
      { id: site, name: "site", region: "Eastern-Switzerland" },
      { id: tools, name: "tools", region: "Vienna" },
    ]);
    expect(await desk.verdict("carol", `GET I(vienna) projects/${tools}`)).toBe("200");
  });

  test("one project may be in two groups; only the last link's end takes it away", async () => {
    const desk = await open(world);
    await desk.ask("bob", `PUT ${groups}/${lab}/projects/${site}`);
    await desk.ask("bob", `POST ${groups}/${lab}/members`, { email: mail("carol") });
    desk.answer("accept", mail("carol"));
    await desk.ask("bob", `DELETE ${groups}/${team}/projects/${site}`);
    expect(column(await desk.ask("carol", `GET E orgs/${acme}/projects`), "id")).toEqual([site, tools]);
    await desk.ask("bob", `DELETE ${groups}/${lab}/projects/${site}`);
    expect(column(await desk.ask("carol", `GET E orgs/${acme}/projects`), "id")).toEqual([tools]);
  });

  test("unlinking leaves the project, and a second time there is nothing", async () => {
    const desk = await open(world);
    const unlink = () => desk.ask("bob", `DELETE ${groups}/${team}/projects/${site}`);
    expect(await unlink()).toMatchObject({ status: 200, body: undefined });
    expect(await desk.verdict("bob", `GET I(eastern-switzerland) projects/${site}`)).toBe("200");
    expect(await unlink()).toMatchObject({ status: 404, body: { code: "project_not_found" } });
  });

  test.each([
    ["PUT", lab, projectId("ff"), "404 project_not_found"],
    ["PUT", lab, "site", "404 project_not_found"],
    ["PUT", absent, site, "404 group_not_found"],
    ["DELETE", lab, site, "404 project_not_found"],
    ["DELETE", absent, site, "404 group_not_found"],
  ])("%s %s %s", async (method, group, project, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("bob", `${method} ${groups}/${group}/projects/${project}`)).toBe(verdict);
  });
});

describe("members", () => {
  test("are members once they accept, not before", async () => {
    const desk = await open(world);
    const invited = await desk.ask("bob", `POST ${members}`, { email: mail("grace") });
    expect(invited.body).toEqual({ id: mail("grace"), fullName: "", email: mail("grace"), pending: true });
    expect((await desk.ask("grace", "GET E orgs")).body).toEqual([]);
    const [link] = await desk.links("grace");
    expect(await desk.ask("grace", `POST E invitations/${link}/accept`)).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect((await desk.ask("grace", `GET E orgs/${acme}`)).body).toEqual({
      id: acme,
      name: "Acme",
      role: "member",
    });
    expect((await desk.ask("bob", `GET ${groups}/${team}`)).body).toMatchObject({
      members: [
        { id: userId("carol") },
        { id: userId("grace"), fullName: "grace", email: mail("grace"), pending: false },
        { id: mail("frank"), pending: true },
      ],
    });
  });

  test.each<[string, unknown, string]>([
    ["who is not registered", { email: mail("nobody") }, "404 user_not_registered"],
    ["who is in it", { email: "CAROL@example.com" }, "409 already_member"],
    ["who is invited", { email: mail("frank") }, "409 already_invited"],
    ["who owns", { email: mail("alice") }, "409 user_is_administrator"],
    ["who administers", { email: mail("bob") }, "409 user_is_administrator"],
    ["who is only invited to administer", { email: mail("erin") }, "200"],
    ["who sees the bills", { email: mail("dave") }, "200"],
    ["nobody", {}, "400 invalid_request"],
    ["a number", { email: 1 }, "400 invalid_request"],
  ])("invite %s", async (_name, body, verdict) => {
    const desk = await open(world);
    expect(await desk.verdict("bob", `POST ${members}`, body)).toBe(verdict);
  });

  test("whoever is in one group is invited to the next all the same", async () => {
    const desk = await open(world);
    expect(await desk.verdict("bob", `POST ${groups}/${lab}/members`, { email: mail("carol") })).toBe("200");
    expect(column(await desk.ask("carol", `GET ${groups}`), "name")).toEqual(["team"]);
    expect((await desk.ask("carol", "GET E invitations")).body).toMatchObject([
      { kind: "group", orgId: acme, orgName: "Acme", groupId: lab, email: mail("carol") },
    ]);
    desk.answer("accept", mail("carol"));
    expect(column(await desk.ask("carol", `GET ${groups}`), "name")).toEqual(["team", "lab"]);
  });

  test("resending changes nothing, and is for pending rows only", async () => {
    const desk = await open(world);
    const before = desk.dump();
    expect(await desk.ask("bob", `POST ${members}/Frank%40example.com/resend`)).toMatchObject({
      status: 200,
      body: undefined,
    });
    expect(desk.dump()).toEqual(before);
    for (const row of [mail("carol"), mail("erin"), mail("nobody"), userId("frank")]) {
      expect(await desk.verdict("bob", `POST ${members}/${row}/resend`)).toBe("404 invitation_not_found");
    }
    expect(await desk.verdict("bob", `POST ${groups}/${lab}/members/${mail("frank")}/resend`)).toBe(
      "404 invitation_not_found",
    );
  });

  test("removed by id, the last time out of the organization", async () => {
    const desk = await open(world);
    const remove = (row: string) => desk.verdict("bob", `DELETE ${members}/${row}`);
    expect(await remove(userId("carol"))).toBe("200");
    expect(await desk.verdict("carol", `GET E orgs/${acme}`)).toBe("404 organization_not_found");
    expect(await remove(userId("carol"))).toBe("404 member_not_found");
    expect(await remove(userId("frank"))).toBe("404 member_not_found");
    expect(await remove(mail("carol"))).toBe("404 invitation_not_found");
  });

  test("an invitation is removed by e-mail, and its link stops working", async () => {
    const desk = await open(world);
    const [link] = await desk.links("frank");
    expect(await desk.verdict("bob", `DELETE ${members}/FRANK@example.com`)).toBe("200");
    expect(await desk.verdict("frank", `POST E invitations/${link}/accept`)).toBe("404 invitation_not_found");
    expect(await desk.verdict("bob", `DELETE ${members}/${mail("frank")}`)).toBe("404 invitation_not_found");
  });
});
