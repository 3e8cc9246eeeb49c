/** Invites from sending to the member list (datica.md §3a, §5). */
import { describe, expect, test } from "vitest";
import { acme, at, type Desk, linkTemplate, O, open, roles } from "./support.ts";

const invites = `/orgs/${O}/invites`;
const send = (desk: Desk, who: string, email: string, role = 5) =>
  desk.ask(who, "POST", invites, { email, role, linkTemplate });
const pending = async (desk: Desk) => (await desk.ask("owner", "GET", invites)).body;
const accept = (desk: Desk, who: string, code: string) =>
  desk.ask(who, "POST", `/orgs/accept-invite/${code}`);

describe("an invite", () => {
  test("is answered and listed with these fields, and without its code", async () => {
    const desk = await open(acme);
    const { status, body } = await send(desk, "admin", "Guest@Example.com");
    expect(status).toBe(200);
    const shown = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      orgID: O,
      senderID: "u-admin",
      roleID: 5,
      email: "Guest@Example.com",
      consumed: false,
      revoked: false,
    };
    expect(body).toEqual(shown);
    expect(await pending(desk)).toEqual([
      { ...shown, id: "invite-1", senderID: "u-owner", email: "new@example.com" },
      shown,
    ]);
    expect(JSON.stringify(await pending(desk))).not.toContain("code-1");
  });

  test("needs no account", async () => {
    const desk = await open(acme);
    await send(desk, "owner", "stranger@example.com");
    expect(desk.tokens).not.toHaveProperty(["stranger@example.com"]);
  });

  test("makes nobody a member", async () => {
    const desk = await open(acme);
    await send(desk, "owner", "outsider@example.com");
    expect(await roles(desk)).not.toHaveProperty(["outsider@example.com"]);
    expect((await desk.ask("outsider", "GET", `/orgs/${O}`)).status).toBe(403);
  });

  test.each(["outsider@example.com", "OUTSIDER@example.com"])(
    "is not sent twice to the same address: %s",
    async (email) => {
      const desk = await open(acme);
      expect((await send(desk, "owner", "outsider@example.com")).status).toBe(200);
      expect(await send(desk, "admin", email)).toMatchObject({ status: 409, body: { code: 4009 } });
      expect(await pending(desk)).toHaveLength(2);
    },
  );

  test.each(["member@example.com", "Member@Example.Com"])("is not sent to a member: %s", async (email) => {
    const desk = await open(acme);
    expect((await send(desk, "owner", email)).status).toBe(409);
  });

  test.each<[string, unknown]>([
    ["no mail", { role: 5, linkTemplate }],
    ["a mail without @", { email: "guest", role: 5, linkTemplate }],
    ["a mail with blanks", { email: "g uest@example.com", role: 5, linkTemplate }],
    ["two @", { email: "a@b@example.com", role: 5, linkTemplate }],
    ["an empty mail", { email: "", role: 5, linkTemplate }],
    ["a mail that is no text", { email: ["guest@example.com"], role: 5, linkTemplate }],
    ["no role", { email: "guest@example.com", linkTemplate }],
    ["an unknown role", { email: "guest@example.com", role: 2, linkTemplate }],
    ["role 0", { email: "guest@example.com", role: 0, linkTemplate }],
    ["a role by name", { email: "guest@example.com", role: "member", linkTemplate }],
    ["a role as text", { email: "guest@example.com", role: "5", linkTemplate }],
    ["a role with a fraction", { email: "guest@example.com", role: 5.5, linkTemplate }],
    ["the group of a withdrawn client", { email: "guest@example.com", group: "Admins", linkTemplate }],
    ["no link", { email: "guest@example.com", role: 5 }],
    ["a link without its placeholder", { email: "guest@example.com", role: 5, linkTemplate: "https://x" }],
  ])("with %s is refused", async (_what, body) => {
    const desk = await open(acme);
    const before = desk.dump();
    expect(await desk.ask("owner", "POST", invites, body)).toMatchObject({
      status: 400,
      body: { code: 1001 },
    });
    expect(desk.dump()).toEqual(before);
  });

  test("order of checks: role, body, the invited role, conflicts", async () => {
    const desk = await open(acme);
    const status = async (who: string, body: unknown) => (await desk.ask(who, "POST", invites, body)).status;
    expect(await status("member", {})).toBe(403);
    expect(await status("admin", { email: "x", role: 3, linkTemplate })).toBe(400);
    expect(await status("admin", { email: "member@example.com", role: 3, linkTemplate })).toBe(403);
    expect(await status("owner", { email: "member@example.com", role: 1, linkTemplate })).toBe(403);
    expect(await status("admin", { email: "member@example.com", role: 5, linkTemplate })).toBe(409);
  });
});

describe("accepting by code", () => {
  test("makes the signed-in one a member, with the invited role and no access", async () => {
    const desk = await open(acme);
    const { status, body } = await accept(desk, "outsider", "code-1");
    expect(status).toBe(200);
    expect(body).toEqual({ orgID: O });
    expect(await roles(desk)).toMatchObject({ "outsider@example.com": 5 });
    expect(await pending(desk)).toEqual([]);
    const listed = await desk.ask("outsider", "GET", "/environments", undefined, { "X-Pod-ID": "pod01" });
    expect(listed.body).toHaveLength(1);
    expect((await desk.ask("outsider", "GET", "/environments/env-1")).status).toBe(403);
  });

  test("records who did, though the mail went to somebody else", async () => {
    const desk = await open(acme);
    await accept(desk, "outsider", "code-1");
    expect(at(desk.dump(), "orgs", 0, "invites", 0)).toEqual({
      id: "invite-1",
      email: "new@example.com",
      role: "member",
      code: "code-1",
      sender: "owner@example.com",
      acceptedBy: "outsider@example.com",
    });
  });

  test("works once", async () => {
    const desk = await open(acme);
    await accept(desk, "outsider", "code-1");
    expect(await accept(desk, "member", "code-1")).toMatchObject({ status: 409 });
    expect(await accept(desk, "outsider", "code-1")).toMatchObject({ status: 409 });
  });

  test("needs a session, a known code, and somebody who is not a member yet", async () => {
    const desk = await open(acme);
    expect((await desk.ask(null, "POST", "/orgs/accept-invite/code-1")).status).toBe(401);
    const unknown = await accept(desk, "outsider", "code-2");
    expect(unknown.status).toBe(404);
    // The code is a secret, also when it is wrong.
    expect(JSON.stringify(unknown.body)).not.toContain("code-2");
    // The id of an invite is not its code.
    expect((await accept(desk, "outsider", "invite-1")).status).toBe(404);
    expect((await accept(desk, "admin", "code-1")).status).toBe(409);
    expect(await pending(desk)).toHaveLength(1);
  });

  test("carries the role of an admin's invite", async () => {
    const orgs = acme.orgs.map((org) => ({
      ...org,
      invites: [{ email: "outsider@example.com", role: "admin", code: "c" }],
    }));
    const desk = await open({ ...acme, orgs });
    await accept(desk, "outsider", "c");
    expect(await roles(desk)).toMatchObject({ "outsider@example.com": 3 });
  });
});

describe("revoking", () => {
  test("ends it: it leaves the list, its code is void, and another can be sent", async () => {
    const desk = await open(acme);
    expect(await desk.ask("admin", "DELETE", `${invites}/invite-1`)).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(await pending(desk)).toEqual([]);
    expect((await accept(desk, "outsider", "code-1")).status).toBe(404);
    expect((await desk.ask("admin", "DELETE", `${invites}/invite-1`)).status).toBe(404);
    expect((await send(desk, "admin", "new@example.com")).status).toBe(200);
  });

  test("is too late once it was accepted", async () => {
    const desk = await open(acme);
    await accept(desk, "outsider", "code-1");
    expect(await desk.ask("owner", "DELETE", `${invites}/invite-1`)).toMatchObject({
      status: 409,
      body: { code: 4009 },
    });
    expect(await roles(desk)).toHaveProperty(["outsider@example.com"]);
  });

  test("of an unknown one is 404, and the code does not name it", async () => {
    const desk = await open(acme);
    expect((await desk.ask("owner", "DELETE", `${invites}/nothing`)).status).toBe(404);
    expect((await desk.ask("owner", "DELETE", `${invites}/code-1`)).status).toBe(404);
  });
});

describe("people answer", () => {
  test("all at once, with the accounts that they have or make", async () => {
    const desk = await open(acme);
    await send(desk, "owner", "Outsider@example.com", 3);
    expect(desk.answer("accept")).toBe(2);
    expect(desk.answer("accept")).toBe(0);
    expect(await roles(desk)).toMatchObject({ "outsider@example.com": 3, "new@example.com": 5 });
    const { body } = await desk.ask("new", "GET", "/auth/verify");
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: "new",
      email: "new@example.com",
    });
    const { email = "", password } = desk.credentials("new@example.com");
    const signin = { identifier: email, password };
    expect((await desk.ask(null, "POST", "/auth/signin", signin)).status).toBe(200);
  });

  test("one person, in whatever spelling", async () => {
    const desk = await open(acme);
    await send(desk, "owner", "outsider@example.com");
    expect(desk.answer("accept", "nobody@example.com")).toBe(0);
    expect(desk.answer("accept", "OUTSIDER@example.com")).toBe(1);
    expect(await pending(desk)).toHaveLength(1);
    expect(await roles(desk)).not.toHaveProperty(["new@example.com"]);
  });

  test("no: then the invite is gone, and nobody new", async () => {
    const desk = await open(acme);
    expect(desk.answer("decline")).toBe(1);
    expect(await pending(desk)).toEqual([]);
    expect(await roles(desk)).not.toHaveProperty(["new@example.com"]);
    expect((await send(desk, "owner", "new@example.com")).status).toBe(200);
  });

  test("at once, where the sandbox is told so", async () => {
    const desk = await open(acme, { accept: true });
    await send(desk, "owner", "guest@example.com");
    expect(await roles(desk)).toMatchObject({ "guest@example.com": 5 });
    expect(await pending(desk)).toEqual([]);
  });

  test("a member by another invite is left out: their own cannot be accepted, and can be revoked", async () => {
    const desk = await open(acme);
    await send(desk, "owner", "outsider@example.com");
    await accept(desk, "outsider", "code-1");
    expect(desk.answer("accept")).toBe(0);
    const list = await pending(desk);
    expect(list).toMatchObject([{ email: "outsider@example.com" }]);
    expect((await desk.ask("owner", "DELETE", `${invites}/${at(list, 0, "id")}`)).status).toBe(204);
  });
});

test("the first user of a new organization becomes its owner, whatever the invite says; the second does not", async () => {
  const desk = await open({
    orgs: [
      {
        id: O,
        name: "New",
        invites: ["first", "second"].map((name) => ({
          email: `${name}@example.com`,
          role: "member",
          sender: null,
        })),
      },
    ],
  });
  expect(desk.answer("accept", "second@example.com")).toBe(1);
  expect(await roles(desk, "second")).toEqual({ "second@example.com": 1 });
  const { body } = await desk.ask("second", "GET", invites);
  // The platform itself invited.
  expect(body).toMatchObject([{ senderID: "", email: "first@example.com" }]);
  expect(desk.answer("accept")).toBe(1);
  expect(await roles(desk, "second")).toEqual({ "second@example.com": 1, "first@example.com": 5 });
});

test("an invite outlives its sender", async () => {
  const desk = await open(acme);
  await send(desk, "admin", "guest@example.com");
  await desk.ask("owner", "DELETE", `/orgs/${O}/users/u-admin`);
  expect(await pending(desk)).toMatchObject([{}, { senderID: "u-admin", email: "guest@example.com" }]);
  expect(desk.answer("accept", "guest@example.com")).toBe(1);
});
