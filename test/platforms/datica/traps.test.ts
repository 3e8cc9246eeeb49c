/** The traps that the fact sheet lists (datica.md §6), each by its number, from top to bottom. */
import { stat } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { datica } from "../../../src/platforms/datica/index.ts";
import { readAll, soughtAs } from "../harness/connect.ts";
import { count } from "../harness/folder.ts";
import { folderFor } from "./runs.ts";
import { alice, environmentOf, grantOf, invitedOf, memberOf, messagesOf, orgOf, planned } from "./support.ts";
import { connect, root, seed, start } from "./world.ts";

const everybody =
  "root@acme.io: owner, ada@acme.io: admin, mia@acme.io: member, max@acme.io: member, eve@example.com: admin";

it("1: people are e-mails in files and ids on the wire; case tells nobody apart", async () => {
  const sandbox = await start();
  const folder = await folderFor(
    sandbox,
    `members: { ${everybody.replace("mia@acme.io", "MIA@ACME.IO")} }
environments: { production: { grants: [Mia@ACME.io] }, staging: { grants: [MAX@acme.io] } }`,
  );
  expect(await folder.sketch()).toMatchInlineSnapshot(`
    "
    create Acme/environments/staging/grants/max@acme.io [c1]
    c1 environment.grant /environments/e-stage/users/u-max
    max@acme.io Acme/environments/staging +USE
    pending Acme/members/eve@example.com
    "
  `);
  expect(await folder.outcomes()).toEqual(["Acme/environments/staging/grants/max@acme.io applied"]);
});

describe("2: a pending invite is a state", () => {
  it("with the role that is wanted it is in sync, and no second mail goes out", async () => {
    const sandbox = await start();
    const folder = await folderFor(sandbox, `members: { ${everybody} }`);
    expect(await folder.sketch()).toMatchInlineSnapshot(`
      "
      pending Acme/members/eve@example.com
      "
    `);
    await folder.apply();
    expect(count(sandbox, "POST", "/orgs/o-acme/invites")).toBe(0);
    expect(await folder.drift()).toEqual(["pending Acme/members/eve@example.com"]);
  });

  it("used and revoked ones are none, whatever the list gives", async () => {
    const sandbox = await start();
    sandbox.answer("accept", "eve@example.com");
    const { state } = await readAll(datica, connect(sandbox), soughtAs("Acme"));
    expect([...state.all()].filter(({ pending }) => pending !== undefined)).toEqual([]);
  });
});

describe("2: an acceptance elsewhere", () => {
  it("leaves a plan fresh that counts members, and is no mismatch", async () => {
    const sandbox = await start();
    const text = `members: { ${everybody.replace("mia@acme.io: member, ", "")} }`;
    const folder = await folderFor(sandbox, text);
    const plan = await folder.plan();
    sandbox.answer("accept", "eve@example.com");
    const { result } = await folder.apply([], plan);
    expect(result).toMatchObject({
      outcomes: [{ status: "applied", address: "Acme/members/mia@acme.io" }],
      mismatches: [],
      verified: true,
    });
  });
});

it("3: an invite has no update: it is revoked and sent anew, and shown as a replacement", async () => {
  const sandbox = await start();
  const folder = await folderFor(sandbox, `members: { ${everybody.replace("com: admin", "com: member")} }`);
  expect(await folder.sketch()).toMatchInlineSnapshot(`
    "
    replace Acme/members/eve@example.com role: admin → member [c1 c2]
    c1 invite.revoke /orgs/o-acme/invites/i-eve
    c2 invite.send-member /orgs/o-acme/invites after c1
    pending Acme/members/eve@example.com
    "
  `);
  expect(await folder.outcomes()).toEqual(["Acme/members/eve@example.com pending"]);
  expect(await folder.sketch()).toBe("\npending Acme/members/eve@example.com\n");
});

it("4: accepting is for people: an apply ends waiting for them, and the next ones go on", async () => {
  const sandbox = await start();
  const folder = await folderFor(
    sandbox,
    `members: { ${everybody.replace("com: admin", "com: owner")}, new@acme.io: member }
environments: { staging: { grants: [new@acme.io] } }`,
  );
  const first = [
    "Acme/environments/staging/grants/new@acme.io waiting",
    "Acme/members/eve@example.com waiting",
    "Acme/members/new@acme.io pending",
  ];
  expect([...(await folder.outcomes())].sort()).toEqual(first);
  const sent = sandbox.requests.filter(({ write }) => write).length;
  await folder.apply();
  expect(sandbox.requests.filter(({ write }) => write).length).toBe(sent);
  sandbox.answer("accept");
  expect([...(await folder.outcomes())].sort()).toEqual([
    "Acme/environments/staging/grants/new@acme.io applied",
    "Acme/members/eve@example.com applied",
  ]);
  expect((await folder.plan()).summary).toMatchObject({ calls: 0, pending: 0, waiting: 0 });
});

describe("5: the order of a plan", () => {
  it("what raises before what lowers: invites and promotions, grants; revocations, demotions, removals", () => {
    const plan = planned(
      {
        members: {
          [alice.id]: "owner",
          "ada@acme.io": "admin",
          "ben@acme.io": "member",
          "cy@acme.io": "member",
          "new@acme.io": "member",
        },
        environments: { production: { grants: { "cy@acme.io": {} } }, staging: { grants: {} } },
      },
      [
        orgOf(),
        memberOf("alice", "owner"),
        memberOf("ada", "member"),
        memberOf("ben", "admin"),
        memberOf("cy", "member"),
        memberOf("dot", "member"),
        environmentOf("production"),
        environmentOf("staging"),
        grantOf("staging", "cy"),
      ],
    );
    const [section] = plan.sections;
    expect(section?.calls.map(({ operation, path }) => `${operation} ${path.at(-1)}`)).toMatchInlineSnapshot(`
      [
        "member.set-role u-ada",
        "invite.send-member invites",
        "environment.grant u-cy",
        "environment.revoke u-cy",
        "member.set-role u-ben",
        "member.remove-member u-dot",
      ]
    `);
  });

  it("an owner is always there", () => {
    const plan = planned({ members: { [alice.id]: "admin" } }, [orgOf(), memberOf("alice", "owner")], {
      allow: [`actor:acme/members/${alice.id}`],
    });
    expect(messagesOf(plan)).toEqual([
      "admins: 0 owners of the organization would be left in acme/members after member.set-role; at least 1 must stay. Name another one first.",
    ]);
  });

  it.each([
    ["demotes", { [alice.id]: "admin", "ada@acme.io": "owner" }, "lowers"],
    ["removes", { "ada@acme.io": "owner" }, "removes"],
  ])("what %s the caller is refused unless it is allowed by name", (_, members, verb) => {
    const live = [orgOf(), memberOf("alice", "owner"), memberOf("ada", "owner")];
    expect(messagesOf(planned({ members }, live))).toEqual([
      `actor: The plan ${verb} ${alice.id} at acme/members/${alice.id}, the account that it runs as. Write it into the configuration as it is, or run as somebody else.`,
    ]);
    expect(messagesOf(planned({ members }, live, { allow: [`actor:acme/members/${alice.id}`] }))).toEqual([]);
  });
});

it("6: what the caller may not do is said at plan time, by the role that the platform gives", async () => {
  const sandbox = await start();
  const folder = await folderFor(
    sandbox,
    `members: { ${everybody.replace("max@acme.io: member", "max@acme.io: admin")} }`,
    "ada@acme.io",
  );
  const plan = await folder.plan();
  expect(messagesOf(plan)).toEqual([
    "forbidden: ada@acme.io may not change roles at Acme: it takes organization:owner, and ada@acme.io has organization:admin. Who may: root@acme.io.",
  ]);
  expect((await folder.apply()).result).toBeNull();
  expect(sandbox.requests.some(({ write }) => write)).toBe(false);
});

it("7: what admins and owners were granted is no drift, and nothing is granted to them", async () => {
  const sandbox = await start();
  const folder = await folderFor(
    sandbox,
    `members: { ${everybody} }\nenvironments: { production: { grants: [mia@acme.io] }, staging: { grants: [] } }`,
  );
  // ada, an admin, is among the users of production.
  expect((await folder.plan()).summary).toMatchObject({ calls: 0, create: 0, delete: 0 });
  expect(await folder.drift()).toEqual(["pending Acme/members/eve@example.com"]);
});

it("8: a pod that fails stops what is planned for environments, and none of them looks deleted", async () => {
  const pods = ["pod01", "pod02"];
  const text = "environments: { production: { grants: [mia@acme.io] }, staging: { grants: [] } }";
  const sound = await folderFor(await start({ seed: { ...seed, pods } }), text);
  expect((await sound.plan()).summary).toMatchObject({ stops: 0, unknown: 0 });
  const sandbox = await start({ seed: { ...seed, pods } });
  const folder = await folderFor(sandbox, text);
  sandbox.setFaults([{ kind: "status", status: 400, route: "/environments" }]);
  const plan = await folder.plan();
  expect(plan.summary).toMatchObject({ create: 0, delete: 0, calls: 0, unknown: 1, stops: 1 });
  expect(messagesOf(plan)[0]).toContain("Pod pod01 does not tell its environments.");
  expect(messagesOf(plan)[0]).toContain("Pod pod02 does not tell its environments.");
  expect(await folder.drift()).toEqual(["unknown Acme/environments"]);
});

describe("9: names of environments are no ids", () => {
  it("after an apply the id is known: a name that was changed elsewhere is changed back", async () => {
    const sandbox = await start();
    const folder = await folderFor(sandbox, "environments: { production: { grants: [] } }");
    await folder.apply();
    await connect(sandbox).send(
      {
        host: "paas",
        method: "PUT",
        path: "/environments/e-prod",
        body: { name: "live" },
        headers: { "x-pod-id": "pod01" },
      },
      "environment.rename",
    );
    expect(await folder.sketch()).toMatchInlineSnapshot(`
      "
      update Acme/environments/production name: live → production [c1]
      c1 environment.rename /environments/e-prod
      unmanaged Acme/environments/e-stage
      "
    `);
  });

  it("two of one name are told apart by the pod, or by an id", async () => {
    const twins = [
      ...seed.environments,
      { id: "e-twin", name: "production", organization: "Acme", pod: "pod02" },
    ];
    const sandbox = await start({ seed: { ...seed, environments: twins } });
    const folder = await folderFor(sandbox, "environments: { production: { grants: [] } }");
    expect(messagesOf(await folder.plan())).toContain(
      'identity: 2 live objects are named "production": e-prod, e-twin. Write the `id` of the one that Acme/environments/production means.',
    );
    expect((await folder.plan()).summary.calls).toBe(0);
    await folder.write("environments: { production: { pod: pod02, grants: [max@acme.io] } }");
    expect((await folder.plan()).sections[0]?.calls[0]).toMatchObject({
      path: ["environments", "e-twin", "users", "u-max"],
      headers: { "x-pod-id": "pod02" },
    });
    await folder.write("environments: { production: { id: e-prod, pod: pod02 } }");
    expect(messagesOf(await folder.plan())).toEqual([
      "immutable: pod of Acme/environments/production cannot change after creation, and replacing it would destroy what it holds. Write the live value, or make a new one beside it.",
    ]);
  });
});

it("10: two hosts, one session", () => {
  expect(Object.keys(datica.protocol.hosts)).toEqual(["auth", "paas"]);
  const plan = planned(
    {
      members: { [alice.id]: "owner", "ada@acme.io": "admin" },
      environments: { production: { name: "Live" } },
    },
    [orgOf(), memberOf("alice", "owner"), memberOf("ada", "member"), environmentOf("production")],
  );
  expect(plan.sections[0]?.calls.map(({ host }) => host)).toEqual([undefined, "paas"]);
});

it("11: what is sent again has another nonce: a server that refuses replays is none the wiser", async () => {
  const sandbox = await start({ seed: { ...seed, settings: { requireNonce: true, checkNonce: true } } });
  const { reader } = connect(sandbox);
  sandbox.setFaults([{ kind: "lost", route: "/orgs", times: 2 }]);
  expect(await datica.reading.discover(reader)).toEqual(["o-acme", "o-lab"]);
  expect(count(sandbox, "GET", "/orgs")).toBe(3);
});

it("12: the order of what a server lists means nothing", () => {
  const live = [orgOf(), memberOf("alice", "owner"), memberOf("ada", "member"), invitedOf("eve", "admin")];
  const group = (acls: readonly string[]) => ({
    address: "acme/groups/Readers",
    kind: "group",
    key: "Readers",
    attributes: { acls: [...acls] },
  });
  const tree = {
    members: {
      [alice.id]: "owner",
      "ada@acme.io": "member",
      "new@acme.io": "member",
      "eve@acme.io": "admin",
    },
    groups: { Readers: { acls: ["x", "y"] } },
  };
  const plans = [
    planned(tree, [...live, group(["x", "y"])]),
    planned(tree, [group(["y", "x"]), ...live].reverse()),
  ];
  expect(JSON.stringify(plans[0])).toBe(JSON.stringify(plans[1]));
  expect(plans[0]?.summary).toMatchObject({ create: 1, update: 0 });
});

it("13: no password, session or invite code stands in what is kept, but the session in a place of its own", async () => {
  const code = "c0de-0000-1111";
  const [organization, ...others] = seed.orgs;
  const invites = organization?.invites?.map((each) => ({
    ...each,
    code: each.id === "i-eve" ? code : `x-${each.id}`,
  }));
  const users = seed.users.map((user) => ({ ...user, password: "correct horse battery" }));
  const sandbox = await start({ seed: { ...seed, users, orgs: [{ ...organization, invites }, ...others] } });
  const folder = await folderFor(sandbox, `members: { ${everybody}, new@acme.io: member }`);
  await folder.apply();
  const kept = await folder.stored();
  const tokens = [...kept].filter(([path]) => path.includes("tokens"));
  const [[path = "", text = ""] = []] = tokens;
  expect(tokens).toHaveLength(1);
  expect((await stat(path)).mode & 0o077).toBe(0);
  const session = JSON.parse(text).tokens[`session of ${root}`];
  const all = [...kept.values()].join("\n");
  expect(all).toContain("new@acme.io");
  for (const secret of [code, "correct horse battery"]) expect(all).not.toContain(secret);
  expect(session).toMatch(/^.{16,}$/);
  expect(all.split(session)).toHaveLength(2);
});
