import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { expectTouched } from "../harness/effects.ts";
import { ann, memberOf, organizationOf, seatOf, shareOf, team, teamOf } from "./support.ts";

const { access } = marketplace;
const [bob, cid, zed] = ["bob@acme.io", "cid@acme.io", "zed@acme.io"];
const app = "acme/applications/app";
const roles = ["viewer", "reviewer", "editor", "maintainer"];

/** `who level via: actions`. */
function table(resources: readonly Resource[], target = app, who: string | null = null): readonly string[] {
  return access
    .rows(createState(resources), target, who)
    .map((row) => `${row.who} ${row.level} via ${row.via.join(", ")}: ${row.actions.join(" ")}`);
}

describe("an organization", () => {
  it("gives its members what their roles say", () => {
    const people = roles.map((role) => memberOf(`${role}@acme.io`, role));
    expect(table([organizationOf(), ...people], "acme")).toMatchInlineSnapshot(`
      [
        "editor@acme.io editor via direct: VIEW EDIT",
        "maintainer@acme.io maintainer via direct: VIEW APPROVE EDIT MANAGE",
        "reviewer@acme.io reviewer via direct: VIEW APPROVE",
        "viewer@acme.io viewer via direct: VIEW",
      ]
    `);
  });

  it("gives seats in teams nothing", () => {
    expect(
      table([organizationOf(), memberOf(bob, "viewer"), teamOf(), seatOf(bob, "maintainer")], "acme"),
    ).toEqual(["bob@acme.io viewer via direct: VIEW"]);
  });

  it("that is not there gives nobody anything", () => {
    expect(table([], "acme")).toEqual([]);
  });
});

describe("an application", () => {
  it("shared with the organization: by the role there", () => {
    const found = table([
      organizationOf(),
      memberOf(bob, "editor"),
      memberOf(cid, "viewer"),
      shareOf("app", ann),
    ]);
    expect(found).toEqual([
      "ann@acme.io maintainer via owner: VIEW APPROVE EDIT MANAGE",
      "bob@acme.io editor via organization: VIEW EDIT",
      "cid@acme.io viewer via organization: VIEW",
    ]);
  });

  it("shared with a team: by the role in the team, and for nobody else", () => {
    const found = table([
      organizationOf(),
      memberOf(bob, "maintainer"),
      memberOf(cid, "viewer"),
      teamOf(),
      seatOf(cid, "reviewer"),
      shareOf("app", ann, team),
    ]);
    expect(found).toEqual([
      "ann@acme.io maintainer via owner: VIEW APPROVE EDIT MANAGE",
      "cid@acme.io reviewer via team dev: VIEW APPROVE",
    ]);
  });

  describe("of several paths the highest role counts, and all are named", () => {
    const cells = roles.flatMap((inOrganization) => roles.map((inTeam) => [inOrganization, inTeam] as const));
    it.each(cells)("%s in the organization, %s in the team", (inOrganization, inTeam) => {
      const [row] = access.rows(
        createState([
          organizationOf(),
          memberOf(bob, inOrganization),
          teamOf(),
          seatOf(bob, inTeam),
          shareOf("app", ann),
          shareOf("app", ann, team),
        ]),
        app,
        bob,
      );
      const level = roles[Math.max(roles.indexOf(inOrganization), roles.indexOf(inTeam))];
      expect([row?.level, row?.via]).toEqual([level, ["organization", "team dev"]]);
    });
  });

  it("an owner who is a member too keeps the highest, by both paths", () => {
    expect(table([organizationOf(), memberOf(ann, "viewer"), shareOf("app", ann)])).toEqual([
      "ann@acme.io maintainer via organization, owner: VIEW APPROVE EDIT MANAGE",
    ]);
  });

  it("an owner whose e-mail nobody knows is named by the account", () => {
    const share = { ...shareOf("app", zed), facts: { owner: "u-zed" } };
    expect(table([organizationOf(), share])).toEqual([
      "u-zed maintainer via owner: VIEW APPROVE EDIT MANAGE",
    ]);
  });

  it("is another target in every organization", () => {
    const other: Resource[] = [
      { ...organizationOf(), address: "lab", key: "lab", id: "o-2" },
      { ...memberOf(cid, "editor"), address: `lab/members/${cid}` },
      { ...shareOf("app", ann), address: "lab/applications/app" },
    ];
    const resources = [organizationOf(), memberOf(bob, "viewer"), shareOf("app", ann), ...other];
    expect(table(resources, app).map((line) => line.split(" ")[0])).toEqual([ann, bob]);
    expect(table(resources, "lab/applications/app").map((line) => line.split(" ")[0])).toEqual([ann, cid]);
  });

  it("that is not shared is no business of the organization's", () => {
    expect(table([organizationOf(), memberOf(bob, "maintainer"), shareOf("other", ann)])).toEqual([]);
  });

  it("asked for one person gives the row of the whole", () => {
    const resources = [
      organizationOf(),
      memberOf(ann, "viewer"),
      memberOf(bob, "editor"),
      teamOf(),
      seatOf(bob, "maintainer"),
      shareOf("app", ann),
      shareOf("app", ann, team),
    ];
    const all = table(resources);
    expect([ann, bob, cid].flatMap((who) => table(resources, app, who))).toEqual(all);
  });
});

it("targets are organizations, and each application once, however it is shared", () => {
  const state = createState([
    organizationOf(),
    teamOf(),
    shareOf("app", ann),
    shareOf("app", ann, team),
    shareOf("b/c", ann, team),
  ]);
  expect([...access.targets(state)]).toEqual(["acme", app, "acme/applications/b%2Fc"]);
});

describe("what a change touches", () => {
  const base = [
    organizationOf(),
    memberOf(ann, "maintainer"),
    memberOf(bob, "viewer"),
    teamOf(),
    seatOf(bob, "editor"),
    shareOf("app", ann),
    shareOf("app", ann, team),
    shareOf("teams-own", bob, team),
  ];
  it.each<[string, (resources: readonly Resource[]) => readonly Resource[]]>([
    ["a role", (all) => [...all, memberOf(bob, "maintainer")]],
    ["a seat", (all) => [...all, seatOf(bob, "viewer"), seatOf(ann, "viewer")]],
    ["a new member", (all) => [...all, memberOf(cid, "editor")]],
    ["a lost seat", (all) => all.filter(({ kind }) => kind !== "team-member")],
    ["a new share", (all) => [...all, shareOf("teams-own", bob)]],
    ["a lost share", (all) => all.filter(({ kind }) => kind !== "share")],
    ["a lost team", (all) => all.filter(({ address }) => !address.startsWith(team))],
    ["a lost organization", () => []],
    ["a new name", (all) => [...all, organizationOf({ attributes: { name: "x", description: "" } })]],
  ])("%s: every row that differs is named", (_, change) => {
    expectTouched(marketplace, createState(base), createState(change(base)));
  });

  it("is one row where it is one person", () => {
    const state = createState(base);
    expect([...access.touched(state, memberOf(bob, "viewer"))]).toEqual([
      { target: "acme", who: bob },
      { target: app, who: bob },
    ]);
    expect([...access.touched(state, seatOf(bob, "editor"))]).toEqual([
      { target: app, who: bob },
      { target: "acme/applications/teams-own", who: bob },
    ]);
    expect([...access.touched(state, teamOf())]).toEqual([]);
    expect([...access.touched(state, organizationOf())]).toEqual([]);
  });
});
