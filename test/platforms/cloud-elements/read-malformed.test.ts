/** An answer that is not what was promised is a failure as a whole: nothing of it is used. */
import { describe, expect, it } from "vitest";
import { failure } from "../../../src/http/failure.ts";
import { type Answering, plain, readFrom } from "./fake.ts";

const user = { id: 2, email: "b@acme.io", active: true, roles: [] };

const malformed: readonly (readonly [path: string, name: string, answer: Answering])[] = [
  ["/organizations/me", "nothing", null],
  ["/organizations/me", "a list", []],
  ["/organizations/me", "no name", { id: 7 }],
  ["/organizations/me", "an id that is no number", { id: "7", name: "acme" }],
  ["/organizations/me", "a policy that is none", { id: 7, name: "acme", passwordPolicy: "strict" }],
  [
    "/organizations/me",
    "a field of the policy that is none",
    { id: 7, name: "acme", passwordPolicy: { minLength: "8" } },
  ],
  ["/organizations/me", "a flag that is none", { id: 7, name: "acme", twoFactorAuthEnabled: "yes" }],
  ["/users/1/roles", "no list", {}],
  ["/users/1/roles", "a role without key", [{ name: "Account" }]],
  ["/organizations/roles", "no list", { roles: [] }],
  ["/organizations/roles", "a role without privileges", [{ id: 1, key: "admin" }]],
  ["/organizations/roles", "a role without id", [{ key: "admin", privileges: [] }]],
  ["/organizations/roles", "a privilege without key", [{ id: 1, key: "admin", privileges: [{}] }]],
  ["/organizations/roles", "a privilege that is a text", [{ id: 1, key: "admin", privileges: ["system"] }]],
  ["/accounts", "no list", { accounts: [] }],
  ["/accounts", "an account without id", [{ externalId: "hq" }]],
  ["/accounts", "a flag that is none", [{ id: 1, externalId: "hq", defaultAccount: "true" }]],
  ["/organizations/users", "no list", null],
  ["/organizations/users", "a user without mail", [{ id: 1, active: true, roles: [] }]],
  ["/organizations/users", "a mail that is none", [{ ...user, email: "bob" }]],
  [
    "/accounts/11/users",
    "a user of whom nobody knows whether active",
    [{ id: 2, email: "b@acme.io", roles: [] }],
  ],
  ["/accounts/11/users", "roles that are none", [{ ...user, roles: ["admin"] }]],
  ["/accounts/11/users", "a name that is none", [{ ...user, firstName: 7 }]],
];

describe.each(malformed)("%s: %s", (path, _, answer) => {
  it("fails, with the place", async () => {
    const read = await readFrom({ ...plain, [path]: answer });
    expect(read.failure).toMatchObject({ ok: false, reason: "malformed", code: "MalformedAnswer" });
    expect(read.failure?.message).toMatch(
      /^The answer is not what Cloud Elements promises \(.+\): .+\. Nothing of it is used\.$/,
    );
  });
});

describe.each([
  "/organizations/me",
  "/users/1/roles",
  "/organizations/roles",
  "/accounts",
  "/accounts/11/users",
])("%s", (path) => {
  it.each(["unauthenticated", "unavailable", "limited", "lost", "unreachable", "cancelled"] as const)(
    "%s ends the reading",
    async (reason) => {
      const read = await readFrom({ ...plain, [path]: failure(reason, "X", "no") });
      expect(read.failure).toMatchObject({ reason });
    },
  );
});

it("what is not there or null is not set, and what nobody promised is passed over", async () => {
  const read = await readFrom({
    ...plain,
    "/organizations/me": {
      id: 7,
      name: "acme",
      passwordPolicy: null,
      twoFactorAuthEnabled: null,
      twoFactorAuthMethod: null,
      brandNew: { a: [1] },
    },
    "/accounts": [{ id: 10, externalId: null, defaultAccount: true, status: "ok" }],
    "/organizations/users": [
      { ...user, firstName: null, fullName: "x y", credentialsExpired: true, createdDate: 1416937200000 },
    ],
  });
  expect(read.failure).toBeNull();
  expect(read.resources.map(({ address, attributes }) => [address, { ...attributes }])).toEqual([
    ["7", { name: "acme" }],
    ["7/roles/org-admin", {}],
    ["7/roles/org-admin/privileges/configureRoles", {}],
    ["7/accounts/10", {}],
    ["7/accounts/10/users/b@acme.io", { roles: [] }],
  ]);
});

it("after a failure nothing more is asked in vain", async () => {
  const read = await readFrom({
    ...plain,
    "/organizations/me": failure("unauthenticated", "HTTP 401", "bad secret"),
  });
  expect([...read.asked].sort()).toEqual(["/organizations/me", "/users/1/roles"]);
});

it("keys with slashes and odd characters keep their place", async () => {
  const read = await readFrom({
    ...plain,
    "/accounts/11/users": [{ ...user, email: "a/b%c@acme.io" }],
    "/organizations/roles": [{ id: 1, key: "org-admin", privileges: [{ key: "a/b" }] }],
  });
  expect(read.resources.map(({ address }) => address)).toEqual(
    expect.arrayContaining(["7/accounts/11/users/a%2Fb%25c@acme.io", "7/roles/org-admin/privileges/a%2Fb"]),
  );
});
