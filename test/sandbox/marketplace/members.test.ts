/** Members: adding several at once, roles, leaving, the last maintainer (marketplace.md §3.2, §5). */
import { describe, expect, test } from "vitest";
import { acme, column, type Desk, data, id, lab, mail, open, org, rows, stores } from "./support.ts";

const members = `/organizations/${org}/members`;
const rolesIn = async (desk: Desk, list = members): Promise<unknown> =>
  Object.fromEntries(rows(await desk.ask("alice", `GET ${list}`)).map(({ email, role }) => [email, role]));

const before = {
  [mail("alice")]: "maintainer",
  [mail("bob")]: "editor",
  [mail("carol")]: "reviewer",
  [mail("dave")]: "viewer",
};

describe("add", () => {
  test("several at once, each with a role, at once and unasked", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `POST ${members}`, {
      members: [
        { email: mail("frank"), role: "reviewer" },
        { email: mail("erin"), role: "maintainer" },
      ],
    });
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      data: [
        { userId: id("6"), email: mail("frank"), name: "frank example", role: "reviewer" },
        { userId: id("5"), email: mail("erin"), name: "erin example", role: "maintainer" },
      ],
      meta: { pagination: { start: 0, limit: 2, total: 2 } },
    });
    expect(await rolesIn(desk)).toEqual({
      ...before,
      [mail("erin")]: "maintainer",
      [mail("frank")]: "reviewer",
    });
    expect(await desk.verdict("frank", `GET ${members}`)).toBe("200");
  });

  test("compares addresses without case and blanks, and answers the account's own", async () => {
    const desk = await open({
      ...acme,
      users: [...acme.users, { email: "Grace.Hopper@Example.com", id: id("7"), name: "Grace" }],
    });
    const reply = await desk.ask("alice", `POST ${members}`, {
      members: [{ email: "  grace.HOPPER@example.COM ", role: "viewer" }],
    });
    expect(rows(reply)).toEqual([
      { userId: id("7"), email: "Grace.Hopper@Example.com", name: "Grace", role: "viewer" },
    ]);
    const again = { members: [{ email: "GRACE.hopper@example.com", role: "viewer" }] };
    expect(await desk.verdict("alice", `POST ${members}`, again)).toBe("409 MEMBER-2003-409");
  });

  const frank = { email: mail("frank"), role: "viewer" };
  test.each<[string, string, unknown]>([
    ["an unknown role", "400 MEMBER-2001-400", { members: [frank, { email: mail("erin"), role: "owner" }] }],
    ["a role in another case", "400 MEMBER-2001-400", { members: [{ ...frank, role: "Viewer" }] }],
    ["no role", "400 MEMBER-2001-400", { members: [{ email: mail("frank") }] }],
    ["no e-mail", "400 MEMBER-2001-400", { members: [{ role: "viewer" }] }],
    ["something else than an e-mail", "400 MEMBER-2001-400", { members: [{ ...frank, email: "frank" }] }],
    ["an id instead", "400 MEMBER-2001-400", { members: [{ userId: id("6"), role: "viewer" }] }],
    ["the same twice", "400 MEMBER-2001-400", { members: [frank, { ...frank, email: "FRANK@example.com" }] }],
    [
      "the same twice, shouted first",
      "400 MEMBER-2001-400",
      { members: [{ ...frank, email: "FRANK@example.com" }, frank] },
    ],
    ["an endless e-mail", "400 MEMBER-2001-400", { members: [{ ...frank, email: mail("x".repeat(255)) }] }],
    ["nobody", "400 MEMBER-2001-400", { members: [] }],
    ["no list", "400 MEMBER-2001-400", { members: frank }],
    ["one without a list around", "400 MEMBER-2001-400", frank],
    ["no body", "400 MEMBER-2001-400", undefined],
    ["an unknown account", "404 MEMBER-2002-404", { members: [frank, { ...frank, email: mail("nobody") }] }],
    ["a member", "409 MEMBER-2003-409", { members: [frank, { email: mail("dave"), role: "editor" }] }],
    [
      "both: the unknown account counts first",
      "404 MEMBER-2002-404",
      {
        members: [
          { email: mail("dave"), role: "editor" },
          { ...frank, email: mail("nobody") },
        ],
      },
    ],
    [
      "an unknown account and a malformed role",
      "400 MEMBER-2001-400",
      {
        members: [
          { ...frank, email: mail("nobody") },
          { ...frank, role: 1 },
        ],
      },
    ],
  ])("refuses %s, and adds nobody", async (_what, verdict, body) => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `POST ${members}`, body)).toBe(verdict);
    expect(await rolesIn(desk)).toEqual(before);
  });

  test("names the address that is unknown or there already", async () => {
    const desk = await open(acme);
    for (const [name, role] of [
      ["nobody", "viewer"],
      ["dave", "viewer"],
    ] as const) {
      const reply = await desk.ask("alice", `POST ${members}`, { members: [{ email: mail(name), role }] });
      expect(reply.body["errors"]).toMatchObject({ reason: expect.stringContaining(mail(name)) });
    }
  });

  test("takes a large batch as a whole", async () => {
    const crowd = Array.from({ length: 120 }, (_, number) => ({ email: mail(`crowd${number}`) }));
    const desk = await open({ ...acme, users: [...acme.users, ...crowd] });
    const batch = { members: crowd.map(({ email }) => ({ email, role: "viewer" })) };
    const reply = await desk.ask("alice", `POST ${members}`, batch);
    expect(column(reply, "email")).toEqual(crowd.map(({ email }) => email));
  });
});

describe("change of role", () => {
  test("replaces the role at once", async () => {
    const desk = await open(acme);
    const reply = await desk.ask("alice", `PUT ${members}/${id("4")}`, { role: "editor" });
    expect(reply.status).toBe(200);
    expect(data(reply)).toEqual({
      userId: id("4"),
      email: mail("dave"),
      name: "dave example",
      role: "editor",
    });
    expect(await rolesIn(desk)).toEqual({ ...before, [mail("dave")]: "editor" });
  });

  test("keeps seats in teams", async () => {
    const desk = await open(acme);
    await desk.ask("alice", `PUT ${members}/${id("4")}`, { role: "reviewer" });
    expect(await rolesIn(desk, `/organizations/${org}/teams/${stores}/members`)).toEqual({
      [mail("bob")]: "maintainer",
      [mail("dave")]: "editor",
    });
  });

  test.each<[string, string, unknown]>([
    ["a role that is none", "400 MEMBER-2001-400", { role: "admin" }],
    ["no role", "400 MEMBER-2001-400", {}],
    ["no JSON", "400 MEMBER-2001-400", "viewer"],
  ])("refuses %s", async (_what, verdict, body) => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `PUT ${members}/${id("4")}`, body)).toBe(verdict);
  });

  test.each([id("5"), id("0"), mail("dave"), "%zz", "%00", "x".repeat(5000)])(
    "of nobody in the organization: %s",
    async (userId) => {
      const desk = await open(acme);
      const path = `${members}/${userId.includes("@") ? encodeURIComponent(userId) : userId}`;
      expect(await desk.verdict("alice", `PUT ${path}`, { role: "viewer" })).toBe("404 MEMBER-2002-404");
      expect(await desk.verdict("alice", `DELETE ${path}`)).toBe("404 MEMBER-2002-404");
    },
  );
});

describe("removal", () => {
  test("empties their seats in every team; what they share stays", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `DELETE ${members}/${id("2")}`)).toBe("204");
    expect(await rolesIn(desk, `/organizations/${org}/teams/${stores}/members`)).toEqual({
      [mail("dave")]: "editor",
    });
    const shared = `GET /organizations/${org}/teams/${stores}/applications`;
    expect(column(await desk.ask("alice", shared), "clientId")).toEqual(["finder"]);
    expect(await desk.verdict("dave", "GET /applications/finder")).toBe("200");
    expect(await desk.verdict("alice", `DELETE ${members}/${id("2")}`)).toBe("404 MEMBER-2002-404");
  });

  test("does not reach into other organizations", async () => {
    const desk = await open(acme);
    await desk.ask("erin", `POST /organizations/${lab}/members`, {
      members: [{ email: mail("dave"), role: "viewer" }],
    });
    await desk.ask("alice", `DELETE ${members}/${id("4")}`);
    expect(await desk.verdict("dave", `GET /organizations/${lab}`)).toBe("200");
  });

  test("whoever comes back has no seats", async () => {
    const desk = await open(acme);
    await desk.ask("alice", `DELETE ${members}/${id("4")}`);
    await desk.ask("alice", `POST ${members}`, { members: [{ email: mail("dave"), role: "viewer" }] });
    expect(await rolesIn(desk, `/organizations/${org}/teams/${stores}/members`)).toEqual({
      [mail("bob")]: "maintainer",
    });
  });
});

describe("the last maintainer", () => {
  test.each(["viewer", "reviewer", "editor"])("cannot become %s", async (role) => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `PUT ${members}/${id("1")}`, { role })).toBe("409 MEMBER-2004-409");
    expect(await rolesIn(desk)).toEqual(before);
  });

  test("may be made maintainer again", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `PUT ${members}/${id("1")}`, { role: "maintainer" })).toBe("200");
  });

  // bob maintains a team of it, which does not help.
  test("cannot leave", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("alice", `DELETE ${members}/${id("1")}`)).toBe("409 MEMBER-2004-409");
  });

  test("is safe from an editor for another reason: the role is checked before the state", async () => {
    const desk = await open(acme);
    expect(await desk.verdict("bob", `DELETE ${members}/${id("1")}`)).toBe("403 ORG-1004-403");
  });

  test("of two, one may go, and then no other", async () => {
    const desk = await open(acme);
    await desk.ask("alice", `PUT ${members}/${id("2")}`, { role: "maintainer" });
    expect(await desk.verdict("bob", `DELETE ${members}/${id("1")}`)).toBe("204");
    expect(await desk.verdict("bob", `PUT ${members}/${id("2")}`, { role: "editor" })).toBe(
      "409 MEMBER-2004-409",
    );
    expect(await desk.verdict("alice", `GET ${members}`)).toBe("404 ORG-1003-404");
  });
});
