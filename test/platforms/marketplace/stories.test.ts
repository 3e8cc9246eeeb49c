/** Whole plans for what people do with organizations of the marketplace. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { validate } from "../../../src/run/index.ts";
import { carriedOut, desiredOf, type PlanOf, planOf, sketch, type Tree } from "../../support/plans.ts";
import {
  actor,
  ann,
  lineOf,
  memberOf,
  org,
  organizationOf,
  seatOf,
  shareOf,
  team,
  teamOf,
} from "./support.ts";

const [bob, cid, dot] = ["bob@acme.io", "cid@acme.io", "dot@acme.io"];

function plan(live: readonly Resource[], tree: Tree, options: PlanOf = {}) {
  const desired = desiredOf(marketplace, { [org]: { name: "Acme", ...tree } });
  const state = createState(live);
  const made = planOf(marketplace, desired, state, { actor, ...options });
  const after = carriedOut(marketplace, made, state, actor);
  return {
    text: sketch(made),
    calls: made.sections.flatMap((section) => section.calls.map(lineOf)),
    stops: made.sections.flatMap((section) => section.stops.map((stop) => stop.message)),
    next: () => planOf(marketplace, desired, after, { actor, ...options }).summary,
  };
}

const people = [organizationOf(), memberOf(ann, "maintainer"), memberOf(bob, "maintainer")];

describe("handing over maintainership", () => {
  it("the new maintainer first, the old one after, whatever the addresses", () => {
    const live = [...people, memberOf(cid, "reviewer")];
    const { text, calls } = plan(live, {
      members: { [ann]: "maintainer", [bob]: "viewer", [cid]: "maintainer" },
    });
    expect(text).toMatchInlineSnapshot(`
      "
      update acme/members/bob@acme.io role: maintainer → viewer [c2]
      update acme/members/cid@acme.io role: reviewer → maintainer [c1]
      c1 member.change /api/v1/developer/organizations/o-1/members/u-cid
      c2 member.change /api/v1/developer/organizations/o-1/members/u-bob
      bob@acme.io acme -APPROVE-EDIT-MANAGE
      cid@acme.io acme +EDIT+MANAGE
      "
    `);
    expect(calls).toEqual([
      'PUT /organizations/o-1/members/u-cid {"role":"maintainer"}',
      'PUT /organizations/o-1/members/u-bob {"role":"viewer"}',
    ]);
  });

  it("of the last one: the lowering waits for the raising", () => {
    const live = [
      organizationOf(),
      memberOf(bob, "maintainer"),
      memberOf(cid, "reviewer"),
      memberOf(ann, "maintainer"),
    ];
    const { text } = plan(
      live,
      { members: { [ann]: "editor", [bob]: "editor", [cid]: "maintainer" } },
      { allow: [`actor:acme/members/${ann}`] },
    );
    expect(text).toMatchInlineSnapshot(`
      "
      update acme/members/ann@acme.io role: maintainer → editor [c3]
      update acme/members/bob@acme.io role: maintainer → editor [c2]
      update acme/members/cid@acme.io role: reviewer → maintainer [c1]
      c1 member.change /api/v1/developer/organizations/o-1/members/u-cid
      c2 member.change /api/v1/developer/organizations/o-1/members/u-bob after c1
      c3 member.change /api/v1/developer/organizations/o-1/members/u-ann after c1 c2
      ann@acme.io acme -APPROVE-MANAGE
      bob@acme.io acme -APPROVE-MANAGE
      cid@acme.io acme +EDIT+MANAGE
      allowed actor acme/members/ann@acme.io
      "
    `);
  });

  it("to nobody is stopped", () => {
    const { stops } = plan([organizationOf(), memberOf(ann, "maintainer")], { members: { [ann]: "viewer" } });
    expect(stops).toMatchInlineSnapshot(`
      [
        "The plan lowers ann@acme.io at acme/members/ann@acme.io, the account that it runs as. Write it into the configuration as it is, or run as somebody else.",
        "0 maintainers of the organization would be left in acme/members after member.change; at least 1 must stay. Name another one first.",
      ]
    `);
  });
});

describe("approval", () => {
  it("is lost by a reviewer who becomes an editor, which goes after everything that gives", () => {
    const live = [...people, memberOf(cid, "reviewer"), memberOf(dot, "viewer")];
    const members = { [ann]: "maintainer", [bob]: "maintainer", [cid]: "editor", [dot]: "reviewer" };
    expect(plan(live, { members }).text).toMatchInlineSnapshot(`
      "
      update acme/members/cid@acme.io role: reviewer → editor [c2]
      update acme/members/dot@acme.io role: viewer → reviewer [c1]
      c1 member.change /api/v1/developer/organizations/o-1/members/u-dot
      c2 member.change /api/v1/developer/organizations/o-1/members/u-cid
      cid@acme.io acme +EDIT -APPROVE
      dot@acme.io acme +APPROVE
      "
    `);
  });
});

describe("adding several people at once", () => {
  it("is one call for the organization and one for the team, in this order", () => {
    const { text, calls, next } = plan([...people, teamOf()], {
      members: { [ann]: "maintainer", [bob]: "maintainer", [cid]: "editor", [dot]: "viewer" },
      teams: { dev: { name: "Dev", members: { [cid]: "maintainer", [dot]: "editor" } } },
    });
    expect(text).toMatchInlineSnapshot(`
      "
      create acme/members/cid@acme.io role=editor [c1]
      create acme/members/dot@acme.io role=viewer [c1]
      create acme/teams/dev/members/cid@acme.io role=maintainer [c2]
      create acme/teams/dev/members/dot@acme.io role=editor [c2]
      c1 member.add /api/v1/developer/organizations/o-1/members
      c2 team-member.add /api/v1/developer/organizations/o-1/teams/t-1/members after c1
      cid@acme.io acme +VIEW+EDIT
      dot@acme.io acme +VIEW
      "
    `);
    expect(calls).toMatchInlineSnapshot(`
      [
        "POST /organizations/o-1/members {"members":[{"email":"cid@acme.io","role":"editor"},{"email":"dot@acme.io","role":"viewer"}]}",
        "POST /organizations/o-1/teams/t-1/members {"members":[{"email":"cid@acme.io","role":"maintainer"},{"email":"dot@acme.io","role":"editor"}]}",
      ]
    `);
    expect(next().calls).toBe(0);
  });

  it("with one wrong role is refused before anything is read, with all that is wrong", async () => {
    const folder = await mkdtemp(join(tmpdir(), "charter-marketplace-"));
    try {
      const text = [
        "platform: marketplace",
        "organization: acme",
        "members:",
        "  ann@acme.io: maintainer",
        "  bob@acme.io: maintaner",
        "  cid: viewer",
        "  dot@acme.io: { role: editor, level: VIEW }",
        "applications:",
        "  shop-1: { role: editor }",
      ];
      await writeFile(join(folder, "acme.yaml"), text.join("\n"));
      const result = await validate({ directory: folder });
      expect(
        result.findings.map(({ code, message, position }) => `${position?.line} ${code}: ${message}`),
      ).toMatchInlineSnapshot(`
        [
          "5 config/unknown-value: role is "maintaner"; did you mean "maintainer"? Allowed: viewer, reviewer, editor, maintainer.",
          "6 config/wrong-key: "cid" cannot be a key of members: The e-mail of a portal account, in any case. For example: alice@example.com",
          "7 config/unknown-key: "level" is not known here. Known: id, state, expires, previously, role.",
          "9 config/unknown-key: "role" is not known here. Known: id, state, expires, previously.",
        ]
      `);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("a share", () => {
  it("of somebody else's application needs its owner, who is named", () => {
    const live = [...people, teamOf(), shareOf("bobs-app", bob, team)];
    const { text, stops } = plan(live, { applications: { "anns-app": {}, "bobs-app": {}, unheard: {} } });
    expect(text).toMatchInlineSnapshot(`
      "
      create acme/applications/anns-app [c1]
      create acme/applications/bobs-app [c2]
      create acme/applications/unheard [c3]
      c1 application.share /api/v1/developer/applications/anns-app/shares/organization/o-1
      c2 application.share /api/v1/developer/applications/bobs-app/shares/organization/o-1
      c3 application.share /api/v1/developer/applications/unheard/shares/organization/o-1
      ann@acme.io acme/applications/anns-app +VIEW+APPROVE+EDIT+MANAGE
      bob@acme.io acme/applications/anns-app +VIEW+APPROVE+EDIT+MANAGE
      ann@acme.io acme/applications/bobs-app +VIEW+APPROVE+EDIT+MANAGE
      ann@acme.io acme/applications/unheard +VIEW+APPROVE+EDIT+MANAGE
      bob@acme.io acme/applications/unheard +VIEW+APPROVE+EDIT+MANAGE
      STOP forbidden acme/applications/bobs-app
      STOP forbidden acme/applications/unheard
      "
    `);
    expect(stops).toMatchInlineSnapshot(`
      [
        "ann@acme.io may not share the application at acme/applications/bobs-app: it takes application:owner, and ann@acme.io has organization:maintainer. Who may: bob@acme.io.",
        "ann@acme.io may not share the application at acme/applications/unheard: it takes application:owner, and ann@acme.io has organization:maintainer.",
      ]
    `);
  });

  it("is left out and reported with --without-forbidden, and the rest is done", () => {
    const live = [...people, shareOf("bobs-app", bob, team), teamOf()];
    const { text } = plan(
      live,
      { applications: { "anns-app": {}, "bobs-app": {} } },
      { withoutForbidden: true },
    );
    expect(text).toMatchInlineSnapshot(`
      "
      create acme/applications/anns-app [c1]
      create acme/applications/bobs-app [waits for ann@acme.io may not share the application at acme/applications/bobs-app: it takes application:owner, and ann@acme.io has organization:maintainer. Who may: bob@acme.io.]
      c1 application.share /api/v1/developer/applications/anns-app/shares/organization/o-1
      ann@acme.io acme/applications/anns-app +VIEW+APPROVE+EDIT+MANAGE
      bob@acme.io acme/applications/anns-app +VIEW+APPROVE+EDIT+MANAGE
      next acme/applications/bobs-app: create waits for ann@acme.io may not share the application at acme/applications/bobs-app: it takes application:owner, and ann@acme.io has organization:maintainer. Who may: bob@acme.io.
      "
    `);
  });

  it("is ended by an editor, whoever owns the application", () => {
    const live = [
      organizationOf(),
      memberOf(ann, "editor"),
      memberOf(bob, "maintainer"),
      memberOf(cid, "viewer"),
      teamOf(),
      shareOf("bobs-app", bob),
    ];
    const { text, calls } = plan(live, { applications: {} });
    expect(text).toMatchInlineSnapshot(`
      "
      delete acme/applications/bobs-app (removed) [c1]
      c1 application.unshare /api/v1/developer/applications/bobs-app/shares/organization/o-1
      ann@acme.io acme/applications/bobs-app -VIEW-EDIT
      bob@acme.io acme/applications/bobs-app -VIEW-APPROVE-EDIT-MANAGE
      cid@acme.io acme/applications/bobs-app -VIEW
      "
    `);
    expect(calls).toEqual(["DELETE /applications/bobs-app/shares/organization/o-1"]);
  });
});

describe("removing a member", () => {
  const live = [
    ...people,
    memberOf(cid, "editor"),
    teamOf(),
    seatOf(cid, "maintainer"),
    seatOf(bob, "viewer"),
    shareOf("cids-app", cid),
    shareOf("cids-other", cid, team),
    shareOf("bobs-app", bob, team),
  ];

  it("empties the seats by itself, and says what stays shared", () => {
    const { text, calls, next } = plan(live, {
      members: { [ann]: "maintainer", [bob]: "maintainer" },
      teams: { dev: { name: "Dev", members: { [bob]: "viewer" } } },
      applications: { "cids-app": {} },
    });
    expect(text).toMatchInlineSnapshot(`
      "
      delete acme/members/cid@acme.io (removed) [c1]
      delete acme/teams/dev/members/cid@acme.io (removed) [by c1]
      c1 member.remove /api/v1/developer/organizations/o-1/members/u-cid
      cid@acme.io acme -VIEW-EDIT
      cid@acme.io acme/applications/bobs-app -VIEW-APPROVE-EDIT-MANAGE
      cid@acme.io acme/applications/cids-app keeps it by owner
      cid@acme.io acme/applications/cids-other keeps it by owner
      next acme/applications/cids-app: stays shared although its owner cid@acme.io leaves the organization. Unshare it where that is not meant.
      next acme/teams/dev/applications/cids-other: stays shared although its owner cid@acme.io leaves the organization. Unshare it where that is not meant.
      "
    `);
    expect(calls).toEqual(["DELETE /organizations/o-1/members/u-cid"]);
    expect(next().calls).toBe(0);
  });

  it("says nothing of what the same plan unshares", () => {
    const { text } = plan(live, {
      members: { [ann]: "maintainer", [bob]: "maintainer" },
      applications: {},
      teams: { dev: { name: "Dev", applications: { "bobs-app": {} } } },
    });
    expect(text).toMatchInlineSnapshot(`
      "
      delete acme/applications/cids-app (removed) [c2]
      delete acme/members/cid@acme.io (removed) [c3]
      delete acme/teams/dev/applications/cids-other (removed) [c1]
      c1 application.unshare /api/v1/developer/applications/cids-other/shares/team/t-1
      c2 application.unshare /api/v1/developer/applications/cids-app/shares/organization/o-1
      c3 member.remove /api/v1/developer/organizations/o-1/members/u-cid
      acme/teams/dev/members/cid@acme.io goes by c3
      cid@acme.io acme -VIEW-EDIT
      cid@acme.io acme/applications/bobs-app -VIEW-APPROVE-EDIT-MANAGE
      ann@acme.io acme/applications/cids-app -VIEW-APPROVE-EDIT-MANAGE
      bob@acme.io acme/applications/cids-app -VIEW-APPROVE-EDIT-MANAGE
      cid@acme.io acme/applications/cids-app -VIEW-APPROVE-EDIT-MANAGE
      bob@acme.io acme/applications/cids-other -VIEW
      cid@acme.io acme/applications/cids-other -VIEW-APPROVE-EDIT-MANAGE
      "
    `);
  });
});

describe("deleting", () => {
  const live = [
    ...people,
    teamOf(),
    seatOf(bob, "viewer"),
    shareOf("anns-app", ann),
    shareOf("anns-app", ann, team),
  ];

  it("an organization stops until it is allowed by its address, and the call has its live name", () => {
    expect(plan(live, { $state: "absent" }).text).toMatchInlineSnapshot(`
      "
      delete acme [c1]
      c1 organization.delete /api/v1/developer/organizations/o-1
      acme/applications/anns-app goes by c1
      acme/members/ann@acme.io goes by c1
      acme/members/bob@acme.io goes by c1
      acme/teams/dev goes by c1
      acme/teams/dev/applications/anns-app goes by c1
      acme/teams/dev/members/bob@acme.io goes by c1
      ann@acme.io acme -VIEW-APPROVE-EDIT-MANAGE
      bob@acme.io acme -VIEW-APPROVE-EDIT-MANAGE
      ann@acme.io acme/applications/anns-app -VIEW-APPROVE-EDIT-MANAGE
      bob@acme.io acme/applications/anns-app -VIEW-APPROVE-EDIT-MANAGE
      STOP destroy acme --allow destroy:acme
      "
    `);
    const { text, calls } = plan(
      [organizationOf({ attributes: { name: "Acme & Sons", description: "" } }), ...live.slice(1)],
      { $state: "absent" },
      { allow: ["destroy:acme"] },
    );
    expect(text).toMatchInlineSnapshot(`
      "
      delete acme [c1]
      c1 organization.delete /api/v1/developer/organizations/o-1
      acme/applications/anns-app goes by c1
      acme/members/ann@acme.io goes by c1
      acme/members/bob@acme.io goes by c1
      acme/teams/dev goes by c1
      acme/teams/dev/applications/anns-app goes by c1
      acme/teams/dev/members/bob@acme.io goes by c1
      ann@acme.io acme -VIEW-APPROVE-EDIT-MANAGE
      bob@acme.io acme -VIEW-APPROVE-EDIT-MANAGE
      ann@acme.io acme/applications/anns-app -VIEW-APPROVE-EDIT-MANAGE
      bob@acme.io acme/applications/anns-app -VIEW-APPROVE-EDIT-MANAGE
      allowed destroy acme
      "
    `);
    expect(calls).toEqual(['DELETE /organizations/o-1 {"confirmName":"Acme & Sons"}']);
  });

  it("a team takes seats and shares along, and nobody out of the organization", () => {
    const { text } = plan(live, { teams: { dev: { $state: "absent" } } }, { allow: [`destroy:${team}`] });
    expect(text).toMatchInlineSnapshot(`
      "
      delete acme/teams/dev [c1]
      c1 team.delete /api/v1/developer/organizations/o-1/teams/t-1
      acme/teams/dev/applications/anns-app goes by c1
      acme/teams/dev/members/bob@acme.io goes by c1
      bob@acme.io acme/applications/anns-app keeps it by organization
      allowed destroy acme/teams/dev
      "
    `);
  });

  it("nothing that is only left out: it is reported", () => {
    expect(plan(live, { teams: {} }).text).toMatchInlineSnapshot(`
      "
      unmanaged acme/teams/dev
      "
    `);
  });
});

describe("a new organization", () => {
  it("is made whole by one plan, handed to others, and its founder lowered at the end", () => {
    const { text, calls, next } = plan(
      [],
      {
        description: "Foods",
        members: { [ann]: "viewer", [bob]: "maintainer", [cid]: "editor" },
        teams: { dev: { members: { [cid]: "editor" }, applications: { "anns-app": {} } } },
        applications: { "anns-app": {} },
      },
      { allow: [`actor:acme/members/${ann}`] },
    );
    expect(text).toMatchInlineSnapshot(`
      "
      create acme description=Foods name=Acme [c1]
      create acme/applications/anns-app [c5]
      create acme/members/ann@acme.io role=viewer [c7]
      create acme/members/bob@acme.io role=maintainer [c2]
      create acme/members/cid@acme.io role=editor [c2]
      create acme/teams/dev name=dev [c3]
      create acme/teams/dev/applications/anns-app [c6]
      create acme/teams/dev/members/cid@acme.io role=editor [c4]
      c1 organization.create /api/v1/developer/organizations
      c2 member.add /api/v1/developer/organizations/<{"$ref":"id","address":"acme"}>/members after c1
      c3 team.create /api/v1/developer/organizations/<{"$ref":"id","address":"acme"}>/teams after c1
      c4 team-member.add /api/v1/developer/organizations/<{"$ref":"id","address":"acme"}>/teams/<{"$ref":"id","address":"acme/teams/dev"}>/members after c3 c1 c2
      c5 application.share /api/v1/developer/applications/anns-app/shares/organization/<{"$ref":"id","address":"acme"}> after c1
      c6 application.share /api/v1/developer/applications/anns-app/shares/team/<{"$ref":"id","address":"acme/teams/dev"}> after c3 c1
      c7 member.change /api/v1/developer/organizations/<{"$ref":"id","address":"acme"}>/members/u-ann after c1 c2 c3 c4 c5 c6
      ann@acme.io acme +VIEW
      bob@acme.io acme +VIEW+APPROVE+EDIT+MANAGE
      cid@acme.io acme +VIEW+EDIT
      ann@acme.io acme/applications/anns-app +VIEW+APPROVE+EDIT+MANAGE
      bob@acme.io acme/applications/anns-app +VIEW+APPROVE+EDIT+MANAGE
      cid@acme.io acme/applications/anns-app +VIEW+EDIT
      allowed actor acme/members/ann@acme.io
      "
    `);
    expect(calls).toMatchInlineSnapshot(`
      [
        "POST /organizations {"name":"Acme","description":"Foods"}",
        "POST /organizations/<acme>/members {"members":[{"email":"bob@acme.io","role":"maintainer"},{"email":"cid@acme.io","role":"editor"}]}",
        "POST /organizations/<acme>/teams {"name":"dev","description":""}",
        "POST /organizations/<acme>/teams/<acme/teams/dev>/members {"members":[{"email":"cid@acme.io","role":"editor"}]}",
        "PUT /applications/anns-app/shares/organization/<acme>",
        "PUT /applications/anns-app/shares/team/<acme/teams/dev>",
        "PUT /organizations/<acme>/members/u-ann {"role":"viewer"}",
      ]
    `);
    expect(next().calls).toBe(0);
  });
});

it("details are replaced whole, with what is not written as it was", () => {
  const { calls } = plan([...people, teamOf({ attributes: { name: "Dev", description: "Old" } })], {
    name: "Acme Foods",
    teams: { dev: { name: "Developers" } },
  });
  expect(calls).toEqual([
    'PUT /organizations/o-1 {"name":"Acme Foods","description":"Foods"}',
    'PUT /organizations/o-1/teams/t-1 {"name":"Developers","description":"Old"}',
  ]);
});
