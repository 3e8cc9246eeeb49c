/** Whole plans, and what is left of them after people have answered. */
import { describe, expect, it } from "vitest";
import { alice, bob, carol, dave, inWorld, told } from "./world.ts";

const projects = { website: { region: "vienna" }, data: { region: "vienna" } };
const live = [
  { name: "website", region: "Vienna" },
  { name: "data", region: "Vienna" },
];

describe("promotion of a member to administrator", () => {
  const seed = {
    projects: live,
    groups: [
      { name: "web", projects: ["website"], members: [bob, carol] },
      { name: "ml", projects: ["data"], members: [bob] },
    ],
  };
  const written = {
    administrators: [bob],
    projects,
    groups: {
      web: { projects: ["website"], members: [carol] },
      ml: { projects: ["data"], members: [] },
    },
  };

  it("takes the person out of the groups, then invites: no access in between, which the plan says", () =>
    inWorld(seed, async ({ write, plan, apply, sandbox }) => {
      await write(written);
      expect(told(await plan())).toMatchInlineSnapshot(`
        "
        create acme/administrators/bob@x.example [c3]
        delete acme/groups/ml/members/bob@x.example (removed) [c1]
        delete acme/groups/web/members/bob@x.example (removed) [c2]
        c1 member.remove enterprises: orgs/…/groups/…/members/…
        c2 member.remove enterprises: orgs/…/groups/…/members/…
        c3 administrator.invite enterprises: orgs/…/admins after c2 c1
        bob@x.example acme -SEE
        bob@x.example acme/projects/data -USE
        bob@x.example acme/projects/website -USE
        next acme/administrators/bob@x.example: bob@x.example gives up acme/groups/ml/members/bob@x.example, acme/groups/web/members/bob@x.example first, and has neither until the invitation is accepted.
        "
      `);
      expect(await apply()).toMatchInlineSnapshot(`
        [
          "acme/administrators/bob@x.example pending bob@x.example to accept the invitation as administrator",
          "acme/groups/ml/members/bob@x.example applied",
          "acme/groups/web/members/bob@x.example applied",
        ]
      `);
      expect(told(await plan())).toMatchInlineSnapshot(`
        "
        pending acme/administrators/bob@x.example
        "
      `);
      sandbox.answer("accept");
      expect(told(await plan())).toBe("\n\n");
    }));
});

describe("demotion of an administrator to a member", () => {
  it("takes the place first, then invites", () =>
    inWorld(
      {
        administrators: [bob],
        projects: live,
        groups: [{ name: "web", projects: ["website"], members: [carol] }],
      },
      async ({ write, plan, apply, sandbox }) => {
        await write({
          administrators: [],
          projects,
          groups: { web: { projects: ["website"], members: [bob, carol] } },
        });
        expect(told(await plan())).toMatchInlineSnapshot(`
          "
          delete acme/administrators/bob@x.example (removed) [c1]
          create acme/groups/web/members/bob@x.example [c2]
          c1 administrator.remove enterprises: orgs/…/admins/…
          c2 member.invite enterprises: orgs/…/groups/…/members after c1
          bob@x.example acme -SEE-MANAGE_PROJECTS-MANAGE_GROUPS-MANAGE_ADMINISTRATORS
          bob@x.example acme/projects/data -USE-MANAGE_PROJECTS
          bob@x.example acme/projects/website -USE-MANAGE_PROJECTS
          next acme/groups/web/members/bob@x.example: bob@x.example gives up acme/administrators/bob@x.example first, and has neither until the invitation is accepted.
          "
        `);
        expect(await apply()).toMatchInlineSnapshot(`
          [
            "acme/administrators/bob@x.example applied",
            "acme/groups/web/members/bob@x.example pending bob@x.example to accept the invitation",
          ]
        `);
        sandbox.answer("accept");
        expect(told(await plan())).toBe("\n\n");
      },
    ));
});

describe("transfer of ownership", () => {
  const written = { owners: [bob], administrators: [alice], projects };
  const allow = ["actor:acme/owners/alice@x.example"];

  it("to an administrator is offered, pending, and over", () =>
    inWorld({ administrators: [bob], projects: live }, async ({ write, plan, apply, sandbox }) => {
      await write(written);
      expect(told(await plan())).toMatchInlineSnapshot(`
        "
        create acme/administrators/alice@x.example [waits for bob@x.example to accept the ownership]
        delete acme/administrators/bob@x.example (removed) [waits for bob@x.example to accept the ownership]
        delete acme/owners/alice@x.example (removed) [c1 waits for bob@x.example to accept the ownership]
        create acme/owners/bob@x.example [c1]
        c1 transfer.start enterprises: orgs/…/transfer
        next acme/administrators/alice@x.example: create waits for bob@x.example to accept the ownership
        next acme/administrators/bob@x.example: delete waits for bob@x.example to accept the ownership
        next acme/owners/alice@x.example: the rest waits for bob@x.example to accept the ownership
        STOP actor acme/owners/alice@x.example --allow actor:acme/owners/alice@x.example
        "
      `);
      expect(await apply({ allow })).toMatchInlineSnapshot(`
        [
          "acme/administrators/alice@x.example waiting bob@x.example to accept the ownership",
          "acme/administrators/bob@x.example waiting bob@x.example to accept the ownership",
          "acme/owners/alice@x.example waiting bob@x.example to accept the ownership",
          "acme/owners/bob@x.example pending bob@x.example to accept the ownership",
        ]
      `);
      expect(told(await plan())).toMatchInlineSnapshot(`
        "
        create acme/administrators/alice@x.example [waits for bob@x.example to accept the ownership]
        delete acme/administrators/bob@x.example (removed) [waits for bob@x.example to accept the ownership]
        delete acme/owners/alice@x.example (removed) [waits for bob@x.example to accept the ownership]
        pending acme/owners/bob@x.example
        next acme/administrators/alice@x.example: create waits for bob@x.example to accept the ownership
        next acme/administrators/bob@x.example: delete waits for bob@x.example to accept the ownership
        next acme/owners/alice@x.example: delete waits for bob@x.example to accept the ownership
        "
      `);
      sandbox.answer("accept");
      expect(told(await plan())).toBe("\n\n");
      expect(told(await plan({ as: bob }))).toBe("\n\n");
    }));

  it("to a member of a group goes by way of administrator, with one file for all runs", () =>
    inWorld(
      { projects: live, groups: [{ name: "web", projects: ["website"], members: [bob] }] },
      async ({ write, plan, apply, sandbox }) => {
        await write({ ...written, groups: { web: { projects: ["website"], members: [] } } });
        expect(told(await plan())).toMatchInlineSnapshot(`
          "
          create acme/administrators/alice@x.example [waits for the ownership to pass to somebody else]
          delete acme/groups/web/members/bob@x.example (removed) [c1]
          delete acme/owners/alice@x.example (removed) [waits for bob@x.example to accept the ownership]
          create acme/owners/bob@x.example [c2 waits for bob@x.example to accept the invitation as administrator]
          c1 member.remove enterprises: orgs/…/groups/…/members/…
          c2 owner.invite enterprises: orgs/…/admins after c1
          bob@x.example acme -SEE
          bob@x.example acme/projects/website -USE
          next acme/administrators/alice@x.example: create waits for the ownership to pass to somebody else
          next acme/owners/alice@x.example: delete waits for bob@x.example to accept the ownership
          next acme/owners/bob@x.example: the rest waits for bob@x.example to accept the invitation as administrator
          next acme/owners/bob@x.example: bob@x.example gives up acme/groups/web/members/bob@x.example first, and has neither until the invitation is accepted.
          next acme/owners/bob@x.example: bob@x.example is invited as administrator first: nobody else can be offered the ownership.
          "
        `);
        expect(await apply()).toMatchInlineSnapshot(`
          [
            "acme/administrators/alice@x.example waiting the ownership to pass to somebody else",
            "acme/groups/web/members/bob@x.example applied",
            "acme/owners/alice@x.example waiting bob@x.example to accept the ownership",
            "acme/owners/bob@x.example waiting bob@x.example to accept the invitation as administrator",
          ]
        `);
        expect(told(await plan())).toMatchInlineSnapshot(`
          "
          create acme/administrators/alice@x.example [waits for bob@x.example to accept the ownership]
          delete acme/administrators/bob@x.example (removed) [waits for bob@x.example to become the owner]
          delete acme/owners/alice@x.example (removed) [waits for bob@x.example to accept the ownership]
          create acme/owners/bob@x.example [waits for bob@x.example to accept the invitation as administrator]
          next acme/administrators/alice@x.example: create waits for bob@x.example to accept the ownership
          next acme/administrators/bob@x.example: delete waits for bob@x.example to become the owner
          next acme/owners/alice@x.example: delete waits for bob@x.example to accept the ownership
          next acme/owners/bob@x.example: create waits for bob@x.example to accept the invitation as administrator
          "
        `);
        sandbox.answer("accept");
        expect(told(await plan())).toMatchInlineSnapshot(`
          "
          create acme/administrators/alice@x.example [waits for bob@x.example to accept the ownership]
          delete acme/administrators/bob@x.example (removed) [waits for bob@x.example to accept the ownership]
          delete acme/owners/alice@x.example (removed) [c1 waits for bob@x.example to accept the ownership]
          create acme/owners/bob@x.example [c1]
          c1 transfer.start enterprises: orgs/…/transfer
          next acme/administrators/alice@x.example: create waits for bob@x.example to accept the ownership
          next acme/administrators/bob@x.example: delete waits for bob@x.example to accept the ownership
          next acme/owners/alice@x.example: the rest waits for bob@x.example to accept the ownership
          STOP actor acme/owners/alice@x.example --allow actor:acme/owners/alice@x.example
          "
        `);
        await apply({ allow });
        sandbox.answer("accept");
        expect(told(await plan())).toBe("\n\n");
      },
    ));

  it("to somebody else than it was offered to withdraws the first offer", () =>
    inWorld({ administrators: [bob, carol], transfer: carol }, async ({ write, plan, apply }) => {
      await write({ owners: [bob], administrators: [alice, carol] });
      expect(told(await plan({ allow }))).toMatchInlineSnapshot(`
        "
        create acme/administrators/alice@x.example [waits for bob@x.example to accept the ownership]
        delete acme/administrators/bob@x.example (removed) [waits for bob@x.example to accept the ownership]
        delete acme/owners/alice@x.example (removed) [c2 waits for bob@x.example to accept the ownership]
        create acme/owners/bob@x.example [c1 c2]
        delete acme/owners/carol@x.example (removed) [by c1]
        c1 transfer.cancel enterprises: orgs/…/transfer
        c2 transfer.start enterprises: orgs/…/transfer after c1
        next acme/administrators/alice@x.example: create waits for bob@x.example to accept the ownership
        next acme/administrators/bob@x.example: delete waits for bob@x.example to accept the ownership
        next acme/owners/alice@x.example: the rest waits for bob@x.example to accept the ownership
        allowed actor acme/owners/alice@x.example
        "
      `);
      expect(await apply({ allow })).toMatchInlineSnapshot(`
        [
          "acme/administrators/alice@x.example waiting bob@x.example to accept the ownership",
          "acme/administrators/bob@x.example waiting bob@x.example to accept the ownership",
          "acme/owners/alice@x.example waiting bob@x.example to accept the ownership",
          "acme/owners/bob@x.example pending bob@x.example to accept the ownership",
          "acme/owners/carol@x.example applied",
        ]
      `);
    }));

  it("that nobody wants any more is withdrawn", () =>
    inWorld({ administrators: [bob], transfer: bob }, async ({ write, plan, apply }) => {
      await write({ owners: [alice], administrators: [bob] });
      expect(told(await plan())).toMatchInlineSnapshot(`
        "
        delete acme/owners/bob@x.example (removed) [c1]
        c1 transfer.cancel enterprises: orgs/…/transfer
        "
      `);
      await apply();
      expect(told(await plan())).toBe("\n\n");
    }));

  it("is refused to an administrator before anything is sent, and the plan says who may", () =>
    inWorld({ administrators: [bob] }, async ({ write, plan }) => {
      await write({ owners: [carol], administrators: [alice, bob] });
      const [section] = (await plan({ as: bob })).sections;
      expect(section?.stops.map(({ message }) => message)).toMatchInlineSnapshot(`
        [
          "bob@x.example may not invite the next owner as administrator at acme: it takes organization:owner, and bob@x.example has organization:administrator. Who may: alice@x.example.",
        ]
      `);
    }));
});

describe("the billing list", () => {
  const seed = { administrators: [bob], billingAdministrators: [carol] };

  it("is written whole by the owner", () =>
    inWorld(seed, async ({ write, plan, apply }) => {
      await write({ billingAdministrators: [bob, dave] });
      const first = await plan();
      expect(told(first)).toMatchInlineSnapshot(`
        "
        create acme/billingAdministrators/bob@x.example [c1]
        delete acme/billingAdministrators/carol@x.example (removed) [c1]
        create acme/billingAdministrators/dave@x.example [c1]
        c1 billing.replace bank: orgs/…/admins
        bob@x.example acme +BILLING
        carol@x.example acme -BILLING
        dave@x.example acme +BILLING
        "
      `);
      expect(first.sections[0]?.calls[0]?.body).toEqual({ emails: [bob, dave] });
      await apply();
      expect(told(await plan())).toBe("\n\n");
    }));

  it("keeps those who are not written where it is additive", () =>
    inWorld(seed, async ({ write, plan }) => {
      await write({ manage: { billingAdministrators: "additive" }, billingAdministrators: [dave] });
      expect((await plan()).sections[0]?.calls[0]?.body).toEqual({ emails: [carol, dave] });
    }));

  it("is unknown to an administrator, never empty", () =>
    inWorld(seed, async ({ write, plan }) => {
      await write({ billingAdministrators: [carol, dave] });
      const administrators = await plan({ as: bob });
      expect(told(administrators)).toMatchInlineSnapshot(`
        "
        STOP unknown acme/billingAdministrators --allow unknown:acme/billingAdministrators
        "
      `);
      expect(administrators.sections[0]?.stops[0]?.message).toMatchInlineSnapshot(
        `"acme/billingAdministrators is managed, but bob@x.example cannot read it: Only the owner and the billing administrators see the billing of this organization, and bob@x.example is neither. Nothing is planned there. Give bob@x.example access, or leave it out of this run."`,
      );
    }));
});

describe("destroying an organization", () => {
  const allow = ["destroy:acme"];

  it("destroys its projects first, each of them shown", () =>
    inWorld(
      { projects: live, groups: [{ name: "web", projects: ["website"], members: [carol] }] },
      async ({ write, plan, apply, sandbox }) => {
        await write({ state: "absent" });
        expect((await plan()).sections[0]?.stops.map(({ guard }) => guard)).toEqual(["destroy"]);
        expect(told(await plan({ allow }))).toMatchInlineSnapshot(`
          "
          delete acme [c1 c2 c3]
          c1 project.delete vienna-identity: …/projects/…
          c2 project.delete vienna-identity: …/projects/…
          c3 organization.delete enterprises: orgs/… after c1 c2
          acme/groups/… goes by c3
          acme/groups/…/members/carol@x.example goes by c3
          acme/groups/…/projects/… goes by c2
          acme/owners/alice@x.example goes by c3
          acme/projects/… goes by c1
          acme/projects/… goes by c2
          alice@x.example acme -SEE-BILLING-MANAGE_PROJECTS-MANAGE_GROUPS-MANAGE_ADMINISTRATORS-OWN
          carol@x.example acme -SEE
          alice@x.example acme/projects/… -USE-MANAGE_PROJECTS
          alice@x.example acme/projects/… -USE-MANAGE_PROJECTS
          carol@x.example acme/projects/… -USE
          allowed destroy acme
          "
        `);
        expect(await apply({ allow })).toMatchInlineSnapshot(`
          [
            "acme applied",
          ]
        `);
        expect(sandbox.dump()).toMatchObject({ organizations: [] });
      },
    ));

  it("destroys nothing where the organization itself may not go", () =>
    inWorld({ administrators: [bob], projects: live }, async ({ write, plan }) => {
      await write({ state: "absent" });
      const [section] = (await plan({ as: bob, allow })).sections;
      expect(section?.stops.map(({ guard }) => guard)).toEqual(["forbidden"]);
      expect(section?.calls.map(({ operation }) => operation)).toEqual(["organization.delete"]);
    }));
});

it("a group may hold projects of one name in two regions", () =>
  inWorld({ projects: [{ name: "website", region: "Vienna" }] }, async ({ write, plan, apply }) => {
    await write({
      projects: {
        "website-at": { name: "website", region: "vienna" },
        "website-ch": { name: "website", region: "eastern-switzerland" },
      },
      groups: { web: { projects: ["website-at", "website-ch"], members: [carol] } },
    });
    expect(told(await plan())).toMatchInlineSnapshot(`
      "
      create acme/groups/web name=web [c2]
      create acme/groups/web/members/carol@x.example [c5]
      create acme/groups/web/projects/website-at [c3]
      create acme/groups/web/projects/website-ch [c4]
      create acme/projects/website-ch name=website region=eastern-switzerland [c1]
      c1 project.create eastern-switzerland-identity: …/projects/website
      c2 group.create enterprises: orgs/…/groups
      c3 group.assign enterprises: orgs/…/groups/<{"$ref":"id","address":"acme/groups/web"}>/projects/… after c2
      c4 group.assign enterprises: orgs/…/groups/<{"$ref":"id","address":"acme/groups/web"}>/projects/<{"$ref":"id","address":"acme/projects/website-ch"}> after c2 c1
      c5 member.invite enterprises: orgs/…/groups/<{"$ref":"id","address":"acme/groups/web"}>/members after c2
      alice@x.example acme/projects/website-ch +USE+MANAGE_PROJECTS
      "
    `);
    expect(await apply()).toMatchInlineSnapshot(`
      [
        "acme/groups/web applied",
        "acme/groups/web/members/carol@x.example pending carol@x.example to accept the invitation",
        "acme/groups/web/projects/website-at applied",
        "acme/groups/web/projects/website-ch applied",
        "acme/projects/website-ch applied",
      ]
    `);
    expect(told(await plan())).toMatchInlineSnapshot(`
      "
      pending acme/groups/web/members/carol@x.example
      "
    `);
  }));

it("whoever has no account is found before anything is sent", () =>
  inWorld({}, async ({ write, findings }) => {
    await write({
      administrators: ["nobody@x.example", bob],
      groups: { web: { members: ["carla@x.example", carol] } },
    });
    expect(
      (await findings()).map(({ code, address, message }) => [code, address, message]),
    ).toMatchInlineSnapshot(`
      [
        [
          "plan/no-such-principal",
          "acme/groups/web/members/carla@x.example",
          "Cloud Console knows no carla@x.example. Correct the spelling, or have it made first.",
        ],
        [
          "plan/no-such-principal",
          "acme/administrators/nobody@x.example",
          "Cloud Console knows no nobody@x.example. Correct the spelling, or have it made first.",
        ],
      ]
    `);
  }));

it("a new organization is made with everything in it", () =>
  inWorld({}, async ({ write, plan, apply, sandbox }) => {
    await write({
      name: "Fresh",
      owners: [alice],
      administrators: [bob],
      billingAdministrators: [dave],
      projects: { website: { region: "vienna" } },
      groups: { web: { projects: ["website"], members: [carol] } },
    });
    expect(told(await plan())).toMatchInlineSnapshot(`
      "
      create acme name=Fresh [c1]
      create acme/administrators/bob@x.example [c6]
      create acme/billingAdministrators/dave@x.example [c7]
      create acme/groups/web name=web [c3]
      create acme/groups/web/members/carol@x.example [c5]
      create acme/groups/web/projects/website [c4]
      create acme/owners/alice@x.example [by c1]
      create acme/projects/website name=website region=vienna [c2]
      c1 organization.create enterprises: orgs
      c2 project.create vienna-identity: <{"$ref":"id","address":"acme"}>/projects/website after c1
      c3 group.create enterprises: orgs/<{"$ref":"id","address":"acme"}>/groups after c1
      c4 group.assign enterprises: orgs/<{"$ref":"id","address":"acme"}>/groups/<{"$ref":"id","address":"acme/groups/web"}>/projects/<{"$ref":"id","address":"acme/projects/website"}> after c3 c1 c2
      c5 member.invite enterprises: orgs/<{"$ref":"id","address":"acme"}>/groups/<{"$ref":"id","address":"acme/groups/web"}>/members after c3 c1
      c6 administrator.invite enterprises: orgs/<{"$ref":"id","address":"acme"}>/admins after c1
      c7 billing.replace bank: orgs/<{"$ref":"id","address":"acme"}>/admins after c1
      alice@x.example acme +SEE+BILLING+MANAGE_PROJECTS+MANAGE_GROUPS+MANAGE_ADMINISTRATORS+OWN
      dave@x.example acme +BILLING
      alice@x.example acme/projects/website +USE+MANAGE_PROJECTS
      "
    `);
    expect(await apply()).toMatchInlineSnapshot(`
      [
        "acme applied",
        "acme/administrators/bob@x.example pending bob@x.example to accept the invitation as administrator",
        "acme/billingAdministrators/dave@x.example applied",
        "acme/groups/web applied",
        "acme/groups/web/members/carol@x.example pending carol@x.example to accept the invitation",
        "acme/groups/web/projects/website applied",
        "acme/owners/alice@x.example applied",
        "acme/projects/website applied",
      ]
    `);
    sandbox.answer("accept");
    expect(told(await plan())).toBe("\n\n");
  }));
