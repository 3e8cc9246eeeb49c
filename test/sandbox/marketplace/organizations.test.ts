/** Organizations: what routes answer, what they refuse, and what follows (marketplace.md §3.1, §5). */
import { describe, expect, test } from "vitest";
import { acme, column, data, id, lab, mail, open, org, pagination, rows, stores } from "./support.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

test("one sees oneself", async () => {
  const desk = await open(acme);
  const reply = await desk.ask("bob", "GET /users/me");
  expect(reply.body).toEqual({ data: { userId: id("2"), email: mail("bob"), name: "bob example" } });
  expect(reply.headers.get("content-type")).toBe("application/json");
});

describe("list", () => {
  test("has one's own organizations, with one's role in each", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", "GET /organizations");
    expect(reply.body).toEqual({
      data: [
        {
          id: org,
          name: "Acme",
          description: "Foods",
          createdDate: expect.stringMatching(instant),
          role: "maintainer",
        },
        {
          id: lab,
          name: "Lab",
          description: "",
          createdDate: expect.stringMatching(instant),
          role: "viewer",
        },
      ],
      meta: { pagination: { start: 0, limit: 10, total: 2 } },
    });
    expect(column(await desk.ask("erin", "GET /organizations"), "id")).toEqual([lab]);
    expect(rows(await desk.ask("frank", "GET /organizations"))).toEqual([]);
  });

  test.each([
    ["Acme", ["Acme"]],
    ["acm", ["Acme"]],
    ["A", ["Acme", "Lab"]],
    ["%", []],
    ["_", []],
    ["", ["Acme", "Lab"]],
  ])("by filter.name %j", async (name, names) => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `GET /organizations?filter.name=${encodeURIComponent(name)}`);
    expect(column(reply, "name")).toEqual(names);
    expect(pagination(reply)["total"]).toBe(names.length);
  });

  test("the filter finds nothing of others", async () => {
    const desk = await open(acme);
    expect(rows(await desk.ask("bob", "GET /organizations?filter.name=Lab"))).toEqual([]);
  });
});

describe("create", () => {
  test("answers the organization, whose first maintainer is the creator", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("frank", "POST /organizations", { name: "New", description: "Fresh" });
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      data: {
        id: expect.stringMatching(uuid),
        name: "New",
        description: "Fresh",
        createdDate: expect.stringMatching(instant),
      },
    });
    const made = String(data(reply)["id"]);
    expect((await desk.ask("frank", `GET /organizations/${made}`)).body).toEqual(reply.body);
    expect(rows(await desk.ask("frank", `GET /organizations/${made}/members`))).toEqual([
      { userId: id("6"), email: mail("frank"), name: "frank example", role: "maintainer" },
    ]);
    expect(rows(await desk.ask("frank", `GET /organizations/${made}/teams`))).toEqual([]);
  });

  test("the description may be left out", async () => {
    const desk = await open(acme);
    expect(data(await desk.ask("frank", "POST /organizations", { name: "New" }))["description"]).toBe("");
  });

  test("the name is unique for the caller, not for the world, and in its exact case", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("dave", "POST /organizations", { name: "Acme" })).toBe("409 ORG-1002-409");
    expect(await desk.verdict("dave", "POST /organizations", { name: "ACME" })).toBe("201");
    expect(await desk.verdict("frank", "POST /organizations", { name: "Acme" })).toBe("201");
    expect(await desk.verdict("frank", "POST /organizations", { name: "Acme" })).toBe("409 ORG-1002-409");
  });

  test.each<[string, unknown]>([
    ["no body", undefined],
    ["no JSON", "name=New"],
    ["a list", []],
    ["null", null],
    ["no name", {}],
    ["an empty name", { name: "" }],
    ["a number", { name: 1 }],
    ["null for a name", { name: null }],
    ["256 characters", { name: "x".repeat(256) }],
    ["half a surrogate pair", { name: "x\ud800" }],
    ["NUL", { name: "x\0" }],
    ["a description that is none", { name: "New", description: 1 }],
    ["null for a description", { name: "New", description: null }],
    ["a name that is inherited", JSON.parse('{"__proto__":{"name":"New"}}')],
  ])("refuses %s", async (_what, body) => {
    const desk = await open(acme);
    expect(await desk.verdict("frank", "POST /organizations", body)).toBe("400 ORG-1001-400");
    expect(rows(await desk.ask("frank", "GET /organizations"))).toEqual([]);
  });

  test.each(["x", "x".repeat(255), "ä 🍎\u0001\u001b[31m'; DROP TABLE organizations; --", " ", "__proto__"])(
    "takes the name %j as it is",
    async (name) => {
      const desk = await open(acme);
      const made = data(await desk.ask("frank", "POST /organizations", { name }));
      expect(made["name"]).toBe(name);
      expect(column(await desk.ask("frank", "GET /organizations"), "name")).toEqual([name]);
      const confirm = encodeURIComponent(name);
      expect(await desk.verdict("frank", `DELETE /organizations/${made["id"]}?confirmName=${confirm}`)).toBe(
        "204",
      );
    },
  );
});

describe("edit", () => {
  test("replaces everything: what is left out is emptied", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("bob", `PUT /organizations/${org}`, { name: "Acme 2" });
    expect(reply.status).toBe(200);
    expect(data(reply)).toMatchObject({ id: org, name: "Acme 2", description: "" });
    expect((await desk.ask("dave", `GET /organizations/${org}`)).body).toEqual(reply.body);
  });

  test("its own name is no conflict, that of another of one's organizations is", async () => {
    const desk = await open(acme);
    const edit = (who: string, name: string) => desk.verdict(who, `PUT /organizations/${org}`, { name });
    expect(await edit("alice", "Acme")).toBe("200");
    expect(await edit("alice", "Lab")).toBe("409 ORG-1002-409");
    // bob is not in the lab, so its name is free for him.
    expect(await edit("bob", "Lab")).toBe("200");
  });

  test("refuses what is malformed", async () => {
    const desk = await open(acme);
    for (const body of [{}, { description: "x" }, { name: "" }, "{", 7]) {
      expect(await desk.verdict("alice", `PUT /organizations/${org}`, body)).toBe("400 ORG-1001-400");
    }
  });
});

describe("delete", () => {
  const remove = `DELETE /organizations/${org}`;

  test.each([
    "",
    "?confirmName=",
    "?confirmName=acme",
    "?confirmName=Acme%20",
    "?confirmname=Acme",
    "?name=Acme",
  ])("wants the exact name, not %j", async (query) => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", remove + query)).toBe("400 ORG-1005-400");
    expect(await desk.verdict("alice", `GET /organizations/${org}`)).toBe("200");
  });

  test("takes the current name, not a former one", async () => {
    const desk = await open(acme);
    await desk.ask("alice", `PUT /organizations/${org}`, { name: "A & B" });
    expect(await desk.verdict("alice", `${remove}?confirmName=Acme`)).toBe("400 ORG-1005-400");
    expect(await desk.verdict("alice", `${remove}?confirmName=A%20%26%20B`)).toBe("204");
  });

  test("takes teams, members and shares along, but no application and nobody's account", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `${remove}?confirmName=Acme`);
    expect([reply.status, reply.body]).toEqual([204, {}]);
    for (const path of [
      "",
      "/members",
      "/teams",
      `/teams/${stores}`,
      `/teams/${stores}/members`,
      "/applications",
    ]) {
      expect(await desk.verdict("alice", `GET /organizations/${org}${path}`)).toBe("404 ORG-1003-404");
    }
    expect(column(await desk.ask("alice", "GET /organizations"), "id")).toEqual([lab]);
    expect(column(await desk.ask("alice", "GET /applications"), "clientId")).toEqual(["planner"]);
    expect(rows(await desk.ask("alice", "GET /applications/planner/shares"))).toEqual([]);
    expect(rows(await desk.ask("bob", "GET /applications/finder/shares"))).toEqual([]);
    expect(await desk.verdict("carol", "GET /applications/planner")).toBe("404 APP-4001-404");
    expect(await desk.verdict("dave", "GET /users/me")).toBe("200");
    expect(await desk.verdict("alice", `${remove}?confirmName=Acme`)).toBe("404 ORG-1003-404");
  });
});
