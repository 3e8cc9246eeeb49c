/** The role × action table, cell by cell: who stands how, and what that lets them do where. */
import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState, type StateView } from "../../../src/model/state.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { type Operation, writes } from "../../../src/platforms/cloud-elements/writes.ts";
import { account, acme, everything, hq, organization, role, shop, user } from "./support.ts";

const { access, rules } = cloudElements;
const me = "me@acme.io";
const boss = "boss@acme.io";

/** The actor in a world of its own, in which somebody else may do everything. `mine` are privileges of its base role. */
function world(
  own: Resource,
  mine: readonly string[] = [],
  roles: readonly string[] = everything,
): StateView {
  return createState([
    organization(),
    account(hq, "10", true),
    account(shop, "11"),
    ...role("org-admin", roles),
    ...role("admin", ["addUsersAccount", "editUsersAccount"]),
    ...role("org", own.address.startsWith(hq) ? mine : []),
    ...role("default-user", own.address.startsWith(shop) ? mine : []),
    { ...user(hq, boss, ["org-admin"]), facts: { systemRoles: [] } },
    own,
  ]);
}

const here = (roles: readonly string[] = []) => user(hq, me, roles);
const there = (roles: readonly string[] = []) => user(shop, me, roles);

const actors: Readonly<Record<string, StateView>> = {
  "a user": world(here()),
  "a user of another account": world(there()),
  "an administrator": world(here(["admin"])),
  "an administrator of another account": world(there(["admin"])),
  "an org-admin": world(here(["org-admin"])),
  "an org-admin and admin": world(here(["admin", "org-admin"])),
  "somebody deactivated": world(user(hq, me, ["org-admin"], { active: false })),
  "with addUsersOrg": world(here(), ["addUsersOrg"]),
  "with addUsersOrg and addUsersAccount": world(here(), ["addUsersOrg", "addUsersAccount"]),
  "with editUsersOrg": world(here(), ["editUsersOrg"]),
  "with editUsersAccount": world(here(), ["editUsersAccount"]),
  "with editUsersOrg and editUsersAccount": world(here(), ["editUsersOrg", "editUsersAccount"]),
  "elsewhere with addUsersAccount": world(there(), ["addUsersAccount"]),
  "elsewhere with editUsersAccount": world(there(), ["editUsersAccount"]),
  "elsewhere with addUsersOrg": world(there(), ["addUsersOrg"]),
  "with modifySecurity": world(here(), ["modifySecurity"]),
  "with configureRoles": world(here(), ["configureRoles"]),
  "an administrator with addUsersOrg": world(here(["admin"]), ["addUsersOrg"]),
};

const orgAdmins = ["an org-admin", "an org-admin and admin"];
const adders = ["with addUsersOrg", "with addUsersOrg and addUsersAccount", "elsewhere with addUsersOrg"];
const addersElsewhere = [
  "an administrator of another account",
  "with addUsersOrg and addUsersAccount",
  "elsewhere with addUsersAccount",
  "an administrator with addUsersOrg",
];
/** In the own account its privilege is enough. */
const editors = [
  "an administrator",
  "an administrator with addUsersOrg",
  "with editUsersOrg",
  "with editUsersAccount",
  "with editUsersOrg and editUsersAccount",
];
const editorsElsewhere = [
  "an administrator of another account",
  "elsewhere with editUsersAccount",
  "with editUsersOrg and editUsersAccount",
];

/** Who may do it where; nobody else of the above may. */
const may: Readonly<Record<Operation, readonly [place: string, who: readonly string[]]>> = {
  "organization.rename": [acme, orgAdmins],
  "organization.setTwoFactor": [acme, [...orgAdmins, "with modifySecurity"]],
  "organization.setTwoFactorWithoutMethod": [acme, []],
  "organization.setPolicy": [acme, [...orgAdmins, "with modifySecurity"]],
  "organization.setUnacceptablePolicy": [acme, []],
  "roles.setPrivileges": [acme, [...orgAdmins, "with configureRoles"]],
  "account.create": [acme, orgAdmins],
  "account.update": [acme, orgAdmins],
  "account.delete": [acme, orgAdmins],
  "account.deleteDefault": [acme, []],
  "organizationUser.create": [hq, [...orgAdmins, ...adders, "an administrator with addUsersOrg"]],
  "organizationUser.createAdmin": [hq, [...orgAdmins, "an administrator with addUsersOrg"]],
  "organizationUser.createOrgAdmin": [hq, orgAdmins],
  "organizationUser.update": [hq, [...orgAdmins, ...editors]],
  "organizationUser.deactivate": [hq, [...orgAdmins, ...editors]],
  "organizationUser.reactivate": [hq, [...orgAdmins, ...editors]],
  "accountUser.create": [shop, [...orgAdmins, ...addersElsewhere]],
  "accountUser.createAdmin": [
    shop,
    [...orgAdmins, "an administrator of another account", "an administrator with addUsersOrg"],
  ],
  "accountUser.createOrgAdmin": [shop, []],
  "accountUser.update": [shop, [...orgAdmins, ...editorsElsewhere]],
  "accountUser.deactivate": [shop, [...orgAdmins, ...editorsElsewhere]],
  "accountUser.reactivate": [shop, [...orgAdmins, ...editorsElsewhere]],
  "accountUser.giveOrgAdmin": [shop, []],
  "user.giveAdmin": [shop, orgAdmins],
  "user.giveOrgAdmin": [hq, orgAdmins],
  "user.takeAdmin": [shop, orgAdmins],
  "user.takeOrgAdmin": [hq, orgAdmins],
  "user.createWithTakenMail": [shop, []],
};

describe.each(Object.entries(may))("%s", (operation, [place, allowed]) => {
  const { roles } = rules.actions[operation] ?? { roles: [] };

  it.each(Object.entries(actors))("%s", (name, state) => {
    const standing = access.standing(state, me, place);
    expect(roles.some((each) => standing.has(each))).toBe(allowed.includes(name));
    // Whoever may is named as one who may, and nobody else.
    const holders = access.holders(state, place, roles);
    expect(holders.includes(me)).toBe(allowed.includes(name));
    expect(holders.includes(boss)).toBe(allowed.length > 0);
  });
});

it("a set of privileges takes from an org-admin what it lacks", () => {
  const state = world(here(["org-admin"]), [], ["configureRoles"]);
  expect([...access.standing(state, me, acme)]).toEqual([
    "role:org-admin",
    "role:org",
    "privilege:configureRoles",
  ]);
  expect([...access.standing(state, me, hq)]).toEqual(["role:org-admin", "role:org"]);
});

it("nobody changes the own roles; all else somebody may do to themselves", () => {
  const ownRoles = Object.entries(rules.actions).filter(([, { notSelf }]) => notSelf === true);
  expect(ownRoles.map(([operation]) => operation)).toEqual([
    "user.giveAdmin",
    "user.giveOrgAdmin",
    "user.takeAdmin",
    "user.takeOrgAdmin",
  ]);
});

it("each write has a rule, and what nobody may do is never sent again", () => {
  expect(Object.keys(rules.actions).sort()).toEqual(Object.keys(writes).sort());
  const nobody = Object.entries(may).filter(([, [, who]]) => who.length === 0);
  for (const [operation] of nobody) expect(cloudElements.protocol.writes[operation]?.repeat).toBe("never");
});

describe("standing where the collections that would tell were not read", () => {
  const facts = (roles: readonly string[], privileges: readonly string[], actor = me) =>
    organization({ facts: { actor, roles, privileges } });

  it("follows what the platform said of the actor's own roles", () => {
    const state = createState([
      facts(["org-admin", "org"], everything),
      account(hq, "10", true),
      account(shop, "11"),
    ]);
    expect([...access.standing(state, me, acme)]).toContain("privilege:configureRoles");
    expect([...access.standing(state, me, hq)]).toEqual([
      "role:org-admin",
      "role:org",
      "privilege:addUsersOrg",
      "privilege:addUsersOrg as org-admin",
      "privilege:editUsersOrg",
      "privilege:editUsersAccount",
    ]);
    expect(
      access.standing(state, me, shop).has("privilege:addUsersAccount and addUsersOrg as org-admin"),
    ).toBe(true);
  });

  it("and of nobody else", () => {
    const state = createState([facts(["org-admin"], everything, boss)]);
    expect([...access.standing(state, me, acme)]).toEqual([]);
  });

  it("says nothing where the platform did not", () => {
    expect([...access.standing(createState([organization()]), me, acme)]).toEqual([]);
  });

  it("privileges that were read count more than those that were told", () => {
    const state = createState([facts(["org-admin"], everything), ...role("org-admin", ["modifySecurity"])]);
    expect([...access.standing(state, me, acme)]).toEqual(["role:org-admin", "privilege:modifySecurity"]);
  });

  it("roles that were read count more than those that were told", () => {
    const state = createState([
      facts(["org-admin"], everything),
      ...role("admin", []),
      ...role("org", []),
      account(hq, "10", true),
      here(["admin"]),
    ]);
    expect([...access.standing(state, me, acme)]).toEqual(["role:admin", "role:org"]);
  });

  it("where only the users were read, the privileges are those that were told", () => {
    const state = createState([
      facts(["org-admin", "org"], ["modifySecurity"]),
      account(hq, "10", true),
      here(["org-admin"]),
    ]);
    expect([...access.standing(state, me, acme)]).toEqual([
      "role:org-admin",
      "role:org",
      "privilege:modifySecurity",
    ]);
  });
});

describe("the last organization administrator", () => {
  const [invariant] = rules.invariants;
  it.each([
    [user(hq, me, ["org-admin"]), true],
    [user(hq, me, ["admin", "org-admin"]), true],
    [user(hq, me, ["admin"]), false],
    [user(hq, me, ["org-admin"], { active: false }), false],
  ])("%j", (resource, holds) => {
    expect(invariant?.holds(resource)).toBe(holds);
    expect(invariant).toMatchObject({ kind: "user", minimum: 1, admins: true });
  });
});
