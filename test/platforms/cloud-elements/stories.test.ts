/** Whole plans, as people meet them. */
import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/model/plan.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import {
  accountPrivileges,
  organizationPrivileges,
} from "../../../src/platforms/cloud-elements/privileges.ts";
import { carriedOut, desiredOf, type PlanOf, planOf, sketch, type Tree } from "../../support/plans.ts";
import { account, acme, actor, everything, hq, role, shop, user, world } from "./support.ts";

const boss = "boss@acme.io";
const carol = "carol@acme.io";
const dave = "dave@acme.io";
const erin = "erin@acme.io";
const ann = { [actor.id]: { roles: ["org-admin"] } };
const password = { env: "FIRST_PASSWORD" };
const person = (firstName: string) => ({ firstName, lastName: "Doe", password });

function planned(tree: Tree, live: readonly Resource[] = [], options: PlanOf = {}): Plan {
  return planOf(cloudElements, desiredOf(cloudElements, { acme: tree }), world(...live), {
    actor,
    ...options,
  });
}

/** What is left once the plan has been carried out. */
function leftOver(tree: Tree, live: readonly Resource[], plan: Plan): number {
  const after = carriedOut(cloudElements, plan, world(...live), actor);
  return planOf(cloudElements, desiredOf(cloudElements, { acme: tree }), after, { actor }).summary.calls;
}

function messages(plan: Plan): readonly string[] {
  return plan.sections.flatMap(({ stops }) => stops.map(({ guard, message }) => `${guard}: ${message}`));
}

describe("a new account with two users, one of them its administrator", () => {
  const tree = {
    accounts: {
      hq: { users: ann },
      shop: {},
      retail: {
        name: "Retail",
        users: { [carol]: { ...person("Carol"), roles: ["admin"] }, [dave]: person("Dave") },
      },
    },
  };

  it("passwords come from the environment, and nothing of them is in the plan", () => {
    const plan = planned(tree);
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create acme/accounts/retail externalId=retail name=Retail [c1]
      create acme/accounts/retail/users/carol@acme.io firstName=Carol lastName=Doe password=[object Object] roles=admin [c2]
      create acme/accounts/retail/users/dave@acme.io firstName=Dave lastName=Doe password=[object Object] [c3]
      c1 account.create /elements/api-v2/accounts
      c2 accountUser.createAdmin /elements/api-v2/accounts/<{"$ref":"id","address":"acme/accounts/retail"}>/users after c1
      c3 accountUser.create /elements/api-v2/accounts/<{"$ref":"id","address":"acme/accounts/retail"}>/users after c1
      carol@acme.io acme/accounts/retail +use+viewElements+viewUsersAccount+addUsersAccount+editUsersAccount+administer
      dave@acme.io acme/accounts/retail +use+viewElements
      "
    `);
    expect(plan.sections[0]?.calls[1]?.body).toEqual({
      firstName: "Carol",
      lastName: "Doe",
      email: carol,
      password: { $ref: "secret", name: "FIRST_PASSWORD" },
      roles: [{ key: "admin" }],
    });
    expect(leftOver(tree, [], plan)).toBe(0);
  });

  it("without a first password nobody can be made", () => {
    const plan = planned({
      accounts: { hq: { users: { ...ann, [dave]: { firstName: "D", lastName: "D" } } } },
    });
    expect(messages(plan)).toMatchInlineSnapshot(`
      [
        "incomplete: acme/accounts/hq/users/dave@acme.io is not there yet, and cannot be created without password. Write it.",
      ]
    `);
  });
});

describe("the password policy tightened together with a new user", () => {
  it("the policy comes first, whatever runs side by side", () => {
    const tree = {
      name: "Acme",
      "passwordPolicy.minLength": 12,
      accounts: { hq: { users: { ...ann, [dave]: person("Dave") } }, shop: { name: "Shop" } },
    };
    const plan = planned(tree);
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      update acme name: acme → Acme passwordPolicy.minLength: 8 → 12 [c1 c2]
      create acme/accounts/hq/users/dave@acme.io firstName=Dave lastName=Doe password=[object Object] [c4]
      update acme/accounts/shop name: shop → Shop [c3]
      c1 organization.setPolicy /elements/api-v2/organizations/password-policies
      c2 organization.rename /elements/api-v2/organizations/me after c1
      c3 account.update /elements/api-v2/accounts/11
      c4 organizationUser.create /elements/api-v2/organizations/users after c1
      dave@acme.io acme/accounts/hq +use+viewElements
      "
    `);
    expect(leftOver(tree, [], plan)).toBe(0);
  });

  it("a second factor that the server may not know holds nothing back", () => {
    const plan = planned({
      twoFactorAuthEnabled: true,
      twoFactorAuthMethod: "sms",
      accounts: { hq: { users: { ...ann, [dave]: person("Dave") } } },
    });
    expect(plan.sections[0]?.calls.map(({ operation, dependsOn }) => [operation, dependsOn])).toEqual([
      ["organization.setTwoFactor", []],
      ["organizationUser.create", []],
    ]);
  });

  it("a policy that the platform refuses is stopped before anything is sent", () => {
    expect(messages(planned({ "passwordPolicy.minLength": 7 }))).toMatchInlineSnapshot(`
      [
        "unsupported: Cloud Elements lets nobody set a password policy that lacks a field or takes less than 8 characters at acme. Write all eight fields of \`passwordPolicy\`, with a \`minLength\` of 8 or more.",
      ]
    `);
  });
});

describe("org-admin handed over", () => {
  const live = [user(hq, boss, ["org-admin"], { id: "60" }), user(hq, carol, [], { id: "61" })];

  it("the new one has it before the old one gives it up", () => {
    const tree = {
      accounts: { hq: { users: { ...ann, [boss]: { roles: [] }, [carol]: { roles: ["org-admin"] } } } },
    };
    const plan = planned(tree, live);
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      update acme/accounts/hq/users/boss@acme.io roles: org-admin →  [c2]
      update acme/accounts/hq/users/carol@acme.io roles:  → org-admin [c1]
      c1 user.giveOrgAdmin /elements/api-v2/users/61/roles/org-admin
      c2 user.takeOrgAdmin /elements/api-v2/users/60/roles/org-admin
      boss@acme.io acme -addUsersOrg-editUsersOrg-modifySecurity-configureRoles-administer
      carol@acme.io acme +addUsersOrg+editUsersOrg+modifySecurity+configureRoles+administer
      boss@acme.io acme/accounts/hq -addUsersAccount-editUsersAccount-administer
      carol@acme.io acme/accounts/hq +addUsersAccount+editUsersAccount+administer
      unmanaged acme/accounts/shop
      "
    `);
    expect(leftOver(tree, live, plan)).toBe(0);
  });

  it("nobody demotes themselves, whatever is allowed", () => {
    const tree = { accounts: { hq: { users: { [actor.id]: { roles: [] }, [boss]: {}, [carol]: {} } } } };
    const plan = planned(tree, live, { allow: [`actor:${hq}/users/${actor.id}`] });
    expect(messages(plan)).toMatchInlineSnapshot(`
      [
        "forbidden: Cloud Elements does not let ann@acme.io take the role of organization administrators for itself at acme/accounts/hq.",
      ]
    `);
  });

  it("the last one stays", () => {
    const tree = { accounts: { hq: { users: { [boss]: { roles: [] }, [carol]: {} } } } };
    const alone = planOf(
      cloudElements,
      desiredOf(cloudElements, { acme: tree }),
      carriedOut(
        cloudElements,
        planned({ accounts: { hq: { users: { ...ann, [boss]: {}, [carol]: {} } } } }, live),
        world(...live),
        actor,
      ),
      { actor, allow: [`actor:${hq}/users/${actor.id}`] },
    );
    expect(messages(alone).filter((each) => each.startsWith("admins"))).toMatchInlineSnapshot(`
      [
        "admins: 0 organization administrators would be left in acme/accounts/hq/users after organizationUser.deactivate; at least 1 must stay. Name another one first.",
      ]
    `);
  });
});

describe("privileges of administrators changed", () => {
  const many = [...accountPrivileges, ...organizationPrivileges];
  const live = [...role("admin", many.slice(0, 20)), user(shop, carol, ["admin"], { id: "61" })];
  const roles = (admin: readonly string[]) => ({
    roles: { admin: { privileges: Object.fromEntries(admin.map((key) => [key, {}])) } },
  });

  it("one call for all of it, and everybody with the role is named", () => {
    const tree = roles([...many.slice(0, 18), "viewLogsOrg"]);
    const plan = planned(tree, live);
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete acme/roles/admin/privileges/deleteUsersAccount (removed) [c1]
      delete acme/roles/admin/privileges/editUsersAccount (removed) [c1]
      create acme/roles/admin/privileges/viewLogsOrg [c1]
      c1 roles.setPrivileges /elements/api-v2/organizations/roles
      carol@acme.io acme +viewLogsOrg
      carol@acme.io acme/accounts/shop -editUsersAccount-deleteUsersAccount
      "
    `);
    expect(leftOver(tree, live, plan)).toBe(0);
  });

  it("several roles: still one call", () => {
    const plan = planned(
      {
        roles: {
          ...roles(many.slice(0, 20)).roles,
          org: { privileges: { viewElements: {}, viewFormulas: {} } },
          "default-user": { privileges: { viewElements: {}, viewFormulas: {} } },
        },
      },
      live,
    );
    expect(plan.sections[0]?.calls.map(({ operation, changes }) => [operation, changes.length])).toEqual([
      ["roles.setPrivileges", 2],
    ]);
  });

  it("each removal in the list counts", () => {
    expect(messages(planned(roles(many.slice(0, 10)), live))).toMatchInlineSnapshot(`
      [
        "removals: 10 of 20 in acme/roles/admin/privileges would be removed (50 %); the limit is 25 % from 4 removals on, and 50 in any case.",
      ]
    `);
  });

  it("what is not listed stays where the list is additive", () => {
    const tree = {
      roles: { admin: { $manage: { privileges: "additive" }, privileges: { viewLogsOrg: {} } } },
    };
    const plan = planned(tree, live);
    const [call] = plan.sections[0]?.calls ?? [];
    expect(JSON.stringify(call?.body)).toContain('"viewUsersAccount"');
    expect(leftOver(tree, live, plan)).toBe(0);
  });

  it("a role that there is not: the plan says so, and nothing else of it", () => {
    const plan = planned({ roles: { sales: { privileges: { viewElements: {} } } } });
    expect(messages(plan)).toMatchInlineSnapshot(`
      [
        "unsupported: Cloud Elements offers no way to create acme/roles/sales (kind role). Make it on the platform first, or correct the name.",
      ]
    `);
    expect(plan.summary.calls).toBe(0);
  });
});

describe("what Charter itself needs is taken away last", () => {
  const tree = {
    roles: { "org-admin": { privileges: { configureRoles: {} } } },
    "passwordPolicy.minLength": 10,
    accounts: {
      hq: { users: { ...ann, [dave]: person("Dave") } },
      shop: { users: { [erin]: person("Erin") } },
    },
  };

  it("after the policy, and after everybody has come and gone", () => {
    const live = [user(shop, carol, [], { id: "61" })];
    const plan = planned(tree, live, { allow: ["removals:acme/roles/org-admin/privileges", "actor:acme"] });
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      update acme passwordPolicy.minLength: 8 → 10 [c1]
      create acme/accounts/hq/users/dave@acme.io firstName=Dave lastName=Doe password=[object Object] [c2]
      delete acme/accounts/shop/users/carol@acme.io (removed) [c4]
      create acme/accounts/shop/users/erin@acme.io firstName=Erin lastName=Doe password=[object Object] [c3]
      delete acme/roles/org-admin/privileges/addUsersAccount (removed) [c5]
      delete acme/roles/org-admin/privileges/addUsersOrg (removed) [c5]
      delete acme/roles/org-admin/privileges/editUsersAccount (removed) [c5]
      delete acme/roles/org-admin/privileges/editUsersOrg (removed) [c5]
      delete acme/roles/org-admin/privileges/modifySecurity (removed) [c5]
      c1 organization.setPolicy /elements/api-v2/organizations/password-policies
      c2 organizationUser.create /elements/api-v2/organizations/users after c1
      c3 accountUser.create /elements/api-v2/accounts/11/users after c1
      c4 accountUser.deactivate /elements/api-v2/accounts/11/users/61
      c5 roles.setPrivileges /elements/api-v2/organizations/roles after c1 c2 c3 c4
      ann@acme.io acme -addUsersOrg-editUsersOrg-modifySecurity
      ann@acme.io acme/accounts/hq -addUsersAccount-editUsersAccount
      dave@acme.io acme/accounts/hq +use+viewElements
      carol@acme.io acme/accounts/shop -use-viewElements
      erin@acme.io acme/accounts/shop +use+viewElements
      allowed actor acme
      allowed removals acme/roles/org-admin/privileges
      "
    `);
    expect(leftOver(tree, live, plan)).toBe(0);
  });
});

describe("somebody leaves and comes back", () => {
  const live = [user(shop, carol, ["admin"], { id: "61" }), user(shop, dave, [], { id: "62" })];
  const without = { accounts: { shop: { users: { [dave]: {} } } } };

  it("leaving out deactivates, and what the user owns stays", () => {
    const plan = planned(without, live);
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete acme/accounts/shop/users/carol@acme.io (removed) [c1]
      c1 accountUser.deactivate /elements/api-v2/accounts/11/users/61
      carol@acme.io acme/accounts/shop -use-viewElements-viewUsersAccount-addUsersAccount-editUsersAccount-administer
      unmanaged acme/accounts/hq
      "
    `);
    expect(leftOver(without, live, plan)).toBe(0);
  });

  it("written again they are reactivated, without a password and with no more than is written", () => {
    const gone = [
      user(shop, carol, ["admin"], { id: "61", active: false }),
      user(shop, dave, [], { id: "62" }),
    ];
    const tree = {
      accounts: {
        shop: { users: { [dave]: {}, [carol]: { firstName: "Carol", lastName: "Doe", roles: [] } } },
      },
    };
    const plan = planned(tree, gone);
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create acme/accounts/shop/users/carol@acme.io firstName=Carol lastName=Doe roles= [c1 c2]
      c1 user.takeAdmin /elements/api-v2/users/61/roles/admin
      c2 accountUser.reactivate /elements/api-v2/accounts/11/users/61 after c1
      carol@acme.io acme/accounts/shop +use+viewElements
      unmanaged acme/accounts/hq
      "
    `);
    expect(leftOver(tree, gone, plan)).toBe(0);
  });
});

describe("what the platform cannot do stops the plan before anything is sent", () => {
  it("org-admin outside the default account, new or not", () => {
    const plan = planned(
      {
        accounts: {
          shop: {
            users: {
              [carol]: { ...person("Carol"), roles: ["org-admin"] },
              [dave]: { roles: ["org-admin"] },
            },
          },
        },
      },
      [user(shop, dave)],
    );
    expect(messages(plan)).toMatchInlineSnapshot(`
      [
        "unsupported: Cloud Elements lets nobody make an organization administrator outside the default account at acme/accounts/shop/users/carol@acme.io. Write the user in the default account, or take org-admin out.",
        "unsupported: Cloud Elements lets nobody make an organization administrator outside the default account at acme/accounts/shop/users/dave@acme.io. Write the user in the default account, or take org-admin out.",
      ]
    `);
  });

  it("a user moved to another account, which would be a new user with nothing of the old", () => {
    const live = [user(hq, carol, [], { id: "61" })];
    const plan = planned(
      { accounts: { hq: { users: ann }, shop: { users: { [carol]: person("Carol") } } } },
      live,
    );
    expect(messages(plan)).toMatchInlineSnapshot(`
      [
        "unsupported: Cloud Elements lets nobody make a second user with the mail of the one at acme/accounts/hq/users/carol@acme.io. Users cannot be moved, and one who is deactivated keeps the mail: delete that one in the console first, with all it owns, or keep it where it is.",
      ]
    `);
  });

  it("a mail that somebody deactivated still has elsewhere", () => {
    const live = [user(hq, carol, [], { id: "61", active: false })];
    const plan = planned(
      { accounts: { hq: { users: ann }, shop: { users: { [carol]: person("Carol") } } } },
      live,
    );
    expect(messages(plan)).toHaveLength(1);
  });

  it("the default account deleted, whatever is allowed", () => {
    const plan = planned({ accounts: { hq: { $state: "absent" } } }, [], {
      allow: ["destroy:acme/accounts/hq", "actor:acme"],
    });
    expect(messages(plan)).toMatchInlineSnapshot(`
      [
        "unsupported: Cloud Elements lets nobody delete the default account at acme/accounts/hq. It would lock everybody out: take \`state: absent\` out.",
      ]
    `);
  });

  it("an organization that there is not", () => {
    const desired = desiredOf(cloudElements, {
      umbrella: { accounts: { hq: { users: { [carol]: person("Carol") } } } },
    });
    const plan = planOf(cloudElements, desired, world(), { actor });
    expect(messages(plan)).toMatchInlineSnapshot(`
      [
        "unsupported: Cloud Elements offers no way to create umbrella (kind organization). Make it on the platform first, or correct the name.",
      ]
    `);
    expect(plan.summary.calls).toBe(0);
  });
});

describe("an account deleted", () => {
  const live = [user(shop, carol, ["admin"], { id: "61" }), user(shop, dave, [], { id: "62" })];
  const tree = { accounts: { shop: { $state: "absent" } } };

  it("takes its name to be given, and shows who goes with it", () => {
    expect(messages(planned(tree, live))).toMatchInlineSnapshot(`
      [
        "destroy: The plan destroys acme/accounts/shop (11) and everything in it. This cannot be undone.",
      ]
    `);
    const plan = planned(tree, live, { allow: ["destroy:acme/accounts/shop"] });
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete acme/accounts/shop [c1]
      c1 account.delete /elements/api-v2/accounts/11
      acme/accounts/shop/users/carol@acme.io goes by c1
      acme/accounts/shop/users/dave@acme.io goes by c1
      carol@acme.io acme/accounts/shop -use-viewElements-viewUsersAccount-addUsersAccount-editUsersAccount-administer
      dave@acme.io acme/accounts/shop -use-viewElements
      unmanaged acme/accounts/hq
      allowed destroy acme/accounts/shop
      "
    `);
    expect(leftOver(tree, live, plan)).toBe(0);
  });

  it("written again it is a new one: a deleted one is in no list", () => {
    const plan = planned({ accounts: { hq: {}, shop: {}, depot: { externalId: "depot" } } }, [
      account("acme/accounts/old", "12"),
    ]);
    expect(plan.sections[0]?.calls.map(({ operation }) => operation)).toEqual(["account.create"]);
    expect(plan.sections[0]?.unmanaged.map(({ address }) => address)).toEqual(["acme/accounts/old"]);
  });
});

describe("an actor who is no organization administrator", () => {
  it("is told what it takes, and who could", () => {
    const plan = planned(
      { accounts: { shop: { name: "Shop" } }, name: "Acme" },
      [user(hq, dave, [], { id: "62" })],
      {
        actor: { id: dave },
      },
    );
    expect(messages(plan)).toMatchInlineSnapshot(`
      [
        "forbidden: dave@acme.io may not rename the organization at acme: it takes role:org-admin, and dave@acme.io has role:org. Who may: ann@acme.io.",
        "forbidden: dave@acme.io may not change accounts at acme: it takes role:org-admin, and dave@acme.io has role:org. Who may: ann@acme.io.",
      ]
    `);
  });

  it("may do what its roles were given", () => {
    const live = [...role("org", ["modifySecurity"]), user(hq, dave, [], { id: "62" })];
    const plan = planned({ "passwordPolicy.minLength": 10 }, live, { actor: { id: dave } });
    expect(messages(plan)).toEqual([]);
    expect(everything).toContain("modifySecurity");
    expect(plan.sections[0]?.organizations).toEqual([acme]);
  });
});
