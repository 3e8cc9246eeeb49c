/**
 * The exchanges of the vendor's own suite with its own client's manner (cloud-elements.md §7): every success is
 * exactly 200, a DELETE carries the body `null`, a PUT without a payload too, and an undefined payload is no body.
 */
import { describe, expect, test } from "vitest";
import { type Json, record, records } from "../harness/open.ts";
import { type Answer, base, idOf, message, open } from "./support.ts";

type Status = number;

interface Client {
  /** Asks, and insists on the status. `null` is a body like any other; undefined is none. */
  readonly call: (method: string, path: string, body?: unknown, status?: Status) => Promise<Answer>;
  /** The same as a user with that secret. */
  readonly as: (secret: unknown) => Client;
}

const user = "alice@example.com";

/** Signs in as the suite does: mail and password, then the token for the secrets, then the secrets for everything. */
async function client(): Promise<Client> {
  const desk = await open();
  const signedIn = await desk.knock("POST", "/authentication", { username: user, password: "Passw0rd!ok" });
  const bearer = { authorization: `Bearer ${record(signedIn.json)["token"]}` };
  const secrets = record((await desk.knock("GET", "/authentication/secrets", undefined, bearer)).json);
  const speak = (secret: unknown): Client => ({
    as: speak,
    call: async (method, path, body, status = 200) => {
      const answer = await desk.knock(method, path, body, {
        accept: "application/json",
        "user-agent": `Churrosbot/${user}`,
        authorization: `User ${secret}, Organization ${secrets["organizationSecret"]}`,
      });
      expect([method, path, answer.status, answer.status === status ? "" : answer.text]).toEqual([
        method,
        path,
        status,
        "",
      ]);
      return answer;
    },
  });
  return speak(secrets["userSecret"]);
}

const one = (answer: Answer): Json => record(answer.json);
const many = (answer: Answer): Json[] => records(answer.json);

async function defaultAccount({ call }: Client): Promise<unknown> {
  return many(await call("GET", "/accounts")).find((account) => account["defaultAccount"] === true)?.["id"];
}

const account = { externalId: "churros@cloud-elements.com", name: "churros" };
const person = {
  firstName: "churros",
  password: "Thingys123!",
  email: "churros@cloud-elements.com",
  lastName: "test",
};
const frank = { firstName: "frank", lastName: "ricard", email: "frank@churros.com", password: "Passw0rd!" };

describe("accounts", () => {
  test("create, read, update, delete", async () => {
    const { call } = await client();
    const id = idOf(await call("POST", "/accounts", account));
    expect(one(await call("GET", `/accounts/${id}`))["id"]).toBe(id);
    await call("PATCH", `/accounts/${id}`, account);
    await call("DELETE", `/accounts/${id}`, null);
  });

  test("found by name, with an encoded filter", async () => {
    const { call } = await client();
    const { id, name } = one(await call("POST", "/accounts", account));
    const found = many(await call("GET", `/accounts?where=${encodeURIComponent(`name='${name}'`)}`));
    expect(found.map((each) => each["name"])).toEqual(["churros"]);
    await call("DELETE", `/accounts/${id}`, null);
    const only = many(await call("GET", "/accounts?where=defaultAccount%3Dtrue"));
    expect(only).toHaveLength(1);
  });

  test("-1 is not there", async () => {
    const { call } = await client();
    await call("DELETE", "/accounts/-1", null, 404);
    await call("PATCH", "/accounts/-1", account, 404);
    await call("GET", "/accounts/-1", undefined, 404);
  });

  test("updates by PATCH and PUT", async () => {
    const { call } = await client();
    const id = idOf(await call("POST", "/accounts/", account));
    await call("PATCH", `/accounts/${id}`, { name: "Updated Name 1" });
    expect(one(await call("GET", `/accounts/${id}`))["name"]).toBe("Updated Name 1");
    const put = { name: "Updated Name 2", externalId: "External ID 1", description: "New Description" };
    expect(one(await call("PUT", `/accounts/${id}`, put))).toMatchObject(put);
  });

  test("roles of one's own and of others", async () => {
    const { call } = await client();
    const id = idOf(await call("POST", "/accounts/", account));
    expect(one(await call("PUT", `/accounts/${id}/roles/admin`, null))).toMatchObject({
      id: expect.any(Number),
      key: "admin",
      name: expect.any(String),
      description: expect.any(String),
    });
    expect(many(await call("GET", `/accounts/${id}/roles`)).map(({ key }) => key)).toEqual(["admin"]);
    await call("DELETE", `/accounts/${id}/roles/admin`, null);
    await call("PUT", "/accounts/1/roles/admin", null, 403);
    await call("DELETE", "/accounts/1/roles/admin", null, 403);
    await call("PUT", "/accounts/-1/roles/admin", account, 404);
    await call("PUT", "/accounts/1/roles/admin", account, 403);
    await call("PUT", "/accounts/1/roles/foo", account, 400);
    // The suite does not wait for this one.
    await call("PUT", `/accounts/${id}/roles/sys-admin`, null, 403);
  });

  test("the clean-up: users that are not there, then every account but the default one", async () => {
    const { call } = await client();
    await call("GET", `/organizations/users/${person.email}`, undefined, 404);
    await call("DELETE", "/organizations/users/undefined", null, 404);
    for (const { id, defaultAccount } of many(await call("GET", "/accounts"))) {
      if (defaultAccount !== true) await call("DELETE", `/accounts/${id}`, null);
    }
    expect(many(await call("GET", "/accounts"))).toHaveLength(1);
  });
});

describe("users of an account", () => {
  test("twice is a conflict, nothing is no user", async () => {
    const { call } = await client();
    const path = `/accounts/${idOf(await call("POST", "/accounts/", account))}/users`;
    await call("POST", path, person);
    await call("POST", path, person, 409);
    await call("POST", path, {}, 400);
  });

  test("an answer that is changed and put back", async () => {
    const { call } = await client();
    const path = `/accounts/${idOf(await call("POST", "/accounts/", account))}/users`;
    const { id, active } = one(await call("POST", path, person));
    expect(active).toBe(true);
    const patched = one(await call("PATCH", `${path}/${id}`, { externalId: "new-ext-id" }));
    expect(patched["externalId"]).toBe("new-ext-id");
    const put = one(await call("PUT", `${path}/${id}`, { ...patched, city: "Anytown" }));
    expect(put).toMatchObject({ city: "Anytown", externalId: "new-ext-id" });
  });

  test("off and on again", async () => {
    const { call } = await client();
    const path = `/accounts/${idOf(await call("POST", "/accounts/", account))}/users`;
    const { id } = one(await call("POST", path, person));
    expect(one(await call("PATCH", `${path}/${id}`, { active: false }))["active"]).toBe(false);
    expect(one(await call("PATCH", `${path}/${id}`, { active: true }))["active"]).toBe(true);
  });

  test("are gone after their account was deleted, and after it was deactivated for good", async () => {
    const { call } = await client();
    for (const [method, query, body] of [
      ["DELETE", "", null],
      ["PATCH", "?permanent=true", { active: false }],
    ] as const) {
      const id = idOf(await call("POST", "/accounts/", account));
      const userId = idOf(await call("POST", `/accounts/${id}/users`, person));
      await call(method, `/accounts/${id}${query}`, body);
      const listed = async () =>
        many(await call("GET", "/accounts")).filter(({ externalId }) => externalId === account.externalId);
      expect(await listed()).toHaveLength(0);
      expect(one(await call("PATCH", `/accounts/${id}`, { active: true }))["active"]).toBe(true);
      expect(await listed()).toHaveLength(1);
      await call("GET", `/accounts/${id}/users/${userId}`, undefined, 404);
      await call("DELETE", `/accounts/${id}`, null);
    }
  });

  test("stay and can ask after their account was deactivated for a while", async () => {
    const suite = await client();
    const { call } = suite;
    const id = idOf(await call("POST", "/accounts/", account));
    const { secret } = one(await call("POST", `/accounts/${id}/users`, person));
    expect(one(await call("PATCH", `/accounts/${id}`, { active: false }))["active"]).toBe(false);
    expect(one(await call("PATCH", `/accounts/${id}`, { active: true }))["active"]).toBe(true);
    await suite.as(secret).call("GET", "/organizations/me");
    // Reached at organization level to be cleaned up.
    const found = one(await call("GET", `/organizations/users/${person.email}`));
    await call("DELETE", `/organizations/users/${found["id"]}`, null);
  });
});

describe("users", () => {
  test("listed with the date of today for who signed in, changed, deleted", async () => {
    const suite = await client();
    const { call } = suite;
    const made = one(await call("POST", `/accounts/${await defaultAccount(suite)}/users`, frank));
    expect(made).toHaveProperty("roles");
    for (const name of ["id", "firstName", "lastName", "fullName", "email", "active"])
      expect(made).toHaveProperty(name);
    const list = many(await call("GET", "/users"));
    expect(list.filter(({ email }) => email === frank.email)).toHaveLength(1);
    expect(list.find(({ email }) => email === user)?.["lastLoginDate"]).toBe(
      new Date().toISOString().slice(0, 10),
    );
    const patch = { ...frank, firstName: "joseph", lastName: "pulaski" };
    expect(one(await call("PATCH", `/users/${made["id"]}`, patch))).toMatchObject({
      firstName: "joseph",
      lastName: "pulaski",
      email: frank.email,
    });
    await call("DELETE", `/users/${made["id"]}`, null);
    expect(many(await call("GET", "/users")).filter(({ email }) => email === frank.email)).toEqual([]);
  });

  test("the role of an administrator comes and goes", async () => {
    const suite = await client();
    const { call } = suite;
    const id = idOf(await call("POST", `/accounts/${await defaultAccount(suite)}/users`, frank));
    await call("PUT", `/users/${id}/roles/admin`, null);
    const admins = async () =>
      many(await call("GET", `/users/${id}/roles`)).filter(({ key }) => key === "admin");
    expect(await admins()).toHaveLength(1);
    await call("DELETE", `/users/${id}/roles/admin`, null);
    expect(await admins()).toHaveLength(0);
  });

  test("roles of others, of oneself, of nobody", async () => {
    const { call } = await client();
    await call("PUT", "/users/1/roles/admin", null, 403);
    await call("GET", "/users/1/roles", undefined, 403);
    await call("DELETE", "/users/1/roles/admin", null, 403);
    const self = many(await call("GET", "/users")).find(({ email }) => email === user)?.["id"];
    await call("PUT", `/users/${self}/roles/admin`, null, 403);
    await call("DELETE", `/users/${self}/roles/admin`, null, 403);
    await call("PUT", "/users/-1/roles/admin", frank, 404);
  });

  test("what the suite asks without waiting for the answer", async () => {
    const suite = await client();
    const { call } = suite;
    const id = idOf(await call("POST", `/accounts/${await defaultAccount(suite)}/users`, frank));
    await call("PUT", `/users/${id}/roles/sys-admin`, null, 403);
    await call("PUT", "/users/1/roles/admin", null, 403);
    await call("PUT", "/users/1/roles/foo", null, 400);
    await call("PUT", `/users/${id}/roles/admin`, null);
    await call("PUT", `/users/${id}/roles/admin`, null, 409);
    await call("DELETE", `/users/${id}/roles/admin`, null);
  });

  test("nobody is made with higher roles", async () => {
    const suite = await client();
    const roles = [{ key: "sys-admin" }, { key: "org-admin" }];
    await suite.call("POST", `/accounts/${await defaultAccount(suite)}/users`, { ...frank, roles }, 403);
  });
});

describe("the organization", () => {
  test("its accounts", async () => {
    const { call } = await client();
    const { id } = one(await call("GET", "/organizations/me"));
    const [first] = many(await call("GET", `/organizations/${id}/accounts`));
    expect(one(await call("GET", `/organizations/${id}/accounts/${first?.["id"]}`))["id"]).toBe(
      first?.["id"],
    );
    await call("GET", `/organizations/${id}/accounts/-1`, undefined, 404);
    await call("GET", "/organizations/-1/accounts", undefined, 404);
  });

  test("its users", async () => {
    const { call } = await client();
    const id = idOf(await call("POST", "/organizations/users", person));
    await call("GET", `/organizations/users/${id}`);
    await call("POST", "/organizations/users", person, 409);
    expect(many(await call("GET", "/organizations/users?where=firstName='churros'"))).toHaveLength(1);
    expect(one(await call("PATCH", `/organizations/users/${id}`, { active: false }))["active"]).toBe(false);
    expect(one(await call("PATCH", `/organizations/users/${id}`, { active: true }))["active"]).toBe(true);
    await call("DELETE", `/organizations/users/${id}`, null);
    await call("DELETE", "/organizations/users/-1", null, 404);
    await call("GET", "/organizations/users/-1", undefined, 404);
    await call("POST", "/organizations/users", {}, 400);
  });

  test("its roles: changed, reset to the very same list, and never with internal privileges", async () => {
    const { call } = await client();
    const roles = async () => many(await call("GET", "/organizations/roles"));
    await call("PUT", "/organizations/roles/reset");
    const defaults = await roles();
    const cut = (privileges: unknown) =>
      defaults.map((role) => {
        if (role["name"] !== "Account") return role;
        const { id, name, active, description } = role;
        return { id, name, active, description, privileges };
      });
    await call("PUT", "/organizations/roles", cut([]));
    expect((await roles()).find(({ name }) => name === "Account")?.["privileges"]).toEqual([]);
    await call("PUT", "/organizations/roles/reset");
    expect(await roles()).toEqual(defaults);
    const system = await call("PUT", "/organizations/roles", cut([{ key: "system" }]), 403);
    expect(message(system)).toBe("User can not add the 'system' privilege to any role.");
    const plain = defaults.find(({ key }) => key === "default-user");
    const body = { ...plain, privileges: [{ key: "intelligence" }] };
    const intelligence = await call("PUT", `/organizations/roles/${plain?.["id"]}`, body, 403);
    expect(message(intelligence)).toBe(
      "User can not add the 'intelligence' privilege to the 'default-user' role.",
    );
    expect(await roles()).toEqual(defaults);
  });

  test("privileges given and taken one by one, while their holder looks on", async () => {
    const suite = await client();
    const { call } = suite;
    const home = await defaultAccount(suite);
    const made = one(
      await call("POST", `/accounts/${home}/users`, { ...frank, email: "churros+rbac7@churros.com" }),
    );
    const before = records(made["roles"]).find(({ key }) => key === "org");
    expect(records(before?.["privileges"]).length).toBeGreaterThan(0);
    const holder = suite.as(made["secret"]);
    const change = async (key: string, wanted: boolean): Promise<void> => {
      const org = many(await holder.call("GET", `/users/${made["id"]}/roles`)).find(
        (role) => role["key"] === "org",
      );
      const held = records(org?.["privileges"]).filter((privilege) => privilege["key"] !== key);
      const privileges = wanted ? [...held, { key }] : held;
      await call("PUT", `/organizations/roles/${org?.["id"]}`, { privileges });
    };
    for (const [key, method, path, body] of [
      ["manageUiBranding", "DELETE", "/organizations/branding", null],
      ["viewUsersAccount", "GET", `/accounts/${home}/users`, undefined],
      ["viewUsersOrg", "GET", "/organizations/users", undefined],
      ["viewLogsAccount", "GET", "/audit-logs", undefined],
      ["configureRoles", "GET", "/organizations/roles", undefined],
      ["configureRoles", "PUT", "/organizations/roles", []],
      ["viewElements", "GET", "/elements?page=1&pageSize=1", undefined],
    ] as const) {
      await change(key, false);
      await holder.call(method, path, body, 403);
      await change(key, true);
      await holder.call(method, path, body, key === "manageUiBranding" ? 404 : 200);
    }
    const other = { ...frank, firstName: "joseph-organization", email: "churros+rbac8@churros.com" };
    await change("addUsersOrg", false);
    await holder.call("POST", "/organizations/users", other, 403);
    await change("addUsersOrg", true);
    const id = idOf(await holder.call("POST", "/organizations/users", other));
    // Either of the two lets one in, so both are taken away.
    for (const key of ["editUsersOrg", "editUsersAccount"]) await change(key, false);
    await holder.call("PATCH", `/organizations/users/${id}`, other, 403);
    await change("editUsersOrg", true);
    await holder.call("PATCH", `/organizations/users/${id}`, other);
    await holder.call("DELETE", `/organizations/users/${id}`, null, 403);
    await change("deleteUsersOrg", true);
    await holder.call("DELETE", `/organizations/users/${id}`, null);
    await call("DELETE", `/users/${made["id"]}`, null);
    await call("PUT", `/organizations/roles/${before?.["id"]}`, before);
  });

  test("its identity providers, PATCHed with the whole", async () => {
    const { call } = await client();
    const provider = {
      entityId: "https://idp.io",
      ssoUrl: "https://idp.io/sso",
      description: "test",
      isDefault: false,
    };
    for (const path of ["/organizations/identity-providers", "/accounts/identity-providers"]) {
      const id = idOf(await call("POST", path, provider));
      await call("GET", `${path}/${id}`);
      await call("PATCH", `${path}/${id}`, provider);
      expect(many(await call("GET", path))).toHaveLength(1);
      await call("DELETE", `${path}/${id}`, null);
    }
  });
});

test("partners are signed up by partners only", async () => {
  const { call } = await client();
  const body = { email: "bobTestuser@c-e.com", firstName: "bob", lastName: "by", password: "test12345" };
  await call("POST", "/signup-partners", body, 401);
});

test("the header test asks without signing in", async () => {
  const { knock } = await open();
  const answer = await knock("GET", `${base}/elements`, undefined, { origin: "churros" });
  expect(answer.headers.get("access-control-expose-headers")).toContain(
    "Elements-Returned-Count, Elements-Total-Count",
  );
});
