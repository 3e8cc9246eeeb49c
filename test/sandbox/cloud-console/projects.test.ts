/** Projects (cloud-console.md §3.1 P1 to P5, §5.1, §5.10, §6.8 to §6.11). */
import { describe, expect, test } from "vitest";
import {
  acme,
  column,
  type Desk,
  mail,
  open,
  projectId,
  record,
  site,
  team,
  tools,
  users,
  uuid,
  world,
} from "./support.ts";

const east = "I(eastern-switzerland)";
const absent = projectId("ff");

async function create(desk: Desk, name: string, region = "eastern-switzerland", org = acme) {
  return desk.ask("alice", `POST I(${region}) ${org}/projects/${name}`);
}

describe("create", () => {
  test("takes the name from the path and answers id and name only", async () => {
    const desk = await open(world);
    const made = await create(desk, "new");
    expect(made.body).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), name: "new" });
    expect((await desk.ask("alice", `GET E orgs/${acme}/projects`)).body).toContainEqual({
      ...record(made.body),
      region: "Eastern-Switzerland",
    });
  });

  test.each([
    ["a letter", "a", "a"],
    ["27 letters", "n".repeat(27), "n".repeat(27)],
    ["27 characters outside the first plane", encodeURIComponent("𝄞".repeat(27)), "𝄞".repeat(27)],
    ["blanks", "%20a%20b", " a b"],
    ["a percent sign", "100%25", "100%"],
    ["an encoded percent sign", "%252F", "%2F"],
    ["what URLs are made of", "a%3Fb%23c%26d%3De%2Bf", "a?b#c&d=e+f"],
    ["a plus", "a+b", "a+b"],
    ["a colon and a semicolon", "a:b;c", "a:b;c"],
    ["umlauts", "%C3%A4%C3%B6", "äö"],
    ["dots", "...", "..."],
    ["__proto__", "__proto__", "__proto__"],
    ["the name of a collection", "projects", "projects"],
  ])("%s", async (_name, segment, name) => {
    const desk = await open(world);
    const made = await create(desk, segment);
    expect([made.status, record(made.body)["name"]]).toEqual([200, name]);
    expect(await desk.verdict("alice", `GET ${east} projects/${record(made.body)["id"]}`)).toBe("200");
  });

  test.each([
    ["28 letters", "n".repeat(28)],
    ["28 characters", encodeURIComponent("𝄞".repeat(28))],
    ["a slash", "a%2Fb"],
    ["a slash in lower case", "a%2fb"],
    ["a control character", "a%00b"],
    ["a new line", "a%0Ab"],
    ["a very long name", "n".repeat(8000)],
  ])("not with %s", async (_name, segment) => {
    const desk = await open(world);
    const before = desk.dump();
    const made = await create(desk, segment);
    expect([made.status, record(made.body)["code"]]).toEqual([400, "invalid_name"]);
    expect(desk.dump()).toEqual(before);
  });

  test("a name is taken once by organization and region", async () => {
    const desk = await open(world);
    const { body } = await desk.ask("alice", "POST E orgs", { name: "Other" });
    expect((await create(desk, "site")).body).toMatchObject({ code: "project_name_taken" });
    expect((await create(desk, "site")).status).toBe(409);
    expect((await create(desk, "site", "vienna")).status).toBe(200);
    expect((await create(desk, "Site")).status).toBe(200);
    expect((await create(desk, "site", "eastern-switzerland", String(record(body)["id"]))).status).toBe(200);
  });

  test("twice at once makes one", async () => {
    const desk = await open(world);
    const answers = await Promise.all([create(desk, "new"), create(desk, "new")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe("get", () => {
  test("knows neither the organization nor the region", async () => {
    const desk = await open(world);
    expect((await desk.ask("bob", `GET ${east} projects/${site}`)).body).toEqual({ id: site, name: "site" });
  });

  test.each([
    ["one that there is not", "eastern-switzerland", absent],
    ["one of another region", "vienna", site],
    ["what is no id", "vienna", "site"],
  ])("%s: 404", async (_name, region, id) => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `GET I(${region}) projects/${id}`)).toBe("404 project_not_found");
  });
});

describe("rename", () => {
  test("answers id and new name; the region stays", async () => {
    const desk = await open(world);
    const renamed = await desk.ask("bob", `PUT I(vienna) ${acme}/projects/${tools}`, {
      name: "kit",
      region: "x",
    });
    expect(renamed.body).toEqual({ id: tools, name: "kit" });
    expect((await desk.ask("bob", `GET E orgs/${acme}/projects`)).body).toContainEqual({
      id: tools,
      name: "kit",
      region: "Vienna",
    });
  });

  test.each<[string, string, string, unknown, string]>([
    ["its own name", "eastern-switzerland", site, { name: "site" }, "200"],
    ["a name of another region", "eastern-switzerland", site, { name: "tools" }, "200"],
    ["a name of its region", "eastern-switzerland", site, { name: "docs" }, "409 project_name_taken"],
    ["another region", "vienna", site, { name: "new" }, "404 project_not_found"],
    ["one that there is not", "vienna", absent, { name: "new" }, "404 project_not_found"],
    ["no name", "vienna", tools, {}, "400 invalid_name"],
    ["no body", "vienna", tools, undefined, "400 invalid_request"],
    ["an empty name", "vienna", tools, { name: "" }, "400 invalid_name"],
    ["28 letters", "vienna", tools, { name: "n".repeat(28) }, "400 invalid_name"],
    ["a slash", "vienna", tools, { name: "a/b" }, "400 invalid_name"],
    ["a dot", "vienna", tools, { name: "." }, "400 invalid_name"],
    ["two dots", "vienna", tools, { name: ".." }, "400 invalid_name"],
    ["a number", "vienna", tools, { name: 5 }, "400 invalid_name"],
  ])("to %s", async (_name, region, id, body, verdict) => {
    const desk = await open(world);
    await create(desk, "docs");
    expect(await desk.verdict("alice", `PUT I(${region}) ${acme}/projects/${id}`, body)).toBe(verdict);
  });
});

describe("delete", () => {
  test("it leaves every group, and a second time there is nothing", async () => {
    const desk = await open(world);
    const remove = () => desk.ask("alice", `DELETE ${east} ${acme}/projects/${site}`);
    expect(await remove()).toMatchObject({ status: 200, body: undefined });
    expect((await desk.ask("alice", `GET E orgs/${acme}/groups/${team}`)).body).toMatchObject({
      projects: [],
    });
    // carol keeps the group, and with it the organization.
    expect((await desk.ask("carol", `GET E orgs/${acme}/projects`)).body).toEqual([]);
    expect(column(await desk.ask("carol", "GET E orgs"), "role")).toEqual(["member"]);
    expect(await remove()).toMatchObject({ status: 404, body: { code: "project_not_found" } });
    expect(await desk.verdict("alice", `GET B projects/${site}/budget`)).toBe("404 project_not_found");
    expect((await create(desk, "site")).status).toBe(200);
  });

  test("only where it is", async () => {
    const desk = await open(world);
    expect(await desk.verdict("alice", `DELETE I(vienna) ${acme}/projects/${site}`)).toBe(
      "404 project_not_found",
    );
    expect(await desk.verdict("alice", `DELETE I(nowhere) ${acme}/projects/${site}`)).toBe("500 undefined");
    expect(await desk.verdict("alice", `GET ${east} projects/${site}`)).toBe("200");
  });
});

describe("another organization's projects are out of reach", () => {
  const seed = {
    users,
    organizations: [
      { id: acme, name: "Acme", owner: mail("alice"), groups: [{ id: team, name: "team" }] },
      { id: uuid("0b"), name: "Other", owner: mail("bob"), projects: [{ id: site, name: "site" }] },
    ],
  };
  test.each([
    [`PUT ${east} ${acme}/projects/${site}`, "404 project_not_found"],
    [`DELETE ${east} ${acme}/projects/${site}`, "404 project_not_found"],
    [`PUT E orgs/${acme}/groups/${team}/projects/${site}`, "404 project_not_found"],
    [`GET ${east} projects/${site}`, "404 project_not_found"],
    [`GET B projects/${site}/budget`, "404 project_not_found"],
    [`DELETE ${east} ${uuid("0b")}/projects/${site}`, "404 organization_not_found"],
  ])("%s", async (what, verdict) => {
    const desk = await open(seed);
    expect(await desk.verdict("alice", what, { name: "mine" })).toBe(verdict);
  });
});

test("regions of any name work: what is shown and the app's slug may differ", async () => {
  const desk = await open({
    users,
    regions: [{ name: "Dev-1", slug: "upper-austria-dev-1" }],
    organizations: [{ id: acme, name: "Acme", owner: mail("alice"), groups: [{ id: team, name: "team" }] }],
  });
  const { body } = await create(desk, "p", "upper-austria-dev-1");
  const { id } = record(body);
  expect((await desk.ask("alice", `GET E orgs/${acme}/projects`)).body).toEqual([
    { id, name: "p", region: "Dev-1" },
  ]);
  // In a group's table it is written otherwise (§6.8).
  const linked = await desk.ask("alice", `PUT E orgs/${acme}/groups/${team}/projects/${id}`);
  expect(linked.body).toEqual({ id, name: "p", region: "upper-austria-dev-1" });
});
