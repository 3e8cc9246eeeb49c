/** Role × action: who may call what, one test a cell (cloud-elements.md §2, §3). */
import { describe, expect, test } from "vitest";
import { acme, admin, boss, branding, clerk, ids, member, newUser, open, stranger } from "./support.ts";

/** What stands in the cells: any of the plain columns may be missing, and then the answer is 403. */
interface Row {
  readonly call: readonly [method: string, path: string, body?: unknown];
  /** Status by column. */
  readonly boss?: number;
  readonly clerk?: number;
  readonly admin?: number;
  readonly member?: number;
  /** An administrator of another organization. */
  readonly stranger?: number;
}

const { acme: organization, home, shop, empty } = ids;
const all = { boss: 200, clerk: 200, admin: 200, member: 200, stranger: 200 };
const bossOnly = { boss: 200, stranger: 404 };
const policy = {
  minLength: 8,
  minUppercase: 0,
  minLowercase: 0,
  minNumbers: 0,
  minSymbols: 0,
  symbolCharacterSet: "!",
  previousPasswordCount: 0,
  expirationDays: 1000,
};
const provider = { entityId: "https://idp.io", ssoUrl: "https://idp.io/sso" };

const rows: readonly Row[] = [
  // §3a
  { call: ["GET", "/authentication/secrets"], ...all },
  { call: ["POST", "/authentication/user-secret-reset"], ...all },
  { call: ["POST", "/authentication/organization-secret-reset"], boss: 200, stranger: 200 },
  {
    call: ["POST", "/authentication/passwords", { oldPassword: "Passw0rd!ok", newPassword: "An0ther!one" }],
    ...all,
  },
  {
    call: ["POST", "/signup-partners", newUser("zoe")],
    boss: 401,
    clerk: 401,
    admin: 401,
    member: 401,
    stranger: 401,
  },
  // §3b
  { call: ["GET", "/organizations/me"], ...all },
  { call: ["PUT", "/organizations/me", { name: "New" }], boss: 200, stranger: 200 },
  {
    call: ["PUT", "/organizations/me", { twoFactorAuthEnabled: true, twoFactorAuthMethod: "sms" }],
    boss: 200,
    stranger: 200,
  },
  { call: ["GET", `/organizations/${organization}/accounts`], boss: 200 },
  { call: ["GET", `/organizations/${organization}/accounts/${shop}`], boss: 200 },
  { call: ["GET", "/organizations/password-policies"], ...all },
  { call: ["PUT", "/organizations/password-policies", policy], boss: 200, stranger: 200 },
  { call: ["DELETE", "/organizations/password-policies"], boss: 404, stranger: 404 },
  { call: ["GET", "/organizations/branding"], boss: 404, clerk: 404, admin: 404, member: 404, stranger: 404 },
  { call: ["PUT", "/organizations/branding", branding], boss: 200, stranger: 200 },
  { call: ["DELETE", "/organizations/branding"], boss: 404, stranger: 404 },
  { call: ["PATCH", "/organizations/branding/logo"], boss: 415, stranger: 415 },
  { call: ["PATCH", "/organizations/branding/favicon"], boss: 415, stranger: 415 },
  { call: ["GET", "/organizations/identity-providers"], boss: 200, clerk: 200, stranger: 200 },
  { call: ["POST", "/organizations/identity-providers", provider], boss: 200, clerk: 200, stranger: 200 },
  { call: ["GET", "/organizations/identity-providers/9"], boss: 404, clerk: 404, stranger: 404 },
  { call: ["PATCH", "/organizations/identity-providers/9", {}], boss: 404, clerk: 404, stranger: 404 },
  { call: ["DELETE", "/organizations/identity-providers/9"], boss: 404, clerk: 404, stranger: 404 },
  { call: ["GET", "/accounts/identity-providers"], boss: 200, admin: 200, stranger: 200 },
  { call: ["POST", "/accounts/identity-providers", provider], boss: 200, admin: 200, stranger: 200 },
  { call: ["GET", "/accounts/identity-providers/9"], boss: 404, admin: 404, stranger: 404 },
  { call: ["PATCH", "/accounts/identity-providers/9", {}], boss: 404, admin: 404, stranger: 404 },
  { call: ["DELETE", "/accounts/identity-providers/9"], boss: 404, admin: 404, stranger: 404 },
  { call: ["GET", "/audit-logs"], boss: 200, admin: 200, stranger: 200 },
  // §3c
  { call: ["GET", "/accounts"], boss: 200, stranger: 200 },
  { call: ["POST", "/accounts", { externalId: "x" }], boss: 200, stranger: 200 },
  { call: ["GET", `/accounts/${shop}`], ...bossOnly },
  { call: ["PATCH", `/accounts/${shop}`, { name: "x" }], ...bossOnly },
  { call: ["PUT", `/accounts/${shop}`, { externalId: "x" }], ...bossOnly },
  { call: ["DELETE", `/accounts/${shop}`], ...bossOnly },
  { call: ["GET", `/accounts/${shop}/roles`], boss: 200 },
  { call: ["PUT", `/accounts/${shop}/roles/admin`], boss: 200 },
  { call: ["DELETE", `/accounts/${shop}/roles/admin`], boss: 404 },
  { call: ["GET", "/accounts/settings"], ...all },
  { call: ["PATCH", "/accounts/settings", { colour: "red" }], ...all },
  // §3d: the whole organization
  { call: ["GET", "/users"], boss: 200, admin: 200, stranger: 200 },
  { call: ["GET", `/users/${ids.member}`], boss: 200, admin: 200, stranger: 404 },
  { call: ["GET", `/users/${ids.clerk}`], ...bossOnly },
  { call: ["PATCH", `/users/${ids.member}`, { firstName: "x" }], ...bossOnly },
  { call: ["DELETE", `/users/${ids.member}`], ...bossOnly },
  { call: ["GET", `/users/${ids.member}/roles`], boss: 200, member: 200 },
  { call: ["GET", `/users/${ids.clerk}/roles`], boss: 200, clerk: 200 },
  { call: ["PUT", `/users/${ids.member}/roles/admin`], boss: 200 },
  { call: ["DELETE", `/users/${ids.admin}/roles/admin`], boss: 200 },
  // §3d: the default account
  { call: ["GET", "/organizations/users"], boss: 200, stranger: 200 },
  { call: ["POST", "/organizations/users", newUser("zoe")], boss: 200, stranger: 200 },
  { call: ["GET", `/organizations/users/${ids.clerk}`], ...bossOnly },
  { call: ["PATCH", `/organizations/users/${ids.clerk}`, { city: "x" }], ...bossOnly },
  {
    call: ["PATCH", `/organizations/users/${ids.member}`, { city: "x" }],
    boss: 200,
    admin: 200,
    stranger: 404,
  },
  { call: ["DELETE", `/organizations/users/${ids.clerk}`], ...bossOnly },
  // §3d: one account
  { call: ["GET", `/accounts/${home}/users`], ...bossOnly },
  { call: ["GET", `/accounts/${shop}/users`], boss: 200, admin: 200, stranger: 404 },
  { call: ["GET", `/accounts/${empty}/users`], boss: 404, stranger: 404 },
  { call: ["POST", `/accounts/${home}/users`, newUser("zoe")], ...bossOnly },
  { call: ["POST", `/accounts/${shop}/users`, newUser("zoe")], boss: 200, admin: 200, stranger: 404 },
  { call: ["GET", `/accounts/${shop}/users/${ids.member}`], boss: 200, admin: 200, stranger: 404 },
  {
    call: ["PATCH", `/accounts/${shop}/users/${ids.member}`, { city: "x" }],
    boss: 200,
    admin: 200,
    stranger: 404,
  },
  {
    call: ["PUT", `/accounts/${shop}/users/${ids.member}`, { city: "x" }],
    boss: 200,
    admin: 200,
    stranger: 404,
  },
  { call: ["DELETE", `/accounts/${shop}/users/${ids.member}`], boss: 200, admin: 200, stranger: 404 },
  // §3e
  { call: ["GET", "/organizations/roles"], boss: 200, stranger: 200 },
  { call: ["PUT", "/organizations/roles", []], boss: 200, stranger: 200 },
  { call: ["PUT", "/organizations/roles/reset"], boss: 200, stranger: 200 },
  { call: ["PUT", "/organizations/roles/1", { privileges: [] }], boss: 200, stranger: 404 },
  { call: ["GET", "/organizations/privileges"], boss: 200, stranger: 200 },
  // §7
  { call: ["GET", "/elements"], ...all },
];

const people = { boss, clerk, admin, member, stranger };
type Column = keyof typeof people;

function isColumn(name: string): name is Column {
  return Object.hasOwn(people, name);
}

const cells = rows.flatMap(({ call: [method, path, body], ...row }) =>
  Object.keys(people)
    .filter(isColumn)
    .map((who) => ({ method, path, body, who, status: row[who] ?? 403 })),
);

describe("signed in", () => {
  test.each(cells)("$method $path by $who: $status", async ({ method, path, body, who, status }) => {
    const { ask } = await open(acme);
    expect((await ask(people[who], method, path, body)).status).toBe(status);
  });
});

describe("without signing in", () => {
  test.each(rows)("$call.0 $call.1: 401", async ({ call: [method, path, body] }) => {
    const { knock } = await open(acme);
    expect((await knock(method, path, body)).status).toBe(401);
  });
});

test("a refused write leaves no trace", async () => {
  const desk = await open(acme);
  const before = desk.dump();
  for (const { method, path, body, who, status } of cells) {
    if (status !== 200) await desk.ask(people[who], method, path, body);
  }
  expect(desk.dump()).toEqual(before);
});
