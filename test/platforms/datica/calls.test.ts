import { describe, expect, it } from "vitest";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import { linkTemplate } from "../../../src/platforms/datica/calls/invite.ts";
import {
  bob,
  draftsFor,
  environmentAt,
  environmentOf,
  grantAt,
  grantOf,
  groupAt,
  groupOf,
  inGroup,
  invitedOf,
  mail,
  memberAt,
  memberOf,
  org,
  orgOf,
  showAll,
} from "./support.ts";

const world = [
  orgOf(),
  memberOf("alice", "owner"),
  memberOf("bob", "admin"),
  environmentOf("production"),
  environmentOf("staging", "pod02"),
];
const ada = memberAt("ada");

/** The link is looked at by a test of its own. */
const link = JSON.stringify(linkTemplate);
const short = (lines: readonly string[]) => lines.map((line) => line.replace(link, '"…"'));

describe("members", () => {
  const send = (operation: string, role: number, after = "") =>
    `invite.send-${operation} POST /orgs/o-acme/invites {"email":"ada@acme.io","role":${role},"linkTemplate":"…"}${after}`;
  const revoke = "invite.revoke DELETE /orgs/o-acme/invites/i-ada";
  const set = (role: number, after = "") =>
    `member.set-role PUT /orgs/o-acme/users/u-ada {"role":${role}}${after}`;
  const accept = `${ada} waits for ada@acme.io to accept the invitation`;
  const thenOwner = `${accept}, and then for an owner, since bob@acme.io may not change roles`;

  type Row = readonly [
    title: string,
    live: readonly Resource[],
    role: string | null,
    calls: readonly string[],
  ];

  it.each<Row>([
    ["nobody → member", [], "member", [send("member", 5)]],
    ["nobody → admin", [], "admin", [send("admin", 3)]],
    ["nobody → owner", [], "owner", [send("admin", 3), accept]],
    [
      "invited as member → admin",
      [invitedOf("ada", "member")],
      "admin",
      [revoke, send("admin", 3, " after 0")],
    ],
    [
      "invited as member → owner",
      [invitedOf("ada", "member")],
      "owner",
      [revoke, send("admin", 3, " after 0"), accept],
    ],
    ["invited as admin → owner", [invitedOf("ada", "admin")], "owner", [accept]],
    [
      "invited as admin → member",
      [invitedOf("ada", "admin")],
      "member",
      [revoke, send("member", 5, " after 0")],
    ],
    [
      "invited as owner → admin",
      [invitedOf("ada", "owner")],
      "admin",
      [revoke, send("admin", 3, " after 0")],
    ],
    ["invited → nobody", [invitedOf("ada", "admin")], null, [revoke]],
    ["member → admin", [memberOf("ada", "member")], "admin", [set(3)]],
    ["member → owner", [memberOf("ada", "member")], "owner", [set(1)]],
    ["admin → owner", [memberOf("ada", "admin")], "owner", [set(1)]],
    ["admin → member", [memberOf("ada", "admin")], "member", [set(5)]],
    ["owner → admin", [memberOf("ada", "owner")], "admin", [set(3)]],
    ["owner → member", [memberOf("ada", "owner")], "member", [set(5)]],
    ["a role that nobody knows → member", [memberOf("ada", "auditor")], "member", [set(5)]],
    [
      "member → nobody",
      [memberOf("ada", "member")],
      null,
      ["member.remove-member DELETE /orgs/o-acme/users/u-ada"],
    ],
    [
      "admin → nobody",
      [memberOf("ada", "admin")],
      null,
      ["member.remove-any DELETE /orgs/o-acme/users/u-ada"],
    ],
    [
      "owner → nobody",
      [memberOf("ada", "owner")],
      null,
      ["member.remove-any DELETE /orgs/o-acme/users/u-ada"],
    ],
    [
      "a role that nobody knows → nobody",
      [memberOf("ada", "auditor")],
      null,
      ["member.remove-any DELETE /orgs/o-acme/users/u-ada"],
    ],
    [
      "member who is still invited → nobody",
      [memberOf("ada", "member", { invite: { id: "i-ada", role: "member" } })],
      null,
      [revoke, "member.remove-member DELETE /orgs/o-acme/users/u-ada after 0"],
    ],
    ["nobody → nobody", [], null, []],
  ])("an owner: %s", (_, live, role, calls) => {
    const drafts = draftsFor([...world, ...live], "member", ada, role === null ? null : { role });
    expect(short(showAll(drafts))).toEqual(calls);
  });

  it.each<Row>([
    ["nobody → member", [], "member", [send("member", 5)]],
    ["nobody → admin", [], "admin", [send("member", 5), thenOwner]],
    ["nobody → owner", [], "owner", [send("member", 5), thenOwner]],
    ["invited as member → admin", [invitedOf("ada", "member")], "admin", [thenOwner]],
    ["invited as admin → owner", [invitedOf("ada", "admin")], "owner", [thenOwner]],
    [
      "invited as admin → member",
      [invitedOf("ada", "admin")],
      "member",
      [revoke, send("member", 5, " after 0")],
    ],
    [
      "invited as owner → admin",
      [invitedOf("ada", "owner")],
      "admin",
      [revoke, send("member", 5, " after 0"), thenOwner],
    ],
  ])("an admin: %s", (_, live, role, calls) => {
    const drafts = draftsFor([...world, ...live], "member", ada, { role }, { actor: bob });
    expect(short(showAll(drafts))).toEqual(calls);
  });

  it("an owner whose members were not read is known by what the organization says", () => {
    const drafts = (role: string) => draftsFor([orgOf(role)], "member", ada, { role: "admin" });
    expect(drafts("owner").calls[0]?.operation).toBe("invite.send-admin");
    expect(drafts("admin").calls[0]?.operation).toBe("invite.send-member");
  });

  it("the link leads to the dashboard and holds the place of the code", () => {
    expect(linkTemplate).toBe("https://product.datica.com/accept-invite?code={inviteCode}");
  });

  it("a role whose number was not read is never guessed", () => {
    const bare = { ...orgOf(), facts: { role: "owner", roles: { owner: 1, admin: 3 } } };
    expect(() => draftsFor([bare], "member", ada, { role: "member" })).toThrow("the id of the role member");
  });

  describe("of the last owner", () => {
    const own = memberAt("alice");
    const heirs = { [ada]: { role: "owner" }, [memberAt("ben")]: { role: "owner" } };
    const bare = [orgOf(), memberOf("alice", "owner")];
    it.each<readonly [string, readonly Resource[], Attributes | null, readonly string[]]>([
      [
        "lowered with nobody in sight",
        [],
        { role: "admin" },
        ['member.set-role PUT /orgs/o-acme/users/u-alice {"role":3}'],
      ],
      [
        "lowered beside another owner",
        [memberOf("cy", "owner"), invitedOf("ada", "admin")],
        { role: "admin" },
        ['member.set-role PUT /orgs/o-acme/users/u-alice {"role":3}'],
      ],
      [
        "lowered before a successor accepts",
        [invitedOf("ada", "admin")],
        { role: "admin" },
        [`${own} waits for ada@acme.io to accept the invitation`],
      ],
      [
        "lowered before one of two accepts",
        [invitedOf("ada", "admin"), invitedOf("ben", "admin")],
        { role: "admin" },
        [`${own} waits for ada@acme.io to accept the invitation and ben@acme.io to accept the invitation`],
      ],
      [
        "removed before a successor accepts",
        [invitedOf("ada", "admin")],
        null,
        [`${own} waits for ada@acme.io to accept the invitation`],
      ],
      [
        "lowered while somebody else is invited",
        [invitedOf("cy", "admin")],
        { role: "admin" },
        ['member.set-role PUT /orgs/o-acme/users/u-alice {"role":3}'],
      ],
    ])("%s", (_, live, wanted, lines) => {
      expect(showAll(draftsFor([...bare, ...live], "member", own, wanted, { written: heirs }))).toEqual(
        lines,
      );
    });
  });

  describe("a demotion", () => {
    const stored = { stored: ["e-production", "e-gone"] };
    const revokeStored = "environment.revoke DELETE /environments/e-production/users/u-ada";
    const written = (label: string) => ({ [grantAt(label, "ada")]: {} });
    type Demotion = readonly [
      string,
      Resource,
      string,
      Readonly<Record<string, Attributes>>,
      readonly string[],
    ];
    it.each<Demotion>([
      ["of an admin, nothing stored, nothing written", memberOf("ada", "admin"), "member", {}, [set(5)]],
      [
        "stored and not written",
        memberOf("ada", "admin", stored),
        "member",
        {},
        [revokeStored, set(5, " after 0")],
      ],
      ["stored and written", memberOf("ada", "admin", stored), "member", written("production"), [set(5)]],
      [
        "written elsewhere",
        memberOf("ada", "owner", stored),
        "member",
        written("staging"),
        [
          revokeStored,
          set(5, " after 0"),
          "environment.grant POST /environments/e-staging/users/u-ada {} after 1",
        ],
      ],
      ["to admin: all is still had", memberOf("ada", "owner", stored), "admin", {}, [set(3)]],
    ])("%s", (_, live, role, others, calls) => {
      const drafts = draftsFor([...world, live], "member", ada, { role }, { written: others });
      expect(showAll(drafts)).toEqual(calls);
    });

    it("carries the grants that it brings", () => {
      const live = [...world, memberOf("ada", "admin", stored)];
      const others = { ...written("production"), ...written("staging") };
      const drafts = draftsFor(live, "member", ada, { role: "member" }, { written: others });
      expect(drafts.calls.map(({ operation, changes, scope }) => [operation, changes, scope])).toEqual([
        ["member.set-role", [ada, grantAt("production", "ada")], org],
        ["environment.grant", [grantAt("staging", "ada")], environmentAt("staging")],
      ]);
    });
  });
});

describe("environments and grants", () => {
  const grant = grantAt("staging", "ada");

  it("go to the other host, with their pod", () => {
    const drafts = draftsFor([...world, memberOf("ada", "member")], "grant", grant, {});
    expect(drafts.calls[0]).toMatchObject({
      operation: "environment.grant",
      host: "paas",
      headers: { "x-pod-id": "pod02" },
      scope: environmentAt("staging"),
      changes: [grant],
    });
    const renamed = draftsFor(world, "environment", environmentAt("production"), { name: "Live" });
    expect(renamed.calls[0]).toMatchObject({ host: "paas", headers: { "x-pod-id": "pod01" } });
    expect(showAll(renamed)).toEqual(['environment.rename PUT /environments/e-production {"name":"Live"}']);
  });

  it.each<
    readonly [
      string,
      readonly Resource[],
      Attributes | null,
      Readonly<Record<string, Attributes>>,
      readonly string[],
    ]
  >([
    [
      "to a member",
      [memberOf("ada", "member")],
      {},
      {},
      ["environment.grant POST /environments/e-staging/users/u-ada {}"],
    ],
    ["to nobody here", [], {}, {}, [`${grant} waits for ada@acme.io to be a member of acme`]],
    [
      "to an admin",
      [memberOf("ada", "admin")],
      {},
      {},
      [`${grant} waits for ada@acme.io to become a member: as admin they have every environment anyway`],
    ],
    [
      "taken away",
      [memberOf("ada", "member"), grantOf("staging", "ada")],
      null,
      {},
      ["environment.revoke DELETE /environments/e-staging/users/u-ada"],
    ],
    [
      "gone already",
      [memberOf("ada", "member")],
      null,
      {},
      ["environment.revoke DELETE /environments/e-staging/users/u-ada"],
    ],
    ["gone with the person", [], null, {}, []],
  ])("a grant %s", (_, live, wanted, written, lines) => {
    expect(showAll(draftsFor([...world, ...live], "grant", grant, wanted, { written }))).toEqual(lines);
  });

  it("a grant to an admin whom the plan makes a member is left to that change", () => {
    const planned = { [ada]: ["member", { role: "member" }] } as const;
    const drafts = draftsFor([...world, memberOf("ada", "admin")], "grant", grant, {}, { planned });
    expect(drafts).toEqual({ calls: [], waiting: [] });
  });

  it("access of an account that is no member goes by its id", () => {
    const stranger = {
      ...grantOf("staging", "x"),
      key: "5f3c-9911",
      address: `${environmentAt("staging")}/grants/5f3c-9911`,
      facts: { user: "5f3c-9911" },
    };
    expect(showAll(draftsFor([...world, stranger], "grant", stranger.address, null))).toEqual([
      "environment.revoke DELETE /environments/e-staging/users/5f3c-9911",
    ]);
  });
});

describe("the organization", () => {
  it.each<readonly [string, Attributes, string]>([
    ["a name", { name: "Acme Health" }, '{"name":"Acme Health"}'],
    [
      "null is the default",
      { description: null, mfaRequired: null },
      '{"description":"","mfaRequired":false}',
    ],
    ["what is as it is, is not sent", { name: "acme", mfaRequired: true }, '{"mfaRequired":true}'],
  ])("%s", (_, wanted, body) => {
    const live = orgOf("owner", { description: "old" });
    expect(showAll(draftsFor([live], "organization", org, wanted))).toEqual([
      `organization.update PUT /orgs/o-acme ${body}`,
    ]);
  });
});

describe("groups", () => {
  const readers = groupAt("Readers");
  const live = [groupOf("Readers", ["x"]), groupOf("Admins", [], true), memberOf("ada", "member")];
  const at = `${readers}/members/${mail("ada")}`;
  it.each<readonly [string, string, string, readonly Resource[], Attributes | null, readonly string[]]>([
    [
      "made",
      "group",
      groupAt("a/b"),
      [],
      { acls: ["x", "y"] },
      ['group.create POST /acls/o-acme/groups {"name":"a/b","acls":["x","y"]}'],
    ],
    [
      "made without more",
      "group",
      groupAt("New"),
      [],
      {},
      ['group.create POST /acls/o-acme/groups {"name":"New","acls":[]}'],
    ],
    [
      "changed",
      "group",
      readers,
      [],
      { acls: ["y"] },
      ['group.update PUT /acls/o-acme/groups/Readers {"acls":["y"]}'],
    ],
    [
      "emptied",
      "group",
      readers,
      [],
      { acls: null },
      ['group.update PUT /acls/o-acme/groups/Readers {"acls":[]}'],
    ],
    ["deleted", "group", readers, [], null, ["group.delete DELETE /acls/o-acme/groups/Readers"]],
    [
      "protected, changed",
      "group",
      groupAt("Admins"),
      [],
      { acls: ["y"] },
      ['group.update-protected PUT /acls/o-acme/groups/Admins {"acls":["y"]}'],
    ],
    [
      "protected, deleted",
      "group",
      groupAt("Admins"),
      [],
      null,
      ["group.delete-protected DELETE /acls/o-acme/groups/Admins"],
    ],
    ["joined", "group-member", at, [], {}, ["group.join PUT /acls/o-acme/groups/Readers/members/u-ada"]],
    [
      "left",
      "group-member",
      at,
      [inGroup("Readers", "ada")],
      null,
      ["group.leave DELETE /acls/o-acme/groups/Readers/members/u-ada"],
    ],
    [
      "joined by nobody here",
      "group-member",
      `${readers}/members/${mail("zed")}`,
      [],
      {},
      [`${readers}/members/zed@acme.io waits for zed@acme.io to be a member of acme`],
    ],
    ["left by nobody here", "group-member", `${readers}/members/${mail("zed")}`, [], null, []],
  ])("%s", (_, kind, address, more, wanted, lines) => {
    const state = [...world, ...live, ...more];
    const found = draftsFor(state, kind, address.replace("a/b", "a%2Fb"), wanted);
    expect(showAll(found)).toEqual(lines);
  });
});
