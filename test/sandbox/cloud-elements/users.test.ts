/** Users in their three views (cloud-elements.md §1, §3d, §5). */
import { describe, expect, test } from "vitest";
import { record, records } from "../harness/open.ts";
import {
  acme,
  admin,
  boss,
  clerk,
  each,
  idOf,
  ids,
  member,
  message,
  newUser,
  open,
  secretsOf,
} from "./support.ts";

const today = () => new Date().toISOString().slice(0, 10);
const flags = {
  accountExpired: false,
  accountLocked: false,
  credentialsExpired: false,
  emailValid: true,
  accountNonExpired: true,
  accountNonLocked: true,
  credentialsNonExpired: true,
  enabled: true,
};

/** Where users are made, with the account that they are in afterwards. */
const doors = [
  { path: "/organizations/users", account: ids.home, role: "org" },
  { path: `/accounts/${ids.home}/users`, account: ids.home, role: "org" },
  { path: `/accounts/${ids.shop}/users`, account: ids.shop, role: "default-user" },
];

describe.each(doors)("a new user at $path", ({ path, account, role }) => {
  test("is active at once, has a base role, and gets the secret in this answer", async () => {
    const desk = await open(acme);
    const answer = await desk.ask(boss, "POST", path, newUser("zoe"));
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      id: 10_004,
      firstName: "zoe",
      lastName: "Newcomer",
      fullName: "zoe Newcomer",
      email: "zoe@new.io",
      active: true,
      createdDate: today(),
      lastLoginDate: "1970-01-01",
      secret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      roles: [expect.objectContaining({ key: role, privileges: expect.any(Array) })],
      ...flags,
    });
    const { secret } = record(answer.json);
    expect(secret).toBe(desk.credentials("zoe@new.io")["userSecret"]);
    expect(records((await desk.ask(boss, "GET", `/accounts/${account}/users`)).json)).toContainEqual(
      expect.objectContaining({ email: "zoe@new.io" }),
    );
    expect((await desk.ask("zoe@new.io", "GET", "/organizations/me")).status).toBe(200);
  });

  test("may have more said of it", async () => {
    const { ask } = await open(acme);
    const more = {
      externalId: "e-1",
      phone: "1",
      street1: "a",
      street2: "b",
      city: "c",
      stateProvince: "d",
      postalCode: "e",
      country: "f",
    };
    const answer = await ask(boss, "POST", path, newUser("zoe", { ...more, active: false }));
    expect(answer.json).toMatchObject({ ...more, active: false, enabled: false, accountNonExpired: false });
    expect((await ask(boss, "GET", `/users/${idOf(answer)}`)).json).toMatchObject(more);
  });

  test("can be an administrator beside it", async () => {
    const { ask } = await open(acme);
    const answer = await ask(boss, "POST", path, newUser("zoe", { roles: [{ key: "admin" }] }));
    expect(records(record(answer.json)["roles"]).map(({ key }) => key)).toEqual(["admin", role]);
    // Its base role again is nothing.
    const plain = await ask(boss, "POST", path, newUser("yan", { roles: [{ key: role }] }));
    expect(records(record(plain.json)["roles"]).map(({ key }) => key)).toEqual([role]);
  });

  test.each(["firstName", "lastName", "email", "password"])("needs %s", async (name) => {
    const desk = await open(acme);
    const before = desk.dump();
    for (const value of [undefined, null, "", 5, {}]) {
      const answer = await desk.ask(boss, "POST", path, newUser("zoe", { [name]: value }));
      expect([value, answer.status, String(message(answer)).includes(name)]).toEqual([value, 400, true]);
    }
    expect(desk.dump()).toEqual(before);
  });

  test.each([
    [{ email: "zoe" }, 400],
    [{ email: "a b@c.io" }, 400],
    [{ email: "a,b@c.io" }, 400],
    [{ roles: "admin" }, 400],
    [{ roles: ["admin"] }, 400],
    [{ roles: [{ key: "foo" }] }, 400],
    [{ roles: [{ key: "sys-admin" }] }, 403],
    [{ roles: [{ key: "admin" }, { key: "sys-admin" }] }, 403],
    [{ active: "yes" }, 400],
    [{ phone: 5 }, 400],
    [{ password: "short" }, 400],
    [{ email: clerk }, 409],
    [{ email: clerk.toUpperCase() }, 409],
    [{ email: "stranger@other.io" }, 409],
  ])("is not made with %j", async (more, status) => {
    const desk = await open(acme);
    const before = desk.dump();
    expect((await desk.ask(boss, "POST", path, newUser("zoe", more))).status).toBe(status);
    expect(desk.dump()).toEqual(before);
  });
});

describe("the power to make administrators", () => {
  test("of the organization is for its administrators, in the default account", async () => {
    const { ask } = await open(acme);
    const chief = (name: string) => newUser(name, { roles: [{ key: "org-admin" }] });
    expect((await ask(boss, "POST", "/organizations/users", chief("zoe"))).status).toBe(200);
    expect((await ask(boss, "POST", `/accounts/${ids.shop}/users`, chief("yan"))).status).toBe(403);
    expect((await ask(admin, "POST", `/accounts/${ids.shop}/users`, chief("yan"))).status).toBe(403);
    expect((await ask("zoe@new.io", "GET", "/accounts")).status).toBe(200);
  });

  test("of an account is for administrators", async () => {
    const [first, ...others] = acme.organizations;
    const desk = await open({
      organizations: [{ ...first, roles: { "default-user": ["addUsersAccount"] } }, ...others],
    });
    const path = `/accounts/${ids.shop}/users`;
    expect((await desk.ask(admin, "POST", path, newUser("zoe", { roles: [{ key: "admin" }] }))).status).toBe(
      200,
    );
    expect((await desk.ask(member, "POST", path, newUser("yan", { roles: [{ key: "admin" }] }))).status).toBe(
      403,
    );
    expect((await desk.ask(member, "POST", path, newUser("yan"))).status).toBe(200);
  });
});

describe("lists", () => {
  test("show the whole organization, the default account, or one account", async () => {
    const { ask } = await open(acme);
    expect(each(await ask(boss, "GET", "/users"), "email")).toEqual([boss, clerk, admin, member]);
    expect(each(await ask(boss, "GET", "/users/"), "email")).toEqual([boss, clerk, admin, member]);
    expect(each(await ask(boss, "GET", "/organizations/users"), "email")).toEqual([boss, clerk]);
    expect(each(await ask(boss, "GET", `/accounts/${ids.shop}/users`), "email")).toEqual([admin, member]);
  });

  test("show an account administrator the own account", async () => {
    const { ask } = await open(acme);
    expect(each(await ask(admin, "GET", "/users"), "email")).toEqual([admin, member]);
  });

  test.each(["/users", "/organizations/users", `/accounts/${ids.home}/users`])(
    "%s tells neither secrets nor roles, and a placeholder for the password",
    async (path) => {
      const { ask } = await open(acme);
      const [first] = records((await ask(boss, "GET", path)).json);
      expect(first).toEqual({
        id: ids.boss,
        firstName: "Beatrix",
        lastName: "Boss",
        fullName: "Beatrix Boss",
        email: boss,
        active: true,
        password: "secured",
        createdDate: today(),
        lastLoginDate: "1970-01-01",
        ...flags,
      });
    },
  );

  test("an account without users answers 404, once there are some it does not", async () => {
    const { ask } = await open(acme);
    const path = `/accounts/${ids.empty}/users`;
    const none = await ask(boss, "GET", path);
    expect(none.status).toBe(404);
    expect(none.json).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f]{24}$/),
      message: "No users found",
    });
    await ask(boss, "POST", path, newUser("zoe"));
    expect((await ask(boss, "GET", path)).status).toBe(200);
    // Nobody who matches is something else.
    const filtered = await ask(boss, "GET", `${path}?where=${encodeURIComponent("firstName='nobody'")}`);
    expect([filtered.status, filtered.json]).toEqual([200, []]);
  });
});

describe("one user", () => {
  const paths = [`/users`, `/organizations/users`, `/accounts/${ids.home}/users`];

  test.each(paths)("at %s is found by id and by mail, whatever its case", async (path) => {
    const { ask } = await open(acme);
    const byId = await ask(boss, "GET", `${path}/${ids.clerk}`);
    expect(byId.json).toMatchObject({ id: ids.clerk, email: clerk });
    expect(byId.json).not.toHaveProperty("secret");
    expect(byId.json).not.toHaveProperty("password");
    expect(byId.json).not.toHaveProperty("roles");
    expect((await ask(boss, "GET", `${path}/${clerk}`)).json).toEqual(byId.json);
    expect((await ask(boss, "GET", `${path}/${encodeURIComponent("CLERK@acme.io")}`)).json).toEqual(
      byId.json,
    );
  });

  test.each(
    paths.flatMap((path) =>
      ["-1", "1", "99", "undefined", "x", "stranger@other.io", "no@one.io"].map((id) => [path, id]),
    ),
  )("at %s/%s is not found", async (path, id) => {
    const { ask } = await open(acme);
    expect((await ask(boss, "GET", `${path}/${id}`)).status).toBe(404);
    expect((await ask(boss, "PATCH", `${path}/${id}`, {})).status).toBe(404);
    expect((await ask(boss, "DELETE", `${path}/${id}`, null)).status).toBe(404);
  });

  test("of another account is found at organization level, and not in the wrong account", async () => {
    const { ask } = await open(acme);
    expect((await ask(boss, "GET", `/organizations/users/${member}`)).json).toMatchObject({ id: ids.member });
    expect((await ask(boss, "GET", `/accounts/${ids.home}/users/${member}`)).status).toBe(404);
    expect((await ask(boss, "PATCH", `/accounts/${ids.home}/users/${ids.member}`, {})).status).toBe(404);
    expect((await ask(boss, "DELETE", `/accounts/${ids.home}/users/${ids.member}`)).status).toBe(404);
  });

  test.each(["PATCH", "DELETE"])("is reached by %s by its id only", async (method) => {
    const { ask } = await open(acme);
    for (const path of paths) expect((await ask(boss, method, `${path}/${clerk}`, {})).status).toBe(404);
  });

  test("tells the secret to whoever sends the user's password along", async () => {
    const desk = await open(acme);
    const secret = desk.credentials(clerk)["userSecret"];
    const read = (password: string) =>
      desk.ask(boss, "GET", `/users/${clerk}`, undefined, { "Elements-User-Password": password });
    expect((await read("Passw0rd!ok")).json).toHaveProperty("secret", secret);
    expect((await read("Passw0rd!no")).json).not.toHaveProperty("secret");
  });
});

const changes = [
  { method: "PATCH", path: `/users/${ids.member}` },
  { method: "PATCH", path: `/organizations/users/${ids.member}` },
  { method: "PATCH", path: `/accounts/${ids.shop}/users/${ids.member}` },
  { method: "PUT", path: `/accounts/${ids.shop}/users/${ids.member}` },
];

describe.each(changes)("$method $path", ({ method, path }) => {
  test("changes what it names, and nothing else", async () => {
    const { ask } = await open(acme);
    const before = record((await ask(boss, "GET", path)).json);
    const body = { firstName: "Wilhelmina", city: "London", externalId: "e" };
    const answer = await ask(boss, method, path, body);
    expect(answer.json).toEqual({
      ...before,
      ...body,
      fullName: "Wilhelmina Murray",
      // For no known reason (§6).
      credentialsExpired: true,
      credentialsNonExpired: false,
    });
    expect((await ask(boss, "GET", path)).json).toEqual({
      ...before,
      ...body,
      fullName: "Wilhelmina Murray",
    });
  });

  test("takes a user as it was answered", async () => {
    const desk = await open(acme);
    const before = desk.dump();
    const [user] = records((await desk.ask(boss, "GET", `/users?where=id=${ids.member}`)).json);
    const answer = await desk.ask(boss, method, path, user);
    expect([answer.status, record(answer.json)["password"]]).toEqual([200, undefined]);
    expect(desk.dump()).toEqual(before);
  });

  test("takes fields away with null, but for those that must be there", async () => {
    const { ask } = await open(acme);
    await ask(boss, method, path, { city: "London" });
    expect((await ask(boss, method, path, { city: null })).json).not.toHaveProperty("city");
    for (const name of ["firstName", "lastName", "email", "password", "active", "roles"]) {
      expect([name, (await ask(boss, method, path, { [name]: null })).status]).toEqual([name, 400]);
    }
  });

  test("echoes the password in clear only where it was changed", async () => {
    const { ask, knock } = await open(acme);
    expect((await ask(boss, method, path, { firstName: "x" })).json).not.toHaveProperty("password");
    expect((await ask(boss, method, path, { password: "Passw0rd!ok" })).json).not.toHaveProperty("password");
    const changed = await ask(boss, method, path, { password: "An0ther!one" });
    expect(changed.json).toHaveProperty("password", "An0ther!one");
    const signIn = (password: string) => knock("POST", "/authentication", { username: member, password });
    expect((await signIn("Passw0rd!ok")).status).toBe(401);
    expect((await signIn("An0ther!one")).status).toBe(200);
  });

  test("deactivates: still listed, locked out; and back again with the old secret", async () => {
    const desk = await open(acme);
    const header = { authorization: secretsOf(desk, member) };
    const off = await desk.ask(boss, method, `${path}?permanent=true`, { active: false });
    expect(off.json).toMatchObject({ active: false, enabled: false, accountNonExpired: false });
    expect(each(await desk.ask(boss, "GET", "/users"), "email")).toContain(member);
    expect((await desk.knock("GET", "/organizations/me", undefined, header)).status).toBe(401);
    const signIn = { username: member, password: "Passw0rd!ok" };
    expect((await desk.knock("POST", "/authentication", signIn)).status).toBe(401);
    expect((await desk.ask(boss, method, path, { active: true })).json).toMatchObject({ active: true });
    expect((await desk.knock("GET", "/organizations/me", undefined, header)).status).toBe(200);
  });

  test("moves to another mail that nobody has", async () => {
    const desk = await open(acme);
    expect((await desk.ask(boss, method, path, { email: clerk })).status).toBe(409);
    expect((await desk.ask(boss, method, path, { email: "STRANGER@other.io" })).status).toBe(409);
    expect((await desk.ask(boss, method, path, { email: member.toUpperCase() })).status).toBe(200);
    expect((await desk.ask(boss, method, path, { email: "mina@shop.io" })).json).toMatchObject({
      id: ids.member,
    });
    expect((await desk.ask("mina@shop.io", "GET", "/organizations/me")).status).toBe(200);
  });

  test("assigns roles, and shows those that are held then", async () => {
    const { ask } = await open(acme);
    const answer = await ask(boss, method, path, { roles: [{ key: "admin" }] });
    expect(records(record(answer.json)["roles"]).map(({ key }) => key)).toEqual(["admin", "default-user"]);
    expect((await ask(member, "GET", "/users")).status).toBe(200);
    expect((await ask(boss, method, path, { roles: [] })).json).toHaveProperty(
      "roles",
      record(answer.json)["roles"],
    );
    expect((await ask(boss, method, path, { roles: [{ key: "foo" }] })).status).toBe(400);
    expect((await ask(boss, method, path, { roles: [{ key: "sys-admin" }] })).status).toBe(403);
    expect((await ask(boss, method, path, { roles: [{ key: "org-admin" }] })).status).toBe(403);
  });

  test("changes all or nothing", async () => {
    const desk = await open(acme);
    const before = desk.dump();
    const body = { firstName: "x", password: "An0ther!one", roles: [{ key: "admin" }, { key: "sys-admin" }] };
    expect((await desk.ask(boss, method, path, body)).status).toBe(403);
    expect(desk.dump()).toEqual(before);
  });
});

test("nobody gives roles to themselves, by whatever way", async () => {
  const { ask } = await open(acme);
  for (const path of [
    `/users/${ids.boss}`,
    `/organizations/users/${ids.boss}`,
    `/accounts/${ids.home}/users/${ids.boss}`,
  ]) {
    expect((await ask(boss, "PATCH", path, { roles: [{ key: "admin" }] })).status).toBe(403);
    // What is held already is not given.
    expect((await ask(boss, "PATCH", path, { roles: [{ key: "org-admin" }], city: "x" })).status).toBe(200);
  }
});

describe("deleting", () => {
  test.each([
    `/users/${ids.member}`,
    `/organizations/users/${ids.member}`,
    `/accounts/${ids.shop}/users/${ids.member}`,
  ])("at %s cannot be undone, and frees the mail", async (path) => {
    const desk = await open(acme);
    const header = { authorization: secretsOf(desk, member) };
    const answer = await desk.ask(boss, "DELETE", path, null);
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect((await desk.ask(boss, "DELETE", path)).status).toBe(404);
    expect((await desk.ask(boss, "GET", `/users/${ids.member}`)).status).toBe(404);
    expect((await desk.knock("GET", "/organizations/me", undefined, header)).status).toBe(401);
    const again = await desk.ask(boss, "POST", "/organizations/users", newUser("mina", { email: member }));
    expect(again.status).toBe(200);
    expect(idOf(again)).not.toBe(ids.member);
  });
});
