/** Seeds: what they may say, what they must not, and that a dump loads to the same. */
import { describe, expect, test } from "vitest";
import { startSandbox } from "../../../src/sandbox/server.ts";
import { type Json, record, records } from "../harness/open.ts";
import { acme, boss, branding, each, idOf, ids, newUser, open } from "./support.ts";

describe("without a seed", () => {
  test("there is an organization to play with, and its first account can do most things", async () => {
    const desk = await open();
    const [first] = Object.keys(desk.tokens);
    expect(first).toBe("alice@example.com");
    const accounts = await desk.ask("alice@example.com", "GET", "/accounts");
    expect(each(accounts, "externalId")).toEqual(["acme", "globex", "initech"]);
    expect(records((await desk.ask("alice@example.com", "GET", "/users")).json).length).toBeGreaterThan(4);
    expect((await desk.ask("alice@example.com", "GET", "/organizations/roles")).status).toBe(200);
    const signIn = { username: "alice@example.com", password: "Passw0rd!ok" };
    expect((await desk.knock("POST", "/authentication", signIn)).status).toBe(200);
  });

  test("account 1 and user 1 belong to somebody else", async () => {
    const { ask } = await open();
    expect((await ask("alice@example.com", "GET", "/accounts/1/roles")).status).toBe(403);
    expect((await ask("alice@example.com", "GET", "/users/1/roles")).status).toBe(403);
    expect((await ask("mallory@example.com", "GET", "/users/1/roles")).status).toBe(200);
  });
});

describe("defaults", () => {
  test("make the shortest seed a whole organization", async () => {
    const desk = await open({ organizations: [{ name: "Tiny", accounts: [] }] });
    expect(desk.dump()).toEqual({
      settings: { modernPasswords: false },
      organizations: [
        {
          id: 100,
          name: "Tiny",
          twoFactorAuthEnabled: false,
          passwordPolicy: null,
          branding: null,
          identityProviders: [],
          roles: {},
          accounts: [
            {
              id: 1000,
              externalId: "Tiny Default Account",
              name: "Tiny Default Account",
              description: "Auto created default account for the entire company",
              default: true,
              active: true,
              roles: [],
              settings: {},
              identityProviders: [],
              users: [],
            },
          ],
        },
      ],
    });
  });

  test("give a user a name, a password and a base role", async () => {
    const desk = await open({
      organizations: [
        {
          name: "Tiny",
          accounts: [
            { externalId: "home", default: true, users: [{ email: "ann@tiny.io", roles: ["org-admin"] }] },
            { externalId: "shop", users: [{ email: "bea@tiny.io" }] },
          ],
        },
      ],
    });
    const users = records((await desk.ask("ann@tiny.io", "GET", "/users")).json);
    expect(users.map(({ firstName, lastName, id }) => [firstName, lastName, id])).toEqual([
      ["ann", "Example", 10_000],
      ["bea", "Example", 10_001],
    ]);
    const signIn = { username: "bea@tiny.io", password: "Passw0rd!ok" };
    expect((await desk.knock("POST", "/authentication", signIn)).status).toBe(200);
    expect(each(await desk.ask("bea@tiny.io", "GET", "/users/10001/roles"), "key")).toEqual(["default-user"]);
    expect(each(await desk.ask("ann@tiny.io", "GET", "/users/10000/roles"), "key")).toEqual([
      "org-admin",
      "org",
    ]);
  });

  test("never give out an id that the seed uses itself", async () => {
    const desk = await open({
      organizations: [
        {
          name: "A",
          accounts: [
            { externalId: "a", default: true, users: [{ email: "a@a.io" }, { email: "b@a.io", id: 10_000 }] },
            { externalId: "b", id: 1000 },
          ],
        },
        { name: "B", id: 100, accounts: [{ externalId: "c", id: 1001, default: true }] },
      ],
    });
    const seed = record(desk.dump());
    const accounts = records(seed["organizations"]).flatMap((one) => records(one["accounts"]));
    expect(records(seed["organizations"]).map(({ id }) => id)).toEqual([101, 100]);
    expect(accounts.map(({ id }) => id).sort()).toEqual([1000, 1001, 1002]);
    expect(accounts.flatMap((one) => records(one["users"])).map(({ id }) => id)).toEqual([10_000, 10_001]);
  });

  test("are the same each time", async () => {
    const [one, other] = [await open(acme), await open(acme)];
    expect(one.dump()).toEqual(other.dump());
  });
});

/** Everything that a seed can say. */
const everything = {
  settings: { modernPasswords: false },
  organizations: [
    {
      id: 5,
      name: "Full",
      secret: "0123456789abcdef0123456789abcdef",
      twoFactorAuthEnabled: true,
      twoFactorAuthMethod: "google-authenticator",
      passwordPolicy: {
        minLength: 12,
        minUppercase: 1,
        minLowercase: 1,
        minNumbers: 2,
        minSymbols: 0,
        symbolCharacterSet: "!?",
        previousPasswordCount: 3,
        expirationDays: 90,
      },
      branding: { ...branding, logo: "https://images.cloudelements.io/logo_5_x.png" },
      identityProviders: [{ id: 3, entityId: "e", ssoUrl: "s", description: "d", isDefault: true }],
      roles: { "org-admin": ["configureRoles", "viewIdentityUsers"], org: [] },
      accounts: [
        {
          id: 50,
          externalId: "home",
          name: "Home",
          description: "",
          default: true,
          active: true,
          roles: ["admin", "org-admin"],
          settings: { colour: "red", size: 4, loud: false },
          identityProviders: [],
          users: [
            {
              id: 500,
              email: "ann@full.io",
              firstName: "Ann",
              lastName: "Smith",
              externalId: "e-1",
              phone: "1",
              street1: "a",
              street2: "b",
              city: "c",
              stateProvince: "d",
              postalCode: "e",
              country: "f",
              active: true,
              roles: ["admin", "org-admin"],
              secret: `${"+/Az09".repeat(7)}x=`,
              password: "Longer22enough!",
              formerPasswords: ["First11one!!!", "Second22one!!!"],
            },
            {
              id: 501,
              email: "bea@full.io",
              firstName: "Bea",
              lastName: "Smith",
              active: false,
              roles: [],
              baseRole: "default-user",
              locked: true,
            },
          ],
        },
        {
          id: 51,
          externalId: "home",
          name: "Old home",
          description: "x",
          default: false,
          active: false,
          roles: [],
          settings: {},
          identityProviders: [{ id: 4, entityId: "e", ssoUrl: "s", isDefault: false }],
          users: [
            {
              id: 502,
              email: "cat@full.io",
              firstName: "Cat",
              lastName: "Smith",
              active: true,
              roles: ["admin"],
              baseRole: null,
            },
          ],
        },
      ],
    },
  ],
};

describe("a dump", () => {
  test("says everything that the seed said", async () => {
    const desk = await open(everything);
    expect(desk.dump()).toEqual(everything);
  });

  test.each([
    ["the default seed", undefined],
    ["acme", acme],
    ["everything", everything],
  ])("of %s loads to the same", async (_what, seed) => {
    const first = (await open(seed)).dump();
    expect((await open(first)).dump()).toEqual(first);
    expect((await open(JSON.parse(JSON.stringify(first)))).dump()).toEqual(first);
  });

  test("holds what the API did, and loads to the same", async () => {
    const desk = await open(acme);
    const write = async (method: string, path: string, body?: unknown): Promise<number> => {
      const answer = await desk.ask(boss, method, path, body);
      expect([method, path, answer.status]).toEqual([method, path, 200]);
      return idOf(answer);
    };
    const made = await write("POST", "/accounts", { externalId: "kiosk", name: "Kiosk" });
    const zoe = await write(
      "POST",
      `/accounts/${made}/users`,
      newUser("zoe", { city: "x", roles: [{ key: "admin" }] }),
    );
    await write("PUT", `/accounts/${made}/roles/admin`);
    await write("PATCH", `/accounts/${ids.shop}`, { active: false });
    await write("DELETE", `/accounts/${ids.empty}`);
    await write("PATCH", `/users/${ids.clerk}`, {
      active: false,
      password: "An0ther!one",
      email: "cy@acme.io",
    });
    await write("PUT", `/users/${ids.clerk}/roles/org-admin`);
    await write("DELETE", `/users/${ids.clerk}/roles/org`);
    await write("PUT", `/users/${zoe}/roles/org`);
    await write("PUT", "/organizations/roles/2", { privileges: [{ key: "b" }, { key: "a" }] });
    await write("PUT", "/organizations/me", {
      name: "New",
      twoFactorAuthEnabled: true,
      twoFactorAuthMethod: "sms",
    });
    await write("PUT", "/organizations/password-policies", everything.organizations[0]?.passwordPolicy);
    await write("PUT", "/organizations/branding", everything.organizations[0]?.branding);
    await write("POST", "/organizations/identity-providers", { entityId: "e", ssoUrl: "s", isDefault: true });
    await write("POST", "/accounts/identity-providers", { entityId: "f", ssoUrl: "s" });
    await write("PATCH", "/accounts/settings", { colour: "red", size: 4 });
    await write("DELETE", `/users/${ids.member}`);
    const dump = desk.dump();
    expect(dump).toMatchObject({
      organizations: [
        {
          name: "New",
          roles: { admin: ["b", "a"] },
          accounts: [
            {
              settings: { colour: "red", size: 4 },
              users: [
                { email: boss },
                { email: "cy@acme.io", active: false, roles: ["org-admin"], baseRole: null },
              ],
            },
            { externalId: "shop", active: false, users: [{ id: ids.admin }] },
            { externalId: "empty", active: false },
            {
              externalId: "kiosk",
              roles: ["admin"],
              users: [{ id: zoe, city: "x", roles: ["admin"], baseRole: "org" }],
            },
          ],
        },
        { name: "Other" },
      ],
    });
    expect((await open(dump)).dump()).toEqual(dump);
  });

  test("has no secrets, passwords and tokens but those of the seed", async () => {
    const desk = await open(acme);
    await desk.ask(boss, "POST", "/organizations/users", newUser("zoe", { password: "Unseen11!" }));
    const [zoe] = records((await desk.ask(boss, "GET", "/users?where=firstName='zoe'")).json);
    await desk.ask(boss, "PATCH", `/users/${zoe?.["id"]}`, { password: "Unseen22!" });
    const text = JSON.stringify(desk.dump());
    expect(text).not.toContain("Unseen");
    for (const part of Object.values({ ...desk.credentials(boss), email: "secret" }))
      expect(text).not.toContain(part);
    for (const token of Object.values(desk.tokens)) expect(text).not.toContain(token);
  });

  test("forgets a secret and a password of the seed once others took their place", async () => {
    const desk = await open(everything);
    await desk.ask("ann@full.io", "POST", "/authentication/user-secret-reset");
    await desk.ask("ann@full.io", "POST", "/authentication/passwords", {
      oldPassword: "Longer22enough!",
      newPassword: "Third333enough!",
    });
    const [ann] = records(
      record(records(record(records(record(desk.dump())["organizations"])[0])["accounts"])[0])["users"],
    );
    expect(ann).not.toHaveProperty("secret");
    expect(ann).not.toHaveProperty("password");
    expect(ann).toHaveProperty("formerPasswords", ["First11one!!!", "Second22one!!!", "Longer22enough!"]);
  });
});

test("former passwords and a lock of the seed count", async () => {
  const desk = await open({ ...everything, settings: { modernPasswords: true } });
  const signIn = { username: "bea@full.io", password: "whatever" };
  expect(record((await desk.knock("POST", "/authentication", signIn)).json)["message"]).toBe(
    "The user is locked out",
  );
  const older = await open(everything);
  const change = (newPassword: string) =>
    older.ask("ann@full.io", "POST", "/authentication/passwords", {
      oldPassword: "Longer22enough!",
      newPassword,
    });
  expect((await change("Second22one!!!")).status).toBe(400);
  expect((await change("First11one!!!")).status).toBe(400);
  expect((await change("Third33three!!")).status).toBe(200);
});

test("the secrets of the seed are the credentials", async () => {
  const desk = await open(everything);
  expect(desk.credentials("ann@full.io")).toMatchObject({
    userSecret: `${"+/Az09".repeat(7)}x=`,
    organizationSecret: "0123456789abcdef0123456789abcdef",
  });
});

/** A seed with one account whose user, account or organization says more. */
const withUser = (...users: readonly Json[]): Json =>
  withAccount({ externalId: "home", default: true, users });
const withAccount = (...accounts: readonly Json[]): Json => ({ organizations: [{ name: "A", accounts }] });
const withOrganization = (more: Json): Json => ({ organizations: [{ name: "A", accounts: [], ...more }] });
const ann = { email: "ann@a.io" };
const secret = `${"a".repeat(43)}=`;

describe("a seed is refused, with the place,", () => {
  test.each<readonly [string, unknown, string]>([
    ["that is no map", [], "seed must be a map"],
    ["with an unknown key", { users: [] }, "seed.users is not known here"],
    ["with an unknown setting", { settings: { x: 1 } }, "seed.settings.x is not known here"],
    [
      "with a setting of the wrong kind",
      { settings: { modernPasswords: 1 } },
      "seed.settings.modernPasswords must be true or false",
    ],
    ["whose organizations are a map", { organizations: {} }, "seed.organizations must be a list"],
    [
      "with an organization without a name",
      { organizations: [{}] },
      "seed.organizations[0].name must be a string",
    ],
    [
      "with an unknown key there",
      withOrganization({ owner: 1 }),
      "seed.organizations[0].owner is not known here",
    ],
    [
      "with a bad id",
      withOrganization({ id: 0 }),
      "seed.organizations[0].id must be a whole number from 1 to",
    ],
    ["with a bad secret", withOrganization({ secret: "x" }), "seed.organizations[0].secret must match"],
    [
      "with a bad method",
      withOrganization({ twoFactorAuthMethod: "x" }),
      "seed.organizations[0].twoFactorAuthMethod must be one of sms, google-authenticator",
    ],
    [
      "with half a policy",
      withOrganization({ passwordPolicy: { minLength: 8 } }),
      "seed.organizations[0].passwordPolicy.minUppercase must not be null",
    ],
    [
      "with a policy that the platform refuses",
      withOrganization({ passwordPolicy: { ...everything.organizations[0]?.passwordPolicy, minLength: 7 } }),
      "seed.organizations[0].passwordPolicy.minLength must be a whole number of at least 8",
    ],
    [
      "with more than a policy",
      withOrganization({ passwordPolicy: { rotationDays: 1 } }),
      "seed.organizations[0].passwordPolicy.rotationDays is not known here",
    ],
    [
      "with half a branding",
      withOrganization({ branding: { headerFont: "Arial" } }),
      "seed.organizations[0].branding is refused: Branding missing required field(s)",
    ],
    [
      "with an unknown role",
      withOrganization({ roles: { boss: [] } }),
      "seed.organizations[0].roles.boss must be one of org-admin, admin, org, default-user",
    ],
    [
      "with a privilege that is none",
      withOrganization({ roles: { org: [5] } }),
      "seed.organizations[0].roles.org[0] must be a string",
    ],
    [
      "with half an identity provider",
      withOrganization({ identityProviders: [{ entityId: "e" }] }),
      "seed.organizations[0].identityProviders[0].ssoUrl must be a string",
    ],
    [
      "with two default identity providers",
      withOrganization({
        identityProviders: [1, 2].map(() => ({ entityId: "e", ssoUrl: "s", isDefault: true })),
      }),
      "seed.organizations[0].identityProviders[1] cannot be a second default",
    ],
    [
      "with an account without an external id",
      withAccount({}),
      "seed.organizations[0].accounts[0].externalId must be a string",
    ],
    [
      "with an unknown key in an account",
      withAccount({ externalId: "a", company: 1 }),
      "seed.organizations[0].accounts[0].company is not known here",
    ],
    [
      "with an id twice",
      withAccount({ externalId: "a", id: 5 }, { externalId: "b", id: 5 }),
      "seed.organizations[0].accounts[1].id repeats 5",
    ],
    [
      "with an external id twice",
      withAccount({ externalId: "a" }, { externalId: "a" }),
      "seed.organizations[0].accounts[1].externalId repeats a",
    ],
    [
      "with the external id of the default account that is made",
      withAccount({ externalId: "A Default Account" }),
      "seed.organizations[0].accounts[0].externalId repeats A Default Account",
    ],
    [
      "with two default accounts",
      withAccount({ externalId: "a", default: true }, { externalId: "b", default: true }),
      "seed.organizations[0].accounts[1].default cannot be true twice",
    ],
    [
      "with a default account that is off",
      withAccount({ externalId: "a", default: true, active: false }),
      "seed.organizations[0].accounts[0].active must be true for the default account",
    ],
    [
      "with settings that are not flat",
      withAccount({ externalId: "a", settings: { x: [] } }),
      "seed.organizations[0].accounts[0].settings.x must be a text",
    ],
    [
      "with an account that is an organization's administrator",
      withAccount({ externalId: "a", roles: ["org-admin"] }),
      "seed.organizations[0].accounts[0].roles[0] can be org-admin in the default account only",
    ],
    [
      "with a bad date",
      withAccount({ externalId: "a", createdDate: "yesterday" }),
      "seed.organizations[0].accounts[0].createdDate must match",
    ],
    ["with a user without a mail", withUser({}), "users[0].email must be a string"],
    ["with a bad mail", withUser({ email: "ann" }), "users[0].email must be an email address"],
    ["with an unknown key in a user", withUser({ ...ann, name: "x" }), "users[0].name is not known here"],
    [
      "with a mail twice, whatever its case",
      withUser(ann, { email: "ANN@a.io" }),
      "users[1].email repeats the email ann@a.io",
    ],
    [
      "with a user's id twice",
      withUser({ ...ann, id: 5 }, { email: "b@a.io", id: 5 }),
      "users[1].id repeats 5",
    ],
    ["with a bad user secret", withUser({ ...ann, secret: "x" }), "users[0].secret must match"],
    [
      "with a user secret twice",
      withUser({ ...ann, secret }, { email: "b@a.io", secret }),
      "users[1].secret repeats the secret of another user",
    ],
    [
      "with a password that the policy refuses",
      withUser({ ...ann, password: "short" }),
      "users[0].password is refused: Password must contain at least 8 characters",
    ],
    [
      "with a name that is in the password",
      withUser({ ...ann, firstName: "Otto", password: "Otto1234!" }),
      "users[0].password is refused: Password must not contain the first name",
    ],
    [
      "with a role that nobody gives",
      withUser({ ...ann, roles: ["sys-admin"] }),
      "users[0].roles[0] must be one of admin, org-admin",
    ],
    [
      "with a base role among them",
      withUser({ ...ann, roles: ["org"] }),
      "users[0].roles[0] must be one of admin, org-admin",
    ],
    [
      "with a bad base role",
      withUser({ ...ann, baseRole: "admin" }),
      "users[0].baseRole must be one of org, default-user",
    ],
    [
      "with an organization administrator in a customer's account",
      withAccount({ externalId: "a", users: [{ ...ann, roles: ["org-admin"] }] }),
      "users[0].roles[0] can be org-admin in the default account only",
    ],
    [
      "with an organization's secret twice",
      { organizations: ["A", "B"].map((name) => ({ name, accounts: [], secret: "a".repeat(32) })) },
      "seed.organizations[1].secret repeats the secret of another organization",
    ],
    [
      "with the mail of somebody elsewhere",
      { organizations: ["A", "B"].map((name) => ({ name, accounts: [{ externalId: "a", users: [ann] }] })) },
      "seed.organizations[1].accounts[0].users[0].email repeats the email ann@a.io",
    ],
  ])("%s", async (_what, seed, text) => {
    await expect(startSandbox("cloud-elements", { seed })).rejects.toThrow(text);
  });

  test("where no password can be made up", async () => {
    const policy = { ...everything.organizations[0]?.passwordPolicy, minSymbols: 1, symbolCharacterSet: "" };
    const seed = withOrganization({ passwordPolicy: policy, accounts: [{ externalId: "a", users: [ann] }] });
    await expect(startSandbox("cloud-elements", { seed })).rejects.toThrow("users[0].password must be given");
  });
});

test("keys of a seed may be odd", async () => {
  const seed = JSON.parse(
    '{"organizations":[{"name":"A","accounts":[{"externalId":"__proto__","settings":{"__proto__":"x"}}]}]}',
  );
  const dump = JSON.stringify((await open(seed)).dump());
  expect(dump).toContain('"externalId":"__proto__"');
  expect(dump).toContain('"settings":{"__proto__":"x"}');
});
