/** Whole plans, as people meet them. */
import { describe, expect, it } from "vitest";
import { createState } from "../../../src/model/state.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { carriedOut, sketch } from "../../support/plans.ts";
import {
  alice,
  bob,
  environmentOf,
  grantOf,
  groupOf,
  inGroup,
  invitedOf,
  memberOf,
  messagesOf,
  orgOf,
  planned,
} from "./support.ts";

const ada = "ada@acme.io";
const ben = "ben@acme.io";
const cy = "cy@acme.io";

describe("an admin whose configuration asks for more than an admin may", () => {
  const live = [
    orgOf("admin"),
    memberOf("alice", "owner"),
    memberOf("bob", "admin"),
    memberOf("ada", "member"),
  ];

  it("a promotion stops, and names who could do it", () => {
    const plan = planned({ members: { [alice.id]: "owner", [bob.id]: "admin", [ada]: "admin" } }, live, {
      actor: bob,
    });
    expect(messagesOf(plan)).toEqual([
      "forbidden: bob@acme.io may not change roles at acme: it takes organization:owner, and bob@acme.io has organization:admin. Who may: alice@acme.io.",
    ]);
  });

  it("somebody new is invited as member, and the plan says whose turn it is then", () => {
    const plan = planned(
      {
        members: { [alice.id]: "owner", [bob.id]: "admin", [ada]: "member", [ben]: "admin", [cy]: "member" },
      },
      live,
      { actor: bob },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create acme/members/ben@acme.io role=admin [c1 waits for ben@acme.io to accept the invitation, and then for an owner, since bob@acme.io may not change roles]
      create acme/members/cy@acme.io role=member [c2]
      c1 invite.send-member /orgs/o-acme/invites
      c2 invite.send-member /orgs/o-acme/invites
      next acme/members/ben@acme.io: the rest waits for ben@acme.io to accept the invitation, and then for an owner, since bob@acme.io may not change roles
      "
    `);
  });

  it("members may be removed, admins may not", () => {
    const plan = planned(
      { members: { [alice.id]: "owner", [bob.id]: "admin" } },
      [...live, memberOf("ben", "admin")],
      {
        actor: bob,
      },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete acme/members/ada@acme.io (removed) [c1]
      delete acme/members/ben@acme.io (removed) [c2]
      c1 member.remove-member /orgs/o-acme/users/u-ada
      c2 member.remove-any /orgs/o-acme/users/u-ben after c1
      ada@acme.io acme -LIST
      ben@acme.io acme -LIST-INVITE-GRANT
      STOP forbidden acme
      "
    `);
    expect(messagesOf(plan)).toMatchInlineSnapshot(`
      [
        "forbidden: bob@acme.io may not remove admins and owners at acme: it takes organization:owner, and bob@acme.io has organization:admin. Who may: alice@acme.io.",
      ]
    `);
  });

  it("what is forbidden can be left out, and the rest is done", () => {
    const plan = planned(
      { members: { [alice.id]: "owner", [bob.id]: "admin", [ada]: "admin", [cy]: "member" } },
      live,
      { actor: bob, withoutForbidden: true },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      update acme/members/ada@acme.io role: member → admin [waits for bob@acme.io may not change roles at acme: it takes organization:owner, and bob@acme.io has organization:admin. Who may: alice@acme.io.]
      create acme/members/cy@acme.io role=member [c1]
      c1 invite.send-member /orgs/o-acme/invites
      next acme/members/ada@acme.io: update waits for bob@acme.io may not change roles at acme: it takes organization:owner, and bob@acme.io has organization:admin. Who may: alice@acme.io.
      "
    `);
  });
});

describe("an owner invites three people: a member, an admin and an owner", () => {
  const tree = {
    members: { [alice.id]: "owner", [ada]: "owner", [ben]: "admin", [cy]: "member" },
    environments: { production: { grants: { [cy]: {} } } },
    groups: { Readers: { members: { [ben]: {} } } },
  };
  const live = [orgOf(), memberOf("alice", "owner"), environmentOf("production"), groupOf("Readers")];

  it("the first run invites; what refers to them waits", () => {
    expect(sketch(planned(tree, live))).toMatchInlineSnapshot(`
      "
      create acme/environments/production/grants/cy@acme.io [waits for cy@acme.io to accept the invitation]
      create acme/groups/Readers/members/ben@acme.io [waits for ben@acme.io to accept the invitation]
      create acme/members/ada@acme.io role=owner [c1 waits for ada@acme.io to accept the invitation]
      create acme/members/ben@acme.io role=admin [c2]
      create acme/members/cy@acme.io role=member [c3]
      c1 invite.send-admin /orgs/o-acme/invites
      c2 invite.send-admin /orgs/o-acme/invites
      c3 invite.send-member /orgs/o-acme/invites
      next acme/environments/production/grants/cy@acme.io: create waits for cy@acme.io to accept the invitation
      next acme/groups/Readers/members/ben@acme.io: create waits for ben@acme.io to accept the invitation
      next acme/members/ada@acme.io: the rest waits for ada@acme.io to accept the invitation
      "
    `);
  });

  it("as long as nobody has accepted, nothing is sent again", () => {
    const first = planned(tree, live);
    const after = [...carriedOut(datica, first, createState(live), alice).all()];
    expect(sketch(planned(tree, after))).toMatchInlineSnapshot(`
      "
      create acme/environments/production/grants/cy@acme.io [waits for cy@acme.io to accept the invitation]
      create acme/groups/Readers/members/ben@acme.io [waits for ben@acme.io to accept the invitation]
      update acme/members/ada@acme.io role: admin → owner [waits for ada@acme.io to accept the invitation]
      pending acme/members/ada@acme.io
      pending acme/members/ben@acme.io
      pending acme/members/cy@acme.io
      next acme/environments/production/grants/cy@acme.io: create waits for cy@acme.io to accept the invitation
      next acme/groups/Readers/members/ben@acme.io: create waits for ben@acme.io to accept the invitation
      next acme/members/ada@acme.io: update waits for ada@acme.io to accept the invitation
      "
    `);
  });

  it("the second run, once they have, promotes and grants", () => {
    const accepted = [...live, memberOf("ada", "admin"), memberOf("ben", "admin"), memberOf("cy", "member")];
    expect(sketch(planned(tree, accepted))).toMatchInlineSnapshot(`
      "
      create acme/environments/production/grants/cy@acme.io [c2]
      create acme/groups/Readers/members/ben@acme.io [c3]
      update acme/members/ada@acme.io role: admin → owner [c1]
      c1 member.set-role /orgs/o-acme/users/u-ada
      c2 environment.grant /environments/e-production/users/u-cy
      c3 group.join /acls/o-acme/groups/Readers/members/u-ben
      ada@acme.io acme +SET_ROLES+CONFIGURE
      cy@acme.io acme/environments/production +USE
      "
    `);
  });
});

describe("the role of an invite that is pending", () => {
  const others = [orgOf(), memberOf("alice", "owner")];
  const wanting = (role: string, live: string, actor = alice) =>
    sketch(
      planned(
        { members: { [alice.id]: "owner", [bob.id]: "admin", [ada]: role } },
        [...others, memberOf("bob", "admin"), invitedOf("ada", live)],
        { actor },
      ),
    );

  it("is changed by revoking it and sending another", () => {
    expect(wanting("admin", "member")).toMatchInlineSnapshot(`
      "
      replace acme/members/ada@acme.io role: member → admin [c1 c2]
      c1 invite.revoke /orgs/o-acme/invites/i-ada
      c2 invite.send-admin /orgs/o-acme/invites after c1
      pending acme/members/ada@acme.io
      "
    `);
  });

  it("lower as well", () => {
    expect(wanting("member", "admin")).toMatchInlineSnapshot(`
      "
      replace acme/members/ada@acme.io role: admin → member [c1 c2]
      c1 invite.revoke /orgs/o-acme/invites/i-ada
      c2 invite.send-member /orgs/o-acme/invites after c1
      pending acme/members/ada@acme.io
      "
    `);
  });

  it("stays where it is as near as can be", () => {
    expect(wanting("owner", "admin")).toMatchInlineSnapshot(`
      "
      update acme/members/ada@acme.io role: admin → owner [waits for ada@acme.io to accept the invitation]
      pending acme/members/ada@acme.io
      next acme/members/ada@acme.io: update waits for ada@acme.io to accept the invitation
      "
    `);
    expect(wanting("admin", "member", bob)).toMatchInlineSnapshot(`
      "
      update acme/members/ada@acme.io role: member → admin [waits for ada@acme.io to accept the invitation, and then for an owner, since bob@acme.io may not change roles]
      pending acme/members/ada@acme.io
      next acme/members/ada@acme.io: update waits for ada@acme.io to accept the invitation, and then for an owner, since bob@acme.io may not change roles
      "
    `);
  });

  it("goes as far as it can, and the rest waits", () => {
    expect(wanting("owner", "member")).toMatchInlineSnapshot(`
      "
      replace acme/members/ada@acme.io role: member → owner [c1 c2 waits for ada@acme.io to accept the invitation]
      c1 invite.revoke /orgs/o-acme/invites/i-ada
      c2 invite.send-admin /orgs/o-acme/invites after c1
      pending acme/members/ada@acme.io
      next acme/members/ada@acme.io: the rest waits for ada@acme.io to accept the invitation
      "
    `);
  });
});

describe("leaving and stepping back", () => {
  const base = [
    orgOf(),
    memberOf("alice", "owner"),
    environmentOf("production"),
    environmentOf("staging", "pod02"),
    groupOf("Readers"),
  ];

  it("who is removed loses every access by that one call", () => {
    const plan = planned(
      {
        members: { [alice.id]: "owner" },
        environments: { production: { grants: {} }, staging: { grants: {} } },
        groups: { Readers: { members: {} } },
      },
      [
        ...base,
        memberOf("ada", "member"),
        grantOf("production", "ada"),
        grantOf("staging", "ada"),
        inGroup("Readers", "ada"),
      ],
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete acme/environments/production/grants/ada@acme.io (removed) [by c1]
      delete acme/environments/staging/grants/ada@acme.io (removed) [by c1]
      delete acme/groups/Readers/members/ada@acme.io (removed) [by c1]
      delete acme/members/ada@acme.io (removed) [c1]
      c1 member.remove-member /orgs/o-acme/users/u-ada
      ada@acme.io acme -LIST
      ada@acme.io acme/environments/production -LIST-USE
      ada@acme.io acme/environments/staging -LIST-USE
      "
    `);
  });

  it("a demotion takes away what was granted before and is not written, and brings what is", () => {
    const plan = planned(
      {
        members: { [alice.id]: "owner", [bob.id]: "member" },
        environments: {
          production: { grants: { [bob.id]: {} } },
          staging: { grants: {} },
          test: { grants: { [bob.id]: {} } },
        },
      },
      [...base, environmentOf("test"), memberOf("bob", "admin", { stored: ["e-production", "e-staging"] })],
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create acme/environments/production/grants/bob@acme.io [c2]
      create acme/environments/test/grants/bob@acme.io [c3]
      update acme/members/bob@acme.io role: admin → member [c1 c2]
      c1 environment.revoke /environments/e-staging/users/u-bob
      c2 member.set-role /orgs/o-acme/users/u-bob after c1
      c3 environment.grant /environments/e-test/users/u-bob after c2
      bob@acme.io acme -INVITE-GRANT
      bob@acme.io acme/environments/staging -USE
      "
    `);
  });

  it("an admin who may not demote takes nothing away either", () => {
    const plan = planned(
      { members: { [alice.id]: "member", [bob.id]: "admin" }, environments: { production: { grants: {} } } },
      [
        orgOf("admin"),
        memberOf("ada", "owner"),
        memberOf("alice", "admin", { stored: ["e-production"] }),
        memberOf("bob", "admin"),
        environmentOf("production"),
      ],
      { actor: bob, withoutForbidden: true, targets: ["acme/members/alice@acme.io"] },
    );
    expect(plan.summary).toMatchObject({ calls: 0, waiting: 1, stops: 0 });
  });

  it("a plan of one environment leaves the demotion to another plan", () => {
    const plan = planned(
      {
        members: { [alice.id]: "owner", [bob.id]: "member" },
        environments: { production: { grants: { [bob.id]: {} } } },
      },
      [...base, memberOf("bob", "admin")],
      { targets: ["acme/environments/production"] },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create acme/environments/production/grants/bob@acme.io [waits for bob@acme.io to become a member: as admin they have every environment anyway]
      next acme/environments/production/grants/bob@acme.io: create waits for bob@acme.io to become a member: as admin they have every environment anyway
      "
    `);
  });

  it("a plan of the members only demotes, and grants nothing", () => {
    const plan = planned(
      {
        members: { [alice.id]: "owner", [bob.id]: "member" },
        environments: { production: { grants: { [bob.id]: {} } } },
      },
      [...base, memberOf("bob", "admin")],
      { targets: ["acme/members"] },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      update acme/members/bob@acme.io role: admin → member [c1]
      c1 member.set-role /orgs/o-acme/users/u-bob
      bob@acme.io acme -INVITE-GRANT
      bob@acme.io acme/environments/production -USE
      bob@acme.io acme/environments/staging -USE
      "
    `);
  });

  it("a promotion makes grants disappear by itself", () => {
    const plan = planned(
      { members: { [alice.id]: "owner", [ada]: "admin" }, environments: { production: { grants: {} } } },
      [...base, memberOf("ada", "member"), grantOf("production", "ada")],
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete acme/environments/production/grants/ada@acme.io (removed) [by c1]
      update acme/members/ada@acme.io role: member → admin [c1]
      c1 member.set-role /orgs/o-acme/users/u-ada
      ada@acme.io acme +INVITE+GRANT
      ada@acme.io acme/environments/production keeps it by organization
      ada@acme.io acme/environments/staging +USE
      unmanaged acme/environments/staging
      "
    `);
  });
});

describe("the last owner", () => {
  const stepBack = { allow: ["actor:acme/members/alice@acme.io"] };

  it("stays", () => {
    const plan = planned(
      { members: { [alice.id]: "admin", [bob.id]: "admin" } },
      [orgOf(), memberOf("alice", "owner"), memberOf("bob", "admin")],
      stepBack,
    );
    expect(messagesOf(plan)).toMatchInlineSnapshot(`
      [
        "admins: 0 owners of the organization would be left in acme/members after member.set-role; at least 1 must stay. Name another one first.",
      ]
    `);
  });

  it("steps back once the successor has the role", () => {
    const plan = planned(
      { members: { [alice.id]: "admin", [bob.id]: "owner" } },
      [orgOf(), memberOf("alice", "owner"), memberOf("bob", "admin")],
      stepBack,
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      update acme/members/alice@acme.io role: owner → admin [c2]
      update acme/members/bob@acme.io role: admin → owner [c1]
      c1 member.set-role /orgs/o-acme/users/u-bob
      c2 member.set-role /orgs/o-acme/users/u-alice after c1
      alice@acme.io acme -SET_ROLES-CONFIGURE
      bob@acme.io acme +SET_ROLES+CONFIGURE
      allowed actor acme/members/alice@acme.io
      "
    `);
  });

  it("waits for a successor who is yet to be invited, and for one who has not accepted", () => {
    const tree = {
      members: { [alice.id]: "member", [ada]: "owner" },
      environments: { production: { grants: { [alice.id]: {} } } },
    };
    const live = [orgOf(), memberOf("alice", "owner"), environmentOf("production")];
    expect(sketch(planned(tree, live, stepBack))).toMatchInlineSnapshot(`
      "
      create acme/environments/production/grants/alice@acme.io [waits for ada@acme.io to accept the invitation]
      create acme/members/ada@acme.io role=owner [c1 waits for ada@acme.io to accept the invitation]
      update acme/members/alice@acme.io role: owner → member [waits for ada@acme.io to accept the invitation]
      c1 invite.send-admin /orgs/o-acme/invites
      next acme/environments/production/grants/alice@acme.io: create waits for ada@acme.io to accept the invitation
      next acme/members/ada@acme.io: the rest waits for ada@acme.io to accept the invitation
      next acme/members/alice@acme.io: update waits for ada@acme.io to accept the invitation
      "
    `);
    expect(sketch(planned(tree, [...live, invitedOf("ada", "admin")], stepBack))).toMatchInlineSnapshot(`
      "
      create acme/environments/production/grants/alice@acme.io [waits for ada@acme.io to accept the invitation]
      update acme/members/ada@acme.io role: admin → owner [waits for ada@acme.io to accept the invitation]
      update acme/members/alice@acme.io role: owner → member [waits for ada@acme.io to accept the invitation]
      pending acme/members/ada@acme.io
      next acme/environments/production/grants/alice@acme.io: create waits for ada@acme.io to accept the invitation
      next acme/members/ada@acme.io: update waits for ada@acme.io to accept the invitation
      next acme/members/alice@acme.io: update waits for ada@acme.io to accept the invitation
      "
    `);
  });

  it("is removed only after the successor has the role, too", () => {
    const plan = planned(
      { members: { [alice.id]: "owner", [ada]: "owner" } },
      [orgOf(), memberOf("alice", "admin"), memberOf("ada", "admin"), memberOf("bob", "owner")],
      { actor: bob, allow: ["actor:acme/members/bob@acme.io"] },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      update acme/members/ada@acme.io role: admin → owner [c1]
      update acme/members/alice@acme.io role: admin → owner [c2]
      delete acme/members/bob@acme.io (removed) [c3]
      c1 member.set-role /orgs/o-acme/users/u-ada
      c2 member.set-role /orgs/o-acme/users/u-alice
      c3 member.remove-any /orgs/o-acme/users/u-bob after c1 c2
      ada@acme.io acme +SET_ROLES+CONFIGURE
      alice@acme.io acme +SET_ROLES+CONFIGURE
      bob@acme.io acme -LIST-INVITE-GRANT-SET_ROLES-CONFIGURE
      allowed actor acme/members/bob@acme.io
      "
    `);
  });
});

describe("groups", () => {
  it("a protected group can be joined, and neither changed nor deleted", () => {
    const live = [orgOf(), memberOf("alice", "owner"), groupOf("Admins", [], true)];
    const changed = planned({ groups: { Admins: { acls: ["x"], members: { [alice.id]: {} } } } }, live);
    expect(messagesOf(changed)).toEqual([
      "forbidden: alice@acme.io may not change this protected group at acme/groups/Admins: it takes Datica itself, and alice@acme.io has organization:owner.",
    ]);
    const deleted = planned({ groups: { Admins: { $state: "absent" } } }, live, {
      allow: ["destroy:acme/groups/Admins"],
    });
    expect(messagesOf(deleted)).toEqual([
      "forbidden: alice@acme.io may not delete this protected group at acme/groups/Admins: it takes Datica itself, and alice@acme.io has organization:owner.",
    ]);
    const joined = planned({ groups: { Admins: { members: { [alice.id]: {} } } } }, live);
    expect(sketch(joined)).toMatchInlineSnapshot(`
      "
      create acme/groups/Admins/members/alice@acme.io [c1]
      c1 group.join /acls/o-acme/groups/Admins/members/u-alice
      "
    `);
  });

  it("a new group with its people, a group that changes, and one that goes", () => {
    const plan = planned(
      {
        groups: {
          Writers: { acls: ["x:put"], members: { [ada]: {} } },
          Readers: { acls: ["x:get"] },
          Old: { $state: "absent" },
        },
      },
      [
        orgOf(),
        memberOf("alice", "owner"),
        memberOf("ada", "member"),
        groupOf("Readers", ["x:get", "x:put"]),
        groupOf("Old"),
        inGroup("Old", "ada"),
      ],
      { allow: ["destroy:acme/groups/Old"] },
    );
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      delete acme/groups/Old [c3]
      update acme/groups/Readers acls: x:get,x:put → x:get [c4]
      create acme/groups/Writers acls=x:put [c1]
      create acme/groups/Writers/members/ada@acme.io [c2]
      c1 group.create /acls/o-acme/groups
      c2 group.join /acls/o-acme/groups/Writers/members/u-ada after c1
      c3 group.delete /acls/o-acme/groups/Old
      c4 group.update /acls/o-acme/groups/Readers
      acme/groups/Old/members/ada@acme.io goes by c3
      allowed destroy acme/groups/Old
      "
    `);
  });
});

describe("what only the provider makes", () => {
  const inside = {
    members: { [alice.id]: "owner", [ada]: "member" },
    environments: { production: { grants: { [ada]: {} } } },
    groups: { Readers: { members: { [ada]: {} } } },
  };

  it("an organization that is not there stops, and all that is in it waits", () => {
    const plan = planned(inside, []);
    expect(plan.summary).toMatchObject({ calls: 0, waiting: 7 });
    expect(messagesOf(plan)).toEqual([
      "unsupported: Datica Compliant Cloud offers no way to create acme (kind organization). Make it on the platform first, or correct the name.",
      "unsupported: Datica Compliant Cloud offers no way to create acme/environments/production (kind environment). Make it on the platform first, or correct the name.",
    ]);
  });

  it("an environment that is not there does, too, and the rest is planned", () => {
    const plan = planned(inside, [orgOf(), memberOf("alice", "owner"), memberOf("ada", "member")]);
    expect(sketch(plan)).toMatchInlineSnapshot(`
      "
      create acme/environments/production name=production [waits for it to be made by the provider]
      create acme/environments/production/grants/ada@acme.io [waits for it to be made by the provider]
      create acme/groups/Readers [c1]
      create acme/groups/Readers/members/ada@acme.io [c2]
      c1 group.create /acls/o-acme/groups
      c2 group.join /acls/o-acme/groups/Readers/members/u-ada after c1
      next acme/environments/production: create waits for it to be made by the provider
      next acme/environments/production/grants/ada@acme.io: create waits for it to be made by the provider
      STOP unsupported acme/environments/production
      "
    `);
  });

  it("neither of them can be deleted", () => {
    const plan = planned(
      { environments: { production: { $state: "absent" } } },
      [orgOf(), environmentOf("production")],
      { allow: ["destroy:acme/environments/production"] },
    );
    expect(messagesOf(plan)).toEqual([
      "unsupported: Datica Compliant Cloud offers no way to delete acme/environments/production (kind environment). Take `state: absent` out and empty it instead.",
    ]);
  });
});
