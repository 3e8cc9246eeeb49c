import { describe, expect, it } from "vitest";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import type { Wanted } from "../harness/changes.ts";
import {
  actor,
  ann,
  draftsFor,
  lineOf,
  memberOf,
  org,
  organizationOf,
  seatOf,
  shareOf,
  team,
  teamOf,
} from "./support.ts";

const [bob, cid] = ["bob@acme.io", "cid@acme.io"];
const live = [
  organizationOf(),
  memberOf(ann, "maintainer"),
  memberOf(bob, "viewer"),
  teamOf(),
  seatOf(bob, "editor"),
];

function lines(resources: readonly Resource[], kind: string, written: Wanted, by = actor): readonly string[] {
  return draftsFor(resources, kind, written, by).calls.map((call) => `${call.operation} ${lineOf(call)}`);
}

/** As it stands on paper while its creation has not been sent. */
function withoutId({ id: _, ...resource }: Resource): Resource {
  return resource;
}

describe("organizations and teams", () => {
  const fresh: Resource[] = [];
  it.each<[string, readonly Resource[], string, Wanted, readonly string[]]>([
    [
      "a new organization",
      fresh,
      "organization",
      { acme: { name: "Acme", description: "Foods" } },
      ['organization.create POST /organizations {"name":"Acme","description":"Foods"}'],
    ],
    [
      "named by its label, described by nothing",
      fresh,
      "organization",
      { acme: {} },
      ['organization.create POST /organizations {"name":"acme","description":""}'],
    ],
    [
      "null stands for the default",
      fresh,
      "organization",
      { acme: { name: "Acme", description: null } },
      ['organization.create POST /organizations {"name":"Acme","description":""}'],
    ],
    [
      "trap 8: a new name takes the description along",
      live,
      "organization",
      { acme: { name: "Acme Foods" } },
      ['organization.update PUT /organizations/o-1 {"name":"Acme Foods","description":"Foods"}'],
    ],
    [
      "trap 8: a new description takes the name along",
      live,
      "organization",
      { acme: { description: null } },
      ['organization.update PUT /organizations/o-1 {"name":"Acme","description":""}'],
    ],
    [
      "an end, confirmed by the live name",
      live,
      "organization",
      { acme: null },
      ['organization.delete DELETE /organizations/o-1 {"confirmName":"Acme"}'],
    ],
    ["an end of what is gone", fresh, "organization", { acme: null }, []],
    [
      "a new team",
      [organizationOf()],
      "team",
      { [team]: { name: "Dev" } },
      ['team.create POST /organizations/o-1/teams {"name":"Dev","description":""}'],
    ],
    [
      "a new team in a new organization",
      [withoutId(organizationOf())],
      "team",
      { [team]: {} },
      ['team.create POST /organizations/<acme>/teams {"name":"dev","description":""}'],
    ],
    [
      "a renamed team",
      live,
      "team",
      { [team]: { name: "Developers" } },
      ['team.update PUT /organizations/o-1/teams/t-1 {"name":"Developers","description":""}'],
    ],
    ["a team that goes", live, "team", { [team]: null }, ["team.delete DELETE /organizations/o-1/teams/t-1"]],
  ])("%s", (_, resources, kind, written, expected) => {
    expect(lines(resources, kind, written)).toEqual(expected);
  });

  it("what they are called is learned from the answer", () => {
    expect(draftsFor([], "organization", { acme: {} }).calls[0]?.yields).toEqual({
      address: "acme",
      pointer: "/data/id",
    });
    expect(draftsFor([organizationOf()], "team", { [team]: {} }).calls[0]).toMatchObject({
      scope: org,
      yields: { address: team, pointer: "/data/id" },
    });
  });
});

describe("people", () => {
  const at = (email: string, home = org) => `${home}/members/${email}`;
  const role = (name: string): Attributes => ({ role: name });

  it.each<[string, string, Wanted, readonly string[]]>([
    [
      "several are added by one call",
      "member",
      { [at(cid)]: role("editor"), [at("dot@acme.io")]: role("viewer") },
      [
        'member.add POST /organizations/o-1/members {"members":[{"email":"cid@acme.io","role":"editor"},{"email":"dot@acme.io","role":"viewer"}]}',
      ],
    ],
    [
      "roles are changed one by one",
      "member",
      { [at(ann)]: role("editor"), [at(bob)]: role("reviewer") },
      [
        'member.change PUT /organizations/o-1/members/u-ann {"role":"editor"}',
        'member.change PUT /organizations/o-1/members/u-bob {"role":"reviewer"}',
      ],
    ],
    [
      "somebody else is removed",
      "member",
      { [at(bob)]: null },
      ["member.remove DELETE /organizations/o-1/members/u-bob"],
    ],
    [
      "the actor leaves",
      "member",
      { [at(ann)]: null },
      ["member.leave DELETE /organizations/o-1/members/u-ann"],
    ],
    ["who is gone is gone", "member", { [at(cid)]: null }, []],
    [
      "seats are added by one call",
      "team-member",
      { [at(ann, team)]: role("viewer") },
      [
        'team-member.add POST /organizations/o-1/teams/t-1/members {"members":[{"email":"ann@acme.io","role":"viewer"}]}',
      ],
    ],
    [
      "a seat is changed",
      "team-member",
      { [at(bob, team)]: role("viewer") },
      ['team-member.change PUT /organizations/o-1/teams/t-1/members/u-bob {"role":"viewer"}'],
    ],
    [
      "a seat is taken",
      "team-member",
      { [at(bob, team)]: null },
      ["team-member.remove DELETE /organizations/o-1/teams/t-1/members/u-bob"],
    ],
  ])("%s", (_, kind, written, expected) => {
    expect(lines(live, kind, written)).toEqual(expected);
  });

  it("the actor leaves a team", () => {
    expect(lines(live, "team-member", { [at(bob, team)]: null }, { id: bob })).toEqual([
      "team-member.leave DELETE /organizations/o-1/teams/t-1/members/u-bob",
    ]);
  });

  it("a seat of a stranger waits for the membership; the others do not", () => {
    const drafts = draftsFor(live, "team-member", {
      [at(cid, team)]: role("viewer"),
      [at(ann, team)]: role("editor"),
    });
    expect(drafts.waiting).toEqual([{ address: at(cid, team), for: "cid@acme.io to be a member of acme" }]);
    expect(drafts.calls.flatMap((call) => call.changes)).toEqual([at(ann, team)]);
  });

  it("a seat is sent where the members were not read: the platform will tell", () => {
    const { waiting, calls } = draftsFor([organizationOf(), teamOf()], "team-member", {
      [at(cid, team)]: role("viewer"),
    });
    expect([waiting, calls.length]).toEqual([[], 1]);
  });

  it("roles are asked at the person, additions at the place", () => {
    const scopes = (written: Wanted) => draftsFor(live, "member", written).calls.map(({ scope }) => scope);
    expect(scopes({ [at(cid)]: role("viewer") })).toEqual([org]);
    expect(scopes({ [at(bob)]: role("editor") })).toEqual([at(bob)]);
    expect(scopes({ [at(bob)]: null })).toEqual([at(bob)]);
  });

  it("who leaves what they share is told, once for each share that stays", () => {
    const shares = [shareOf("x", bob), shareOf("x", bob, team), shareOf("y", ann), shareOf("z", bob, team)];
    const { notes } = draftsFor([...live, ...shares], "member", { [at(bob)]: null });
    expect(notes?.map(({ address }) => address)).toEqual([
      "acme/applications/x",
      "acme/teams/dev/applications/x",
      "acme/teams/dev/applications/z",
    ]);
    expect(draftsFor([...live, ...shares], "team-member", { [at(bob, team)]: null }).notes).toEqual([]);
  });
});

describe("shares", () => {
  const shared = [...live, shareOf("app", ann), shareOf("app", ann, team)];
  it.each<[string, readonly Resource[], string, Wanted, readonly string[]]>([
    [
      "with the organization",
      live,
      "share",
      { "acme/applications/app": {} },
      ["application.share PUT /applications/app/shares/organization/o-1"],
    ],
    [
      "with a team",
      live,
      "team-share",
      { [`${team}/applications/app`]: {} },
      ["application.share PUT /applications/app/shares/team/t-1"],
    ],
    [
      "with a team of this plan",
      [organizationOf(), withoutId(teamOf())],
      "team-share",
      { [`${team}/applications/app`]: {} },
      ["application.share PUT /applications/app/shares/team/<acme/teams/dev>"],
    ],
    [
      "no more with the organization",
      shared,
      "share",
      { "acme/applications/app": null },
      ["application.unshare DELETE /applications/app/shares/organization/o-1"],
    ],
    [
      "no more with a team",
      shared,
      "team-share",
      { [`${team}/applications/app`]: null },
      ["application.unshare DELETE /applications/app/shares/team/t-1"],
    ],
    ["shared already", shared, "share", { "acme/applications/app": {} }, []],
    ["unshared already", live, "share", { "acme/applications/app": null }, []],
    [
      "with a slash in its id",
      live,
      "share",
      { "acme/applications/a%2Fb": {} },
      ["application.share PUT /applications/a/b/shares/organization/o-1"],
    ],
  ])("%s", (_, resources, kind, written, expected) => {
    expect(lines(resources, kind, written)).toEqual(expected);
  });

  it("trap 6: no call about a share has a body", () => {
    const { calls } = draftsFor(live, "share", { "acme/applications/app": {} });
    expect(calls[0]).toEqual({
      operation: "application.share",
      method: "PUT",
      path: ["api", "v1", "developer", "applications", "app", "shares", "organization", "o-1"],
      scope: "acme/applications/app",
      changes: ["acme/applications/app"],
    });
  });
});
