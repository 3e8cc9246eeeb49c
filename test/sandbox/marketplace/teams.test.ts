/** Teams and their members (marketplace.md §3.3, §5). */
import { describe, expect, test } from "vitest";
import { acme, column, data, id, lab, mail, open, org, quality, rows, stores } from "./support.ts";

const teams = `/organizations/${org}/teams`;
const seats = `${teams}/${stores}/members`;

test("the list has the teams of the organization", async () => {
  const desk = await open(acme);
  expect((await desk.ask("dave", `GET ${teams}`)).body).toEqual({
    data: [
      { id: stores, organizationId: org, name: "Stores", description: "Finding them" },
      { id: quality, organizationId: org, name: "Quality", description: "" },
    ],
    meta: { pagination: { start: 0, limit: 10, total: 2 } },
  });
  expect(rows(await desk.ask("erin", `GET /organizations/${lab}/teams`))).toEqual([]);
});

test("one team", async () => {
  const desk = await open(acme);
  expect((await desk.ask("dave", `GET ${teams}/${stores}`)).body).toEqual({
    data: { id: stores, organizationId: org, name: "Stores", description: "Finding them" },
  });
});

describe("create", () => {
  test("an empty one: also its creator has no seat", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `POST ${teams}`, { name: "New", description: "Fresh" });
    expect(reply.status).toBe(201);
    expect(data(reply)).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      organizationId: org,
      name: "New",
      description: "Fresh",
    });
    const path = `${teams}/${data(reply)["id"]}`;
    expect((await desk.ask("dave", `GET ${path}`)).body).toEqual(reply.body);
    expect(rows(await desk.ask("alice", `GET ${path}/members`))).toEqual([]);
    expect(rows(await desk.ask("alice", `GET ${path}/applications`))).toEqual([]);
  });

  test("the name is unique in the organization, in its exact case", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `POST ${teams}`, { name: "Stores" })).toBe("409 TEAM-3002-409");
    expect(await desk.verdict("alice", `POST ${teams}`, { name: "stores" })).toBe("201");
    expect(await desk.verdict("erin", `POST /organizations/${lab}/teams`, { name: "Stores" })).toBe("201");
  });

  test.each<[string, unknown]>([
    ["no name", {}],
    ["an empty name", { name: "" }],
    ["a long name", { name: "x".repeat(256) }],
    ["a description that is none", { name: "New", description: [] }],
    ["no JSON", "New"],
    ["a list", ["New"]],
  ])("refuses %s", async (_what, body) => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `POST ${teams}`, body)).toBe("400 TEAM-3001-400");
    expect(await desk.verdict("alice", `PUT ${teams}/${stores}`, body)).toBe("400 TEAM-3001-400");
  });
});

describe("edit", () => {
  test("replaces name and description", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `PUT ${teams}/${stores}`, { name: "Shops" });
    expect(data(reply)).toEqual({ id: stores, organizationId: org, name: "Shops", description: "" });
    expect((await desk.ask("alice", `GET ${teams}/${stores}`)).body).toEqual(reply.body);
    expect(rows(await desk.ask("alice", `GET ${seats}`))).toHaveLength(2);
  });

  test("its own name is no conflict, that of another team is", async () => {
    const desk = await open(acme);
    const edit = (name: string) => desk.verdict("alice", `PUT ${teams}/${stores}`, { name });
    expect(await edit("Stores")).toBe("200");
    expect(await edit("Quality")).toBe("409 TEAM-3002-409");
  });
});

describe("delete", () => {
  test("takes seats and shares along; people stay, and so do applications", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `DELETE ${teams}/${stores}`)).toBe("204");
    expect(column(await desk.ask("alice", `GET ${teams}`), "id")).toEqual([quality]);
    expect(rows(await desk.ask("alice", `GET /organizations/${org}/members`))).toHaveLength(4);
    expect(rows(await desk.ask("bob", "GET /applications/finder/shares"))).toEqual([]);
    expect(await desk.verdict("dave", "GET /applications/finder")).toBe("404 APP-4001-404");
    expect(await desk.verdict("bob", "GET /applications/finder")).toBe("200");
    expect(await desk.verdict("alice", `DELETE ${teams}/${stores}`)).toBe("404 TEAM-3003-404");
  });
});

describe("a team that is not there", () => {
  const absent: readonly (readonly [string, string])[] = [
    ["unknown", `${teams}/${id("f")}`],
    ["of another organization", `/organizations/${lab}/teams/${stores}`],
  ];
  const calls: readonly (readonly [string, string, unknown])[] = [
    ["GET", "", undefined],
    ["PUT", "", { name: "New" }],
    ["DELETE", "", undefined],
    ["GET", "/members", undefined],
    ["POST", "/members", { members: [{ email: mail("alice"), role: "viewer" }] }],
    ["PUT", `/members/${id("1")}`, { role: "viewer" }],
    ["DELETE", `/members/${id("1")}`, undefined],
    ["GET", "/applications", undefined],
  ];
  test.each(
    absent.flatMap(([what, path]) =>
      calls.map(([method, tail, body]) => ({ what, path, method, tail, body })),
    ),
  )("$what: $method $tail", async ({ path, method, tail, body }) => {
    const desk = await open({
      ...acme,
      organizations: acme.organizations.map((one) => ({
        ...one,
        members: { ...one.members, [mail("alice")]: "maintainer" },
      })),
    });
    expect(await desk.verdict("alice", `${method} ${path}${tail}`, body)).toBe("404 TEAM-3003-404");
  });
});

describe("members", () => {
  test("the list has each with the role in the team", async () => {
    const desk = await open(acme);
    expect((await desk.ask("carol", `GET ${seats}`)).body).toEqual({
      data: [
        { userId: id("2"), email: mail("bob"), name: "bob example", role: "maintainer" },
        { userId: id("4"), email: mail("dave"), name: "dave example", role: "editor" },
      ],
      meta: { pagination: { start: 0, limit: 10, total: 2 } },
    });
  });

  test("are added at once, each with a role, from the members of the organization", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `POST ${seats}`, {
      members: [
        { email: "CAROL@example.com", role: "editor" },
        { email: mail("alice"), role: "viewer" },
      ],
    });
    expect(reply.status).toBe(201);
    expect(rows(reply)).toEqual([
      { userId: id("3"), email: mail("carol"), name: "carol example", role: "editor" },
      { userId: id("1"), email: mail("alice"), name: "alice example", role: "viewer" },
    ]);
    expect(rows(await desk.ask("alice", `GET ${seats}`))).toHaveLength(4);
  });

  const carol = { email: mail("carol"), role: "viewer" };
  test.each<[string, string, unknown]>([
    ["a stranger", "409 TEAM-3004-409", { members: [carol, { ...carol, email: mail("erin") }] }],
    ["nobody's address", "409 TEAM-3004-409", { members: [carol, { ...carol, email: mail("nobody") }] }],
    ["one who is there", "409 TEAM-3005-409", { members: [carol, { ...carol, email: mail("dave") }] }],
    [
      "both: the stranger counts first",
      "409 TEAM-3004-409",
      {
        members: [
          { ...carol, email: mail("dave") },
          { ...carol, email: mail("erin") },
        ],
      },
    ],
    ["an unknown role", "400 MEMBER-2001-400", { members: [{ ...carol, role: "lead" }] }],
    ["the same twice", "400 MEMBER-2001-400", { members: [carol, carol] }],
    ["nobody", "400 MEMBER-2001-400", { members: [] }],
    ["no JSON", "400 MEMBER-2001-400", "carol"],
  ])("refuses %s, and adds nobody", async (_what, verdict, body) => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `POST ${seats}`, body)).toBe(verdict);
    expect(column(await desk.ask("alice", `GET ${seats}`), "userId")).toEqual([id("2"), id("4")]);
  });

  test("get another role", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `PUT ${seats}/${id("4")}`, { role: "viewer" });
    expect(data(reply)).toEqual({
      userId: id("4"),
      email: mail("dave"),
      name: "dave example",
      role: "viewer",
    });
    expect(column(await desk.ask("alice", `GET ${seats}`), "role")).toEqual(["maintainer", "viewer"]);
    expect(await desk.verdict("alice", `PUT ${seats}/${id("4")}`, { role: "none" })).toBe(
      "400 MEMBER-2001-400",
    );
  });

  test("whoever has no seat has none to change or lose", async () => {
    const desk = await open(acme);
    for (const user of [id("3"), id("5"), id("0")]) {
      expect(await desk.verdict("alice", `PUT ${seats}/${user}`, { role: "viewer" })).toBe(
        "404 MEMBER-2002-404",
      );
      expect(await desk.verdict("alice", `DELETE ${seats}/${user}`)).toBe("404 MEMBER-2002-404");
    }
    expect(await desk.verdict("carol", `DELETE ${seats}/${id("3")}`)).toBe("404 MEMBER-2002-404");
  });

  test("leave or are removed, and stay in the organization; a team needs no maintainer", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("bob", `DELETE ${seats}/${id("2")}`)).toBe("204");
    expect(await desk.verdict("alice", `DELETE ${seats}/${id("4")}`)).toBe("204");
    expect(rows(await desk.ask("alice", `GET ${seats}`))).toEqual([]);
    expect(rows(await desk.ask("alice", `GET /organizations/${org}/members`))).toHaveLength(4);
  });
});
