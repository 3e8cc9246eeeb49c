/** From changes and what is live to calls, one row a case. */
import { describe, expect, it } from "vitest";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { changeOf, type Wanted } from "../harness/changes.ts";
import { account, acme, draftsFor, hq, linesOf, organization, role, shop, user, world } from "./support.ts";

const bob = "bob@acme.io";
const person = { firstName: "Bob", lastName: "Baker", password: { env: "BOB" } };
const names = '"firstName":"Bob","lastName":"Baker"';
const api = "/elements/api-v2";
const { id: _unknown, ...fresh } = account("acme/accounts/new", "");

type Row = readonly [name: string, live: readonly Resource[], wanted: Wanted, lines: readonly string[]];

describe("users", () => {
  const rows: readonly Row[] = [
    [
      "a new one in the default account",
      [],
      { [`${hq}/users/${bob}`]: person },
      [
        `organizationUser.create: POST ${api}/organizations/users {${names},"email":"${bob}","password":"<secret>"}`,
      ],
    ],
    [
      "a new one in another account",
      [],
      { [`${shop}/users/${bob}`]: { ...person, roles: [] } },
      [`accountUser.create: POST ${api}/accounts/11/users {${names},"email":"${bob}","password":"<secret>"}`],
    ],
    [
      "a new administrator of an account",
      [],
      { [`${shop}/users/${bob}`]: { ...person, roles: ["admin"] } },
      [
        `accountUser.createAdmin: POST ${api}/accounts/11/users {${names},"email":"${bob}","password":"<secret>","roles":[{"key":"admin"}]}`,
      ],
    ],
    [
      "a new organization administrator",
      [],
      { [`${hq}/users/${bob}`]: { ...person, roles: ["org-admin", "admin"] } },
      [
        `organizationUser.createOrgAdmin: POST ${api}/organizations/users {${names},"email":"${bob}","password":"<secret>","roles":[{"key":"admin"},{"key":"org-admin"}]}`,
      ],
    ],
    [
      "an organization administrator outside the default account: nobody may",
      [],
      { [`${shop}/users/${bob}`]: { ...person, roles: ["org-admin"] } },
      [
        `accountUser.createOrgAdmin: POST ${api}/accounts/11/users {${names},"email":"${bob}","password":"<secret>","roles":[{"key":"org-admin"}]}`,
      ],
    ],
    [
      "in an account that the same plan makes",
      [fresh],
      { [`acme/accounts/new/users/${bob}`]: person },
      [
        `accountUser.create: POST ${api}/accounts/<{"$ref":"id","address":"acme/accounts/new"}>/users {${names},"email":"${bob}","password":"<secret>"}`,
      ],
    ],
    [
      "whose mail somebody has elsewhere: nobody may",
      [user(hq, bob)],
      { [`${shop}/users/${bob}`]: person },
      [
        `user.createWithTakenMail: POST ${api}/accounts/11/users {${names},"email":"${bob}","password":"<secret>"}`,
      ],
    ],
    [
      "whose mail a deactivated one has elsewhere: nobody may",
      [user(shop, bob, [], { active: false })],
      { [`${hq}/users/${bob}`]: person },
      [
        `user.createWithTakenMail: POST ${api}/organizations/users {${names},"email":"${bob}","password":"<secret>"}`,
      ],
    ],
    [
      "names",
      [user(hq, bob)],
      { [`${hq}/users/${bob}`]: { firstName: "Robert" } },
      [`organizationUser.update: PATCH ${api}/organizations/users/57 {"firstName":"Robert"}`],
    ],
    [
      "names in another account",
      [user(shop, bob)],
      { [`${shop}/users/${bob}`]: { firstName: "Bob", lastName: "Baker" } },
      [`accountUser.update: PATCH ${api}/accounts/11/users/57 {${names}}`],
    ],
    [
      "one more role",
      [user(hq, bob)],
      { [`${hq}/users/${bob}`]: { roles: ["admin", "org-admin"] } },
      [
        `user.giveAdmin: PUT ${api}/users/57/roles/admin`,
        `user.giveOrgAdmin: PUT ${api}/users/57/roles/org-admin`,
      ],
    ],
    [
      "one less role",
      [user(shop, bob, ["admin"])],
      { [`${shop}/users/${bob}`]: { roles: [] } },
      [`user.takeAdmin: DELETE ${api}/users/57/roles/admin`],
    ],
    [
      "another role: given before the old one is taken",
      [user(hq, bob, ["org-admin"])],
      { [`${hq}/users/${bob}`]: { roles: ["admin"], firstName: "Robert" } },
      [
        `user.giveAdmin: PUT ${api}/users/57/roles/admin`,
        `user.takeOrgAdmin: DELETE ${api}/users/57/roles/org-admin after 0`,
        `organizationUser.update: PATCH ${api}/organizations/users/57 {"firstName":"Robert"}`,
      ],
    ],
    [
      "org-admin outside the default account: nobody may",
      [user(shop, bob)],
      { [`${shop}/users/${bob}`]: { roles: ["org-admin"] } },
      [`accountUser.giveOrgAdmin: PUT ${api}/users/57/roles/org-admin`],
    ],
    [
      "leaving one out deactivates",
      [user(hq, bob, ["admin"])],
      { [`${hq}/users/${bob}`]: null },
      [`organizationUser.deactivate: PATCH ${api}/organizations/users/57 {"active":false}`],
    ],
    [
      "leaving one of another account out deactivates",
      [user(shop, bob)],
      { [`${shop}/users/${bob}`]: null },
      [`accountUser.deactivate: PATCH ${api}/accounts/11/users/57 {"active":false}`],
    ],
    [
      "who is deactivated stays so",
      [user(shop, bob, [], { active: false })],
      { [`${shop}/users/${bob}`]: null },
      [],
    ],
    ["who is gone stays so", [], { [`${shop}/users/${bob}`]: null }, []],
    [
      "a deactivated one comes back, with the password of old",
      [user(shop, bob, ["admin"], { active: false })],
      { [`${shop}/users/${bob}`]: person },
      [`accountUser.reactivate: PATCH ${api}/accounts/11/users/57 {"active":true,${names}}`],
    ],
    [
      "a deactivated one comes back without the roles of old: they are taken before",
      [user(hq, bob, ["org-admin"], { active: false })],
      { [`${hq}/users/${bob}`]: { ...person, roles: ["admin"] } },
      [
        `user.takeOrgAdmin: DELETE ${api}/users/57/roles/org-admin`,
        `organizationUser.reactivate: PATCH ${api}/organizations/users/57 {"active":true,${names}} after 0`,
        `user.giveAdmin: PUT ${api}/users/57/roles/admin after 0 1`,
      ],
    ],
  ];
  it.each(rows)("%s", (_, live, wanted, lines) => {
    expect(linesOf(draftsFor(world(...live), "user", wanted))).toEqual(lines);
  });

  it("the place of a mail that is taken is where the plan stops", () => {
    const { calls } = draftsFor(world(user(hq, bob)), "user", { [`${shop}/users/${bob}`]: person });
    expect(calls[0]).toMatchObject({ scope: `${hq}/users/${bob}`, changes: [`${shop}/users/${bob}`] });
  });

  it("no call yields an id, so that after an outage all of them are looked for side by side", () => {
    const { calls } = draftsFor(world(), "user", { [`${shop}/users/${bob}`]: person });
    expect(calls[0]?.yields).toBeUndefined();
  });
});

describe("accounts", () => {
  const rows: readonly Row[] = [
    [
      "a new one",
      [],
      { "acme/accounts/new": { externalId: "new" } },
      [`account.create: POST ${api}/accounts {"externalId":"new"}`],
    ],
    [
      "a new one with all that can be said",
      [],
      { "acme/accounts/new": { externalId: "c-17", name: "New", description: "" } },
      [`account.create: POST ${api}/accounts {"externalId":"c-17","name":"New","description":""}`],
    ],
    [
      "what differs",
      [],
      { [shop]: { externalId: "shop", name: "Shop", description: "Where things are sold" } },
      [`account.update: PATCH ${api}/accounts/11 {"description":"Where things are sold","name":"Shop"}`],
    ],
    ["one that is to be gone", [], { [shop]: null }, [`account.delete: DELETE ${api}/accounts/11`]],
    ["one that is gone", [], { "acme/accounts/old": null }, []],
    ["the default one: nobody may", [], { [hq]: null }, [`account.deleteDefault: DELETE ${api}/accounts/10`]],
  ];
  it.each(rows)("%s", (_, live, wanted, lines) => {
    expect(linesOf(draftsFor(world(...live), "account", wanted))).toEqual(lines);
  });

  it("a new one tells its id", () => {
    const { calls } = draftsFor(world(), "account", { "acme/accounts/new": { externalId: "new" } });
    expect(calls[0]?.yields).toEqual({ address: "acme/accounts/new", pointer: "/id" });
  });
});

describe("the organization", () => {
  const all =
    '"minUppercase":1,"minLowercase":1,"minNumbers":1,"minSymbols":1,"symbolCharacterSet":"!@#","previousPasswordCount":3,"expirationDays":90';
  const rows: readonly (readonly [string, Attributes | null, Attributes, readonly string[]])[] = [
    ["its name", {}, { name: "Acme" }, [`organization.rename: PUT ${api}/organizations/me {"name":"Acme"}`]],
    [
      "one field of the policy goes with the seven others as they are",
      {},
      { "passwordPolicy.minLength": 12 },
      [`organization.setPolicy: PUT ${api}/organizations/password-policies {"minLength":12,${all}}`],
    ],
    [
      "a policy that is too short: nobody may",
      {},
      { "passwordPolicy.minLength": 7 },
      [
        `organization.setUnacceptablePolicy: PUT ${api}/organizations/password-policies {"minLength":7,${all}}`,
      ],
    ],
    [
      "a policy that was never set, and of which not all is written: nobody may",
      null,
      { "passwordPolicy.minLength": 12 },
      [`organization.setUnacceptablePolicy: PUT ${api}/organizations/password-policies {"minLength":12}`],
    ],
    [
      "the second factor, with how",
      {},
      { twoFactorAuthEnabled: true, twoFactorAuthMethod: "sms" },
      [
        `organization.setTwoFactor: PUT ${api}/organizations/me {"twoFactorAuthEnabled":true,"twoFactorAuthMethod":"sms"}`,
      ],
    ],
    [
      "the second factor off",
      { twoFactorAuthEnabled: true },
      { twoFactorAuthEnabled: false },
      [`organization.setTwoFactor: PUT ${api}/organizations/me {"twoFactorAuthEnabled":false}`],
    ],
    [
      "the second factor on, without saying how: nobody may",
      {},
      { twoFactorAuthEnabled: true },
      [`organization.setTwoFactorWithoutMethod: PUT ${api}/organizations/me {"twoFactorAuthEnabled":true}`],
    ],
    [
      "everything: what may fail for good comes last",
      {},
      { name: "Acme", twoFactorAuthEnabled: true, twoFactorAuthMethod: "sms", "passwordPolicy.minLength": 9 },
      [
        `organization.setPolicy: PUT ${api}/organizations/password-policies {"minLength":9,${all}}`,
        `organization.rename: PUT ${api}/organizations/me {"name":"Acme"}`,
        `organization.setTwoFactor: PUT ${api}/organizations/me {"twoFactorAuthEnabled":true,"twoFactorAuthMethod":"sms"}`,
      ],
    ],
  ];
  it.each(rows)("%s", (_, live, wanted, lines) => {
    const attributes = live === null ? { name: acme } : { ...organization().attributes, ...live };
    const state = createState([organization({ attributes })]);
    expect(linesOf(draftsFor(state, "organization", { [acme]: wanted }))).toEqual(lines);
  });

  it("cannot be made: it waits for somebody to sign up", () => {
    expect(draftsFor(createState([]), "organization", { [acme]: { name: "acme" } })).toEqual({
      calls: [],
      waiting: [{ address: acme, for: "the organization to be made by signing up" }],
    });
  });
});

describe("privileges", () => {
  const at = (role: string, key: string) => `acme/roles/${role}/privileges/${key}`;
  const live = [
    organization(),
    ...role("org-admin", ["configureRoles"], {
      internal: ["intelligence"],
      name: "Organization Administrator",
    }),
    ...role("admin", ["viewElements", "brandNew"], { name: "Account", description: "", active: true }),
    ...role("org", ["viewElements"]),
  ];
  const lines = (wanted: Wanted) => linesOf(draftsFor(createState(live), "privilege", wanted));

  it.each<readonly [string, Wanted, readonly string[]]>([
    [
      "one more: the whole list, with keys that Charter does not know",
      { [at("admin", "editElements")]: {} },
      [
        `roles.setPrivileges: PUT ${api}/organizations/roles [{"id":2,"key":"admin","name":"Account","description":"","active":true,"privileges":[{"key":"brandNew"},{"key":"editElements"},{"key":"viewElements"}]}]`,
      ],
    ],
    [
      "the last of a role",
      { [at("org", "viewElements")]: null },
      [`roles.setPrivileges: PUT ${api}/organizations/roles [{"id":3,"key":"org","privileges":[]}]`],
    ],
    [
      "several roles, come and go: one call, roles that stay as they are not in it",
      {
        [at("admin", "viewElements")]: null,
        [at("admin", "viewFormulas")]: {},
        [at("org", "viewFormulas")]: {},
      },
      [
        `roles.setPrivileges: PUT ${api}/organizations/roles [{"id":2,"key":"admin","name":"Account","description":"","active":true,"privileges":[{"key":"brandNew"},{"key":"viewFormulas"}]},{"id":3,"key":"org","privileges":[{"key":"viewElements"},{"key":"viewFormulas"}]}]`,
      ],
    ],
    [
      "what the platform keeps to itself stays with the role that has it",
      { [at("org-admin", "modifySecurity")]: {} },
      [
        `roles.setPrivileges: PUT ${api}/organizations/roles [{"id":1,"key":"org-admin","name":"Organization Administrator","privileges":[{"key":"configureRoles"},{"key":"intelligence"},{"key":"modifySecurity"}]}]`,
      ],
    ],
    ["of a role that there is not", { [at("sales", "viewElements")]: {} }, []],
  ])("%s", (_, wanted, expected) => {
    expect(lines(wanted)).toEqual(expected);
  });

  it("roles cannot be made: what is written of them waits", () => {
    expect(draftsFor(createState(live), "role", { "acme/roles/sales": {} })).toEqual({
      calls: [],
      waiting: [{ address: "acme/roles/sales", for: "a role of that key" }],
    });
    expect(changeOf(cloudElements, createState(live), "role", "acme/roles/sales", {}).action).toBe("create");
  });
});
