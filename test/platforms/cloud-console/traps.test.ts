/** The gotchas of cloud-console.md §6, by number. Those that a story of its own tells are named here only. */
import { describe, expect, it } from "vitest";
import { kindOf } from "../../../src/model/platform.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { draftsFor, readFrom, refusal } from "./support.ts";
import { alice, bob, carol, dave, inWorld, told, type World } from "./world.ts";

const web = { name: "website", region: "Vienna" };
const projects = { website: { region: "vienna" } };

/** The calls of a plan: `operation` alone. */
const operations = async ({ plan }: World, options?: Parameters<World["plan"]>[0]) =>
  (await plan(options)).sections.flatMap(({ calls }) => calls.map(({ operation }) => operation));
const stops = async ({ plan }: World, options?: Parameters<World["plan"]>[0]) =>
  (await plan(options)).sections.flatMap((section) =>
    section.stops.map(({ guard, scope }) => `${guard} ${scope}`),
  );

describe("6.1 members are derived: whoever loses the last group loses the organization, and the plan says so", () => {
  const seed = {
    projects: [web],
    groups: [
      { name: "web", projects: ["website"], members: [carol, dave] },
      { name: "ml", members: [carol] },
    ],
  };
  const losses = async ({ plan }: World) =>
    (await plan()).sections.flatMap(({ access }) =>
      access
        .filter(({ target }) => target === "acme")
        .map(({ who, before, after, lost }) => [who, before, after, lost]),
    );

  it("by a removal, of whoever is in no other", () =>
    inWorld(seed, async (world) => {
      await world.write({ groups: { web: { members: [] }, ml: { members: [carol] } } });
      expect(await losses(world)).toEqual([
        [carol, "member", "member", []],
        [dave, "member", null, ["SEE"]],
      ]);
    }));

  it("by a deletion of the group, also where the file does not speak of the others", () =>
    inWorld(seed, async (world) => {
      await world.write({ groups: { web: { state: "absent" } } });
      expect(await losses(world)).toEqual([
        [carol, "member", "member", []],
        [dave, "member", null, ["SEE"]],
      ]);
    }));
});

describe("6.2 invitations need a human", () => {
  it("what is pending is no difference, and nobody is invited twice", () =>
    inWorld({ invitedAdministrators: [bob], groups: [{ name: "web", invited: [carol] }] }, async (world) => {
      await world.write({ administrators: [bob], groups: { web: { members: [carol] } } });
      expect(await operations(world)).toEqual([]);
      const { summary } = await world.plan();
      expect(summary).toMatchObject({ pending: 2, waiting: 0, create: 0 });
    }));
});

it("6.3 only registered people can be invited: stories.test.ts, whoever has no account", () =>
  inWorld({}, async ({ write, findings }) => {
    await write({ billingAdministrators: ["nobody@x.example"] });
    expect((await findings()).map(({ code, severity }) => [code, severity])).toEqual([
      ["plan/no-such-principal", "error"],
    ]);
  }));

it("6.4 nobody is administrator and in a group: check.test.ts; what is live is given up first", () =>
  inWorld({ groups: [{ name: "web", members: [bob] }] }, async (world) => {
    // The file does not manage the members: somebody else has to take the person out.
    await world.write({ administrators: [bob], groups: { web: {} } });
    expect(told(await world.plan())).toMatchInlineSnapshot(`
      "
      create acme/administrators/bob@x.example [waits for acme/groups/web/members/bob@x.example to be removed]
      next acme/administrators/bob@x.example: create waits for acme/groups/web/members/bob@x.example to be removed
      "
    `);
  }));

it("6.5 the owner is offered, never set: stories.test.ts, transfer of ownership", () =>
  inWorld({ administrators: [bob] }, async (world) => {
    await world.write({ owners: [bob], administrators: [alice] });
    expect(await operations(world)).toEqual(["transfer.start"]);
  }));

it("6.6 an administrator's run cannot see billing, and may not rename, delete or hand on", () =>
  inWorld({ administrators: [bob, carol], billingAdministrators: [dave] }, async (world) => {
    await world.write({
      name: "Acme AG",
      id: await idOf(world),
      owners: [carol],
      administrators: [alice, bob],
      billingAdministrators: [],
    });
    const as = { as: bob };
    expect(await stops(world, as)).toEqual([
      "forbidden acme",
      "forbidden acme",
      "unknown acme/billingAdministrators",
    ]);
    const [section] = (await world.plan(as)).sections;
    expect(
      section?.stops
        .filter(({ guard }) => guard === "forbidden")
        .every(({ message }) => message.includes(`Who may: ${alice}`)),
    ).toBe(true);
    expect(section?.unknown.map(({ collection }) => collection)).toEqual(["billingAdministrators"]);
  }));

async function idOf({ sandbox }: World): Promise<string> {
  const { organizations } = sandbox.dump() as { organizations: readonly { id: string }[] };
  return organizations[0]?.id ?? "";
}

it("6.7 a plan that takes the actor's own place stops, and goes on when it is told to", () =>
  inWorld({ administrators: [bob, carol] }, async (world) => {
    await world.write({ administrators: [carol] });
    expect(await stops(world, { as: bob })).toEqual([`actor acme/administrators/${bob}`]);
    expect(await operations(world, { as: bob, allow: [`actor:acme/administrators/${bob}`] })).toEqual([
      "organization.leave",
    ]);
    expect(await stops(world)).toEqual([]);
  }));

it("6.8 regions are spelled differently by place: the slug is what counts, and a group's spelling does not", async () => {
  const { resources } = await readFrom({
    "enterprises orgs": [{ id: "o1", name: "Acme", role: "owner" }],
    "enterprises orgs/o1/projects": [{ id: "p1", name: "web", region: "Eastern-Switzerland" }],
    "enterprises orgs/o1/admins": [{ id: "u1", email: "a@x", role: "owner", pending: false }],
    "enterprises orgs/o1/groups": [{ id: "g1", name: "web" }],
    "enterprises orgs/o1/groups/g1": {
      projects: [{ id: "p1", name: "web", region: "upper-austria-dev-1" }],
      members: [],
    },
    "enterprises regions": refusal("missing"),
    "bank orgs": [],
  });
  const of = (kind: string) => resources.find((each) => each.kind === kind);
  expect(of("project")?.attributes).toEqual({ name: "web", region: "eastern-switzerland" });
  expect(of("group-project")).toMatchObject({ key: "p1", attributes: {} });
});

it("6.9 each region is an app of its own: projects are found by the list, and changed where they are", () =>
  inWorld({ projects: [web, { name: "data", region: "Upper-Austria" }] }, async ({ write, plan, apply }) => {
    await write({
      projects: {
        shop: { name: "shop", previously: ["website"] },
        data: { state: "absent" },
      },
    });
    const allow = ["destroy:acme/projects/data"];
    const [section] = (await plan({ allow })).sections;
    expect(section?.calls.map(({ operation, path }) => [operation, path[2]])).toEqual([
      ["project.rename", "gotham-vienna-identity"],
      ["project.delete", "gotham-upper-austria-identity"],
    ]);
    expect(await apply({ allow })).toEqual(["acme/projects/data applied", "acme/projects/shop applied"]);
    expect(told(await plan())).toBe("\n\n");
  }));

describe("6.10 the name of a project travels in a path", () => {
  it("encoded, whatever it is", () =>
    inWorld({}, async ({ write, plan, apply }) => {
      const odd = ["a b", "50%", "ä?#&+", "%2F", "😀"];
      await write({ projects: Object.fromEntries(odd.map((name) => [name, { region: "vienna" }])) });
      expect((await apply()).every((each) => each.endsWith(" applied"))).toBe(true);
      expect(told(await plan())).toBe("\n\n");
    }));

  it("and is refused where it would lead elsewhere: kinds.test.ts, names", () => {
    const check = kindOf(cloudConsole, "project").check;
    for (const name of ["a/b", ".", "..", "", "x".repeat(28)])
      expect(check?.({ name }, name)).toHaveLength(1);
  });
});

it("6.11 one name in two regions is two projects: stories.test.ts; without a region nobody knows which is meant", () =>
  inWorld({ projects: [web, { name: "website", region: "Upper-Austria" }] }, async (world) => {
    await world.write({ projects: { website: {} } });
    expect(await stops(world)).toEqual([
      "identity acme/projects/website",
      "incomplete acme/projects/website",
    ]);
    await world.write({ projects });
    expect(await stops(world)).toEqual([]);
    const { unmanaged } = (await world.plan()).sections[0] ?? {};
    expect(unmanaged?.map(({ name }) => name)).toEqual(["website"]);
  }));

it("6.12 what OpenStack calls a project is never asked for: no call and no read leaves the gateway", () => {
  for (const { path } of cloudConsole.protocol.reads) expect(path.source).toContain("gotham-");
  const { calls } = draftsFor([], "project", { "acme/projects/web": { region: "vienna" } });
  expect(calls[0]?.path.slice(0, 2)).toEqual(["v1.0", "invoke"]);
});

it("6.13 names of organizations repeat: of two the id says which is meant", () =>
  inWorld(
    {},
    async (world) => {
      await world.write({});
      expect(await stops(world)).toEqual(["identity acme"]);
      await world.write({ id: await idOf(world) });
      expect(told(await world.plan())).toBe("\n\n");
    },
    [{ name: "Acme", owner: bob, administrators: [alice] }],
  ));

it("6.14 the billing list is one whole: a plan for it is not carried out where it has changed meanwhile", () =>
  inWorld({ billingAdministrators: [carol] }, async ({ write, plan, apply }) => {
    await write({ billingAdministrators: [carol, dave] });
    const old = await plan();
    await write({ billingAdministrators: [bob, carol] });
    await apply();
    await write({ billingAdministrators: [carol, dave] });
    expect(await apply({}, old)).toMatchInlineSnapshot(`
      [
        "plan/stale: acme/billingAdministrators/bob@x.example has appeared since the plan was made. Plan again.",
      ]
    `);
  }));

it("6.15 people are known by e-mail whatever its case, and stay as they are spelled", () =>
  inWorld({ administrators: [bob], groups: [{ name: "web", members: [carol] }] }, async ({ write, plan }) => {
    await write({
      owners: [alice.toUpperCase()],
      administrators: [bob.toUpperCase()],
      groups: { web: { members: ["Carol@X.example"] } },
    });
    expect(told(await plan())).toBe("\n\n");
  }));

it("6.16 groups and projects are destroyed only where a person allows it", () =>
  inWorld({ projects: [web], groups: [{ name: "web", members: [carol] }] }, async (world) => {
    await world.write({ projects: { website: { state: "absent" } }, groups: { web: { state: "absent" } } });
    expect(await stops(world)).toEqual(["destroy acme/groups/web", "destroy acme/projects/website"]);
    await world.write({ projects: {}, groups: {} });
    const [section] = (await world.plan()).sections;
    expect([section?.changes, section?.unmanaged.length]).toEqual([[], 2]);
  }));

it("6.17 the order of calls: what is held after what holds it, offers after invitations and the list", () =>
  inWorld({ administrators: [bob], groups: [{ name: "old", members: [dave] }] }, async (world) => {
    await world.write({
      owners: [bob],
      administrators: [alice, dave],
      billingAdministrators: [carol],
      projects,
      groups: { web: { projects: ["website"], members: [carol] }, old: { state: "absent" } },
    });
    const allow = ["destroy:acme/groups/old", `actor:acme/owners/${alice}`];
    expect(await operations(world, { allow })).toEqual([
      "project.create",
      "group.create",
      "group.assign",
      "member.invite",
      "billing.replace",
      "transfer.start",
      "group.delete",
      "administrator.invite",
    ]);
  }));

it("6.18 no URL is known, and that of the makers is refused: protocol.test.ts, hosts", () => {
  for (const { url } of Object.values(cloudConsole.protocol.hosts)) expect(url).toBeUndefined();
});
