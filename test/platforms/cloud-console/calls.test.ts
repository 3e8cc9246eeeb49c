/** From changes to calls, one row a case. */
import { describe, expect, it } from "vitest";
import { kindOf } from "../../../src/model/platform.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { linesOf, type Wanted } from "../harness/changes.ts";
import {
  administratorOf,
  billingOf,
  draftsFor,
  group,
  groupOf,
  inGroup,
  lineOf,
  memberOf,
  org,
  organizationOf,
  ownerOf,
  projectOf,
} from "./support.ts";

const [alice, bob, carol] = ["alice@x", "bob@x", "carol@x"];
const owned = ownerOf(alice);
type Around = Parameters<typeof draftsFor>[3];
type Row = [
  name: string,
  live: readonly Resource[],
  wanted: Wanted,
  lines: readonly string[],
  around?: Around,
];

function table(kind: string, rows: readonly Row[]): void {
  it.each(rows)("%s", (_name, live, wanted, lines, around) => {
    expect(linesOf(draftsFor(live, kind, wanted, around), lineOf)).toEqual(lines);
  });
}

describe("organizations", () => {
  table("organization", [
    [
      "are renamed",
      [],
      { [org]: { name: "Acme AG" } },
      ['organization.rename PUT enterprises orgs/o1 {"name":"Acme AG"}'],
    ],
    [
      "go when nothing is left in them",
      [owned],
      { [org]: null },
      ["organization.delete DELETE enterprises orgs/o1"],
    ],
    [
      "go after every project, in each region",
      [owned, projectOf("web"), projectOf("data", { region: "upper-austria" })],
      { [org]: null },
      [
        "project.delete DELETE upper-austria-identity o1/projects/id-data",
        "project.delete DELETE vienna-identity o1/projects/id-web",
        "organization.delete DELETE enterprises orgs/o1",
      ],
    ],
    [
      "are all that is asked to go by somebody who does not own them",
      [owned, projectOf("web"), administratorOf(bob)],
      { [org]: null },
      ["organization.delete DELETE enterprises orgs/o1"],
      { actor: bob },
    ],
  ]);

  it("go only when each of the projects has gone", () => {
    const { calls } = draftsFor([owned, projectOf("web"), projectOf("data")], "organization", {
      [org]: null,
    });
    expect(calls.map(({ after }) => after)).toEqual([undefined, undefined, [0, 1]]);
    expect(calls.map(({ changes }) => changes)).toEqual([[org], [org], [org]]);
    expect(calls.map(({ scope }) => scope)).toEqual(["acme/projects/data", "acme/projects/web", org]);
  });

  it("are made under their name, and give their id", () => {
    const change = {
      address: "fresh",
      kind: "organization",
      key: "fresh",
      action: "create",
      reason: "configured",
      direction: "neutral",
      id: null,
      before: null,
      after: { name: "Fresh" },
      attributes: [],
    } as const;
    const batch = { kind: kindOf(cloudConsole, "organization"), parent: null, changes: [change] };
    const drafts = cloudConsole.calls(batch, createState(), { id: alice });
    expect(linesOf(drafts, lineOf)).toEqual(['organization.create POST enterprises orgs {"name":"Fresh"}']);
    expect(drafts.calls[0]?.yields).toEqual({ address: "fresh", pointer: "/id" });
  });
});

describe("projects", () => {
  const at = "acme/projects/web";
  table("project", [
    [
      "are made in their region, the name in the path and no body",
      [],
      { [at]: { name: "my web", region: "vienna" } },
      ["project.create POST vienna-identity o1/projects/my web"],
    ],
    [
      "are named after their label",
      [],
      { [at]: { region: "vienna" } },
      ["project.create POST vienna-identity o1/projects/web"],
    ],
    [
      "are renamed in the region where they are",
      [projectOf("web", { region: "upper-austria" })],
      { [at]: { name: "shop" } },
      ['project.rename PUT upper-austria-identity o1/projects/id-web {"name":"shop"}'],
    ],
    [
      "are deleted in the region where they are",
      [projectOf("web", { region: "upper-austria" })],
      { [at]: null },
      ["project.delete DELETE upper-austria-identity o1/projects/id-web"],
    ],
    ["that are gone already need no call", [], { [at]: null }, []],
  ]);

  it("of an organization that the same plan makes wait for its id, and give their own", () => {
    const { calls } = draftsFor([organizationWithoutId()], "project", { [at]: { region: "vienna" } });
    expect(calls[0]?.path).toContainEqual({ $ref: "id", address: org });
    expect(calls[0]).toMatchObject({ yields: { address: at, pointer: "/id" }, scope: org });
    expect(calls[0]).not.toHaveProperty("body");
  });
});

function organizationWithoutId(): Resource {
  const { id: _id, ...rest } = organizationOf();
  return rest;
}

describe("groups", () => {
  table("group", [
    [
      "are made",
      [],
      { [group]: { name: "Web" } },
      ['group.create POST enterprises orgs/o1/groups {"name":"Web"}'],
    ],
    [
      "are renamed",
      [groupOf()],
      { [group]: { name: "Web" } },
      ['group.rename PUT enterprises orgs/o1/groups/id-web {"name":"Web"}'],
    ],
    [
      "are deleted",
      [groupOf()],
      { [group]: null },
      ["group.delete DELETE enterprises orgs/o1/groups/id-web"],
    ],
    ["that are gone already need no call", [], { [group]: null }, []],
  ]);
});

describe("members of groups", () => {
  const at = `${group}/members/${bob}`;
  table("group-member", [
    [
      "are invited",
      [groupOf()],
      { [at]: {} },
      ['member.invite POST enterprises orgs/o1/groups/id-web/members {"email":"bob@x"}'],
    ],
    [
      "are removed by their user id",
      [groupOf(), memberOf(bob)],
      { [at]: null },
      ["member.remove DELETE enterprises orgs/o1/groups/id-web/members/u-bob@x"],
    ],
    [
      "are uninvited by their e-mail",
      [groupOf(), memberOf(bob, true)],
      { [at]: null },
      ["member.uninvite DELETE enterprises orgs/o1/groups/id-web/members/bob@x"],
    ],
    ["that are gone already need no call", [groupOf()], { [at]: null }, []],
    [
      "of a group that the same plan makes wait for its id",
      [],
      { [at]: {} },
      ['member.invite POST enterprises orgs/o1/groups/<acme/groups/web>/members {"email":"bob@x"}'],
    ],
  ]);
});

describe("projects of groups", () => {
  const id = "0123456789abcdef0123456789abcdef";
  const at = `${group}/projects/web`;
  const byId = `${group}/projects/${id}`;
  const labelled = { ...projectOf("web"), id };
  const unlabelled = { ...projectOf(id), id };
  table("group-project", [
    [
      "are assigned",
      [groupOf(), projectOf("web")],
      { [at]: {} },
      ["group.assign PUT enterprises orgs/o1/groups/id-web/projects/id-web"],
    ],
    [
      "that the same plan makes wait for their ids",
      [groupOf()],
      { [at]: {} },
      ["group.assign PUT enterprises orgs/o1/groups/id-web/projects/<acme/projects/web>"],
    ],
    [
      "are taken away",
      [groupOf(), projectOf("web"), inGroup("web")],
      { [at]: null },
      ["group.unassign DELETE enterprises orgs/o1/groups/id-web/projects/id-web"],
    ],
    [
      "may be spoken of by id",
      [groupOf(), unlabelled],
      { [byId]: {} },
      [`group.assign PUT enterprises orgs/o1/groups/id-web/projects/${id}`],
    ],
    [
      "are taken away by id",
      [groupOf(), unlabelled, inGroup(id)],
      { [byId]: null },
      [`group.unassign DELETE enterprises orgs/o1/groups/id-web/projects/${id}`],
    ],
    ["that no project is wait", [groupOf()], { [byId]: {} }, [`${byId} waits for a project ${id}`]],
    [
      "written by id and by label wait for one of the two",
      [groupOf(), labelled],
      { [byId]: {} },
      [`${byId} waits for ${id} to be written as web`],
    ],
    [
      "are not taken away because they are written by id",
      [groupOf(), labelled, inGroup("web")],
      { [at]: null },
      [`${at} waits for ${id} to be written as web`],
      { written: { [byId]: {} } },
    ],
  ]);
});

describe("administrators", () => {
  const at = `acme/administrators/${bob}`;
  table("administrator", [
    [
      "are invited",
      [owned],
      { [at]: {} },
      ['administrator.invite POST enterprises orgs/o1/admins {"email":"bob@x"}'],
    ],
    [
      "are removed by their user id",
      [owned, administratorOf(bob)],
      { [at]: null },
      ["administrator.remove DELETE enterprises orgs/o1/admins/u-bob@x"],
    ],
    [
      "are uninvited by their e-mail",
      [owned, administratorOf(bob, true)],
      { [at]: null },
      ["administrator.uninvite DELETE enterprises orgs/o1/admins/bob@x"],
    ],
    [
      "leave where they are the actor",
      [owned, administratorOf(bob)],
      { [at]: null },
      ["organization.leave DELETE enterprises orgs/o1/membership"],
      { actor: bob },
    ],
    ["that are gone already need no call", [owned], { [at]: null }, []],
    [
      "who still own the organization become ones by themselves",
      [ownerOf(bob), ownerOf(carol, true), administratorOf(carol)],
      { [at]: {} },
      [`${at} waits for carol@x to accept the ownership`],
    ],
    [
      "who still own it, where the offer to one is withdrawn for another",
      [ownerOf(bob), ownerOf(carol, true), administratorOf(carol), administratorOf(alice)],
      { [at]: {} },
      [`${at} waits for alice@x to accept the ownership`],
      {
        planned: {
          [`acme/owners/${carol}`]: ["owner", null],
          [`acme/owners/${alice}`]: ["owner", {}],
        },
      },
    ],
    [
      "who still own it, where nobody else is in sight",
      [ownerOf(bob)],
      { [at]: {} },
      [`${at} waits for the ownership to pass to somebody else`],
    ],
    [
      "keep the place while the ownership is offered to them",
      [owned, administratorOf(bob), ownerOf(bob, true)],
      { [at]: null },
      [`${at} waits for bob@x to accept the ownership`],
      { written: { [`acme/owners/${bob}`]: {} } },
    ],
    [
      "keep the invitation until the ownership can be offered",
      [owned, administratorOf(bob, true)],
      { [at]: null },
      [`${at} waits for bob@x to become the owner`],
      { written: { [`acme/owners/${bob}`]: {} } },
    ],
    [
      "lose the place, and with it an offer that nobody wants any more",
      [owned, administratorOf(bob), ownerOf(bob, true)],
      { [at]: null },
      ["administrator.remove DELETE enterprises orgs/o1/admins/u-bob@x"],
    ],
  ]);

  it("are uninvited by the e-mail as the platform spells it", () => {
    const row = { ...administratorOf(bob, true), facts: { rowId: "Bob@X" } };
    expect(draftsFor([owned, row], "administrator", { [at]: null }).calls[0]?.path.at(-1)).toBe("Bob@X");
  });
});

describe("owners", () => {
  const at = `acme/owners/${bob}`;
  const former = `acme/owners/${alice}`;
  const end: Around = { planned: { [former]: ["owner", null] } };
  table("owner", [
    [
      "who are administrators are offered the ownership",
      [owned, administratorOf(bob)],
      { [at]: {} },
      ['transfer.start POST enterprises orgs/o1/transfer {"userId":"u-bob@x"}'],
    ],
    [
      "who are invited as administrators wait",
      [owned, administratorOf(bob, true)],
      { [at]: {} },
      [`${at} waits for bob@x to accept the invitation as administrator`],
    ],
    [
      "who are neither are invited as administrators first",
      [owned],
      { [at]: {} },
      [
        'owner.invite POST enterprises orgs/o1/admins {"email":"bob@x"}',
        `${at} waits for bob@x to accept the invitation as administrator`,
      ],
    ],
    [
      "take the place of somebody else who was offered it",
      [owned, administratorOf(bob), administratorOf(carol), ownerOf(carol, true)],
      { [at]: {} },
      [
        "transfer.cancel DELETE enterprises orgs/o1/transfer",
        'transfer.start POST enterprises orgs/o1/transfer {"userId":"u-bob@x"}',
      ],
    ],
    [
      "whom nobody wants any more are offered it no longer",
      [owned, administratorOf(bob), ownerOf(bob, true)],
      { [at]: null },
      ["transfer.cancel DELETE enterprises orgs/o1/transfer"],
    ],
    [
      "have no call for their own end",
      [owned, administratorOf(bob), ownerOf(bob, true)],
      { [former]: null },
      [`${former} waits for bob@x to accept the ownership`],
    ],
    [
      "have no end without another owner",
      [owned],
      { [former]: null },
      [`${former} waits for the ownership to pass to somebody else`],
    ],
    ["that are gone already need no call", [owned], { [at]: null }, []],
  ]);

  it("change places: the offer is also the beginning of the former owner's end, and comes after a withdrawal", () => {
    const live = [owned, administratorOf(bob), administratorOf(carol), ownerOf(carol, true)];
    const { calls } = draftsFor(live, "owner", { [at]: {} }, end);
    expect(calls.map(({ changes, after }) => [changes, after])).toEqual([
      [[at], undefined],
      [[at, former], [0]],
    ]);
    const alone = draftsFor([owned, administratorOf(bob)], "owner", { [at]: {} }).calls;
    expect(alone.map(({ changes, after }) => [changes, after])).toEqual([[[at], []]]);
  });

  it("to be are given the place of an administrator on purpose, with a word about it", () => {
    const { calls, notes } = draftsFor([owned], "owner", { [at]: {} });
    expect(calls[0]?.changes).toEqual([at, `acme/administrators/${bob}`]);
    expect(notes?.map(({ step }) => step)).toEqual([
      "bob@x is invited as administrator first: nobody else can be offered the ownership.",
    ]);
  });
});

describe("the billing list", () => {
  const at = (email: string) => `acme/billingAdministrators/${email}`;
  table("billing-administrator", [
    [
      "is written whole: with those who stay, sorted",
      [owned, billingOf(carol)],
      { [at(bob)]: {} },
      ['billing.replace PUT bank orgs/o1/admins {"emails":["bob@x","carol@x"]}'],
    ],
    [
      "keeps the spelling of those who stay",
      [owned, billingOf(carol, "Carol@X")],
      { [at(bob)]: {} },
      ['billing.replace PUT bank orgs/o1/admins {"emails":["Carol@X","bob@x"]}'],
    ],
    [
      "loses and gains in one call",
      [owned, billingOf(carol)],
      { [at(bob)]: {}, [at(carol)]: null },
      ['billing.replace PUT bank orgs/o1/admins {"emails":["bob@x"]}'],
    ],
    [
      "can be empty",
      [owned, billingOf(carol)],
      { [at(carol)]: null },
      ['billing.replace PUT bank orgs/o1/admins {"emails":[]}'],
    ],
    [
      "never holds the owner, who waits for the ownership to pass",
      [owned, ownerOf(bob, true), administratorOf(bob)],
      { [at(alice)]: {}, [at(carol)]: {} },
      [
        'billing.replace PUT bank orgs/o1/admins {"emails":["carol@x"]}',
        `${at(alice)} waits for bob@x to accept the ownership`,
      ],
    ],
    [
      "is not written for the owner alone",
      [owned],
      { [at(alice)]: {} },
      [`${at(alice)} waits for the ownership to pass to somebody else`],
    ],
  ]);

  it("is one call of all its changes but those that wait", () => {
    const wanted = { [at(alice)]: {}, [at(bob)]: {}, [at(carol)]: null };
    const { calls } = draftsFor([owned, billingOf(carol)], "billing-administrator", wanted);
    expect(calls.map(({ changes, scope }) => [changes, scope])).toEqual([[[at(bob), at(carol)], org]]);
  });
});

it("several changes of one batch keep what depends on what", () => {
  const live = [owned, administratorOf(bob), administratorOf(carol), ownerOf(carol, true)];
  const { calls } = draftsFor(live, "owner", { "acme/owners/dan@x": {}, [`acme/owners/${bob}`]: {} });
  expect(calls.map(({ operation, after }) => [operation, after])).toEqual([
    ["owner.invite", undefined],
    ["transfer.cancel", undefined],
    ["transfer.start", [1]],
  ]);
});

it("what no kind is, no call changes", () => {
  const kind = { ...kindOf(cloudConsole, "group"), name: "other" };
  const batch = { kind, parent: org, changes: [] };
  expect(() => cloudConsole.calls(batch, createState(), { id: alice })).toThrow(
    "no calls change the kind other",
  );
  const orphan = { kind: kindOf(cloudConsole, "group"), parent: null, changes: [] };
  expect(() => cloudConsole.calls(orphan, createState(), { id: alice })).toThrow("group stands in no parent");
});
