/** What platforms with ids, invitations, whole lists and places that exclude each other ask of a plan. */
import { describe, expect, test } from "vitest";
import { rootKind } from "../../src/model/platform.ts";
import type { Resource } from "../../src/model/resource.ts";
import { match, soughtBy, wantsFor } from "../../src/plan/match.ts";
import { guildPlatform as platform } from "../support/guild-platform.ts";
import { desiredOf, liveOf, planOf, sketch, type Tree } from "../support/plans.ts";

const plan = (desired: Tree, live: Tree, more: Parameters<typeof planOf>[3] = {}) =>
  planOf(
    platform,
    desiredOf(platform, { north: { ...desired } }),
    liveOf(platform, { north: { $id: "g1", ...live } }),
    more,
  );
const allowAll = { allow: ["removals:north/circles/*/seats", "removals:north/circles/*/notices"] };

describe("invitations", () => {
  test("what can be sent now is sent, the rest waits and is told", () => {
    expect(
      sketch(plan({ fellows: { bea: "master", cid: "apprentice" } }, { fellows: {} })),
    ).toMatchInlineSnapshot(`
      "
      create north/fellows/bea rank=master [c1 waits for bea to accept the invitation]
      create north/fellows/cid rank=apprentice [c2]
      c1 fellow.create /fellow.create
      c2 fellow.create /fellow.create
      next north/fellows/bea: the rest waits for bea to accept the invitation
      "
    `);
    const invited = plan({ fellows: { cid: "apprentice" } }, { fellows: {} }).sections[0]?.changes[0];
    expect(invited?.pending).toBe("cid to accept the invitation");
    const { summary } = plan({ fellows: { bea: "master" } }, { fellows: {} });
    expect(summary).toMatchObject({ create: 1, waiting: 0, calls: 1 });
  });

  test("on the second plan nothing is sent again", () => {
    const live = { fellows: { bea: { rank: "apprentice", $pending: "bea to accept the invitation" } } };
    const same = plan({ fellows: { bea: "apprentice" } }, live);
    expect(same.summary).toMatchObject({ update: 0, replace: 0, waiting: 0, pending: 1, calls: 0 });
  });

  test("what differs while it is pending means delete and create, and takes nothing from anybody", () => {
    const live = { fellows: { bea: { rank: "apprentice", $pending: "bea to accept the invitation" } } };
    const other = plan({ fellows: { bea: "master" } }, live);
    expect(sketch(other)).toMatchInlineSnapshot(`
      "
      replace north/fellows/bea rank: apprentice → master [c1 c2 waits for bea to accept the invitation]
      c1 fellow.delete /fellow.delete
      c2 fellow.create /fellow.create after c1
      pending north/fellows/bea
      next north/fellows/bea: the rest waits for bea to accept the invitation
      "
    `);
    expect(other.sections[0]?.changes[0]?.direction).toBe("raising");
  });

  test("what refers to somebody who has not accepted waits for that", () => {
    const live = {
      fellows: { bea: { rank: "apprentice", $pending: "bea to accept the invitation" } },
      circles: { west: { seats: {} } },
    };
    const desired = { fellows: { bea: "apprentice" }, circles: { west: { seats: { bea: {} } } } };
    expect(sketch(plan(desired, live))).toMatchInlineSnapshot(`
      "
      create north/circles/west/seats/bea [waits for bea to accept the invitation]
      pending north/fellows/bea
      next north/circles/west/seats/bea: create waits for bea to accept the invitation
      "
    `);
  });
});

describe("places that exclude each other", () => {
  const live = {
    wardens: {},
    fellows: { bea: "apprentice" },
    circles: { east: { seats: { bea: {} } }, west: { seats: { bea: {} } } },
  };

  test("the removal goes first, and the gap is announced", () => {
    const desired = { wardens: { bea: {} }, circles: { east: { seats: {} }, west: { seats: {} } } };
    expect(sketch(plan(desired, live, allowAll))).toMatchInlineSnapshot(`
      "
      delete north/circles/east/seats/bea (removed) [c1]
      delete north/circles/west/seats/bea (removed) [c2]
      create north/wardens/bea [c3]
      c1 seat.delete /seat.delete
      c2 seat.delete /seat.delete
      c3 warden.create /warden.create after c1 c2
      next north/wardens/bea: bea gives up north/circles/east/seats/bea, north/circles/west/seats/bea first, and has neither until the invitation is accepted.
      "
    `);
  });

  test("what nobody removes is waited for", () => {
    const desired = { wardens: { bea: {} }, circles: { east: { seats: {} } } };
    expect(sketch(plan(desired, live, allowAll))).toMatchInlineSnapshot(`
      "
      delete north/circles/east/seats/bea (removed) [c1]
      create north/wardens/bea [waits for north/circles/west/seats/bea to be removed]
      c1 seat.delete /seat.delete
      unmanaged north/circles/west
      next north/wardens/bea: create waits for north/circles/west/seats/bea to be removed
      "
    `);
  });
});

describe("lists that are written whole", () => {
  const live = { circles: { east: { notices: { a: {}, b: {} } }, west: { notices: { c: {} } } } };

  test("are one call whatever goes and comes, after everything else", () => {
    const desired = {
      circles: { east: { notices: { a: {}, d: {} } }, west: { notices: { e: {} } }, south: {} },
    };
    expect(sketch(plan(desired, live))).toMatchInlineSnapshot(`
      "
      delete north/circles/east/notices/b (removed) [c2]
      create north/circles/east/notices/d [c2]
      create north/circles/south name=south [c1]
      delete north/circles/west/notices/c (removed) [c2]
      create north/circles/west/notices/e [c2]
      c1 circle.create /circle.create
      c2 notice.write /notice.write
      "
    `);
  });

  test("rest on the whole list: who is added to it meanwhile would be lost", () => {
    const desired = { circles: { east: { notices: { a: {}, b: {}, d: {} } } } };
    const [section] = plan(desired, live).sections;
    expect(section?.covers).toEqual(["north/circles/east/notices"]);
    expect(Object.keys(section?.basis ?? {})).toEqual(
      ["a", "b", "d"].map((key) => `north/circles/east/notices/${key}`),
    );
  });

  test("each removal in them counts in the guards", () => {
    const many = Object.fromEntries("abcdefgh".split("").map((key) => [key, {}]));
    const stopped = plan(
      { circles: { east: { notices: { a: {}, z: {} } } } },
      { circles: { east: { notices: many } } },
    );
    expect(stopped.sections[0]?.stops.map(({ guard, scope }) => `${guard} ${scope}`)).toEqual([
      "removals north/circles/east/notices",
    ]);
  });
});

test("a list each of whose elements is access rises and falls with them", () => {
  const step = (before: readonly string[], after: readonly string[]) =>
    plan(
      { fellows: { bea: { rank: "master", skills: after } } },
      { fellows: { bea: { rank: "master", skills: before } } },
    ).sections[0]?.changes[0]?.direction;
  expect(step([], ["a"])).toBe("raising");
  expect(step(["a"], ["a", "b"])).toBe("raising");
  expect(step(["a", "b"], ["b"])).toBe("lowering");
  expect(step(["a", "b"], ["b", "c"])).toBe("lowering");
  expect(step(["a", "b"], ["b", "a"])).toBeUndefined();
});

test("what cannot be created without an attribute stops, and only where it has to be created", () => {
  const stops = (desired: Tree, live: Tree) =>
    plan(desired, live).sections[0]?.stops.map(({ guard, scope }) => `${guard} ${scope}`);
  expect(stops({ halls: { big: {} } }, { halls: {} })).toEqual(["incomplete north/halls/big"]);
  expect(stops({ halls: { big: { region: "r" } } }, { halls: {} })).toEqual([]);
  expect(stops({ halls: { big: {} } }, { halls: { big: { region: "r" } } })).toEqual([]);
});

test("what nothing can do is one stop, not also a fault of the calls", () => {
  const fixed = {
    ...platform,
    kinds: platform.kinds.map((kind) =>
      kind.name === "hall" ? { ...kind, can: { create: true, update: false, delete: false } } : kind,
    ),
    calls: () => ({ calls: [] }),
  };
  const of = (region: string) => ({ north: { $id: "g1", halls: { big: { region } } } });
  const [section] = planOf(fixed, desiredOf(fixed, of("s")), liveOf(fixed, of("r"))).sections;
  expect(section?.stops.map(({ guard }) => guard)).toEqual(["unsupported"]);
});

describe("organizations under labels", () => {
  const root = rootKind(platform);
  const resource = (kind: string, address: string, id: string, attributes: Resource["attributes"]) =>
    ({
      type: "resource",
      resource: { address, kind, key: address.split("/").at(-1) ?? "", id, attributes },
    }) as const;
  const live = [
    resource("guild", "g1", "g1", { name: "North" }),
    resource("guild", "g2", "g2", { name: "South" }),
    resource("hall", "g1/halls/h1", "h1", { name: "big", region: "r" }),
    resource("hall", "g1/halls/h2", "h2", { name: "big", region: "s" }),
    resource("hall", "g1/halls/h3", "h3", { name: "other", region: "s" }),
    resource("circle", "g1/circles/c1", "c1", { name: "East" }),
    resource("use", "g1/circles/c1/uses/h2", "", {}),
    resource("use", "g1/circles/c1/uses/h3", "", {}),
  ];
  const desired = desiredOf(platform, {
    north: {
      name: "North",
      halls: { one: { name: "big", region: "s" }, two: { name: "big", region: "r" } },
      circles: { east: { name: "East", uses: { one: {}, h3: {} } } },
    },
  });

  test("are sought by id, by name and by former names", () => {
    const of = (tree: Tree) =>
      soughtBy(["north"], platform, desiredOf(platform, { north: tree }), new Map([["north", "g9"]]));
    expect(of({})).toEqual([{ key: "north", ids: ["g9"], names: ["north"] }]);
    expect(of({ $id: "g1", name: "North", $previously: ["n"] })).toEqual([
      { key: "north", ids: ["g1", "g9"], names: ["North", "n"] },
    ]);
    expect(root.labelled?.nameAttribute).toBe("name");
  });

  test("are found, with all below: labels in labels, objects of one name told apart, keys that are labels", () => {
    const matched = match(platform, live, desired, new Map());
    expect(matched.stops).toEqual([]);
    expect([...matched.live.all()].map(({ address, id }) => `${address} ${id}`).sort()).toEqual([
      "g2 g2",
      "north g1",
      "north/circles/east c1",
      "north/circles/east/uses/h3 ",
      "north/circles/east/uses/one ",
      "north/halls/h3 h3",
      "north/halls/one h2",
      "north/halls/two h1",
    ]);
  });

  test("what cannot be read lies where the configuration speaks of it", () => {
    const blind = [
      { type: "unreadable", address: "g1/circles/c1", collection: "seats", why: "no" },
      { type: "unreadable", address: "g1/circles/c2", collection: null, why: "no" },
    ] as const;
    const matched = match(platform, [...live, ...blind], desired, new Map());
    expect(matched.unknown.map(({ address, collection }) => [address, collection])).toEqual([
      ["north/circles/c2", null],
      ["north/circles/east", "seats"],
    ]);
  });

  test("only what is configured is wanted, at every depth", () => {
    const wants = wantsFor(platform, desired, new Map());
    const at = (address: string): Resource => {
      const found = live.find((each) => each.resource.address === address)?.resource;
      if (found === undefined) throw new Error(address);
      return found;
    };
    expect(wants(at("g1"), "circle")).toBe(true);
    expect(wants(at("g1"), "fellow")).toBe(false);
    expect(wants(at("g2"), "circle")).toBe(false);
    expect(wants(at("g1/circles/c1"), "use")).toBe(true);
    expect(wants(at("g1/circles/c1"), "seat")).toBe(false);
  });

  test("one that the last apply knew and that is not to be seen stops before another one is made", () => {
    const known = new Map([["north", "g9"]]);
    const others = live.filter(({ resource: { address } }) => !address.startsWith("g1"));
    const [stop, more] = match(platform, others, desired, known).stops;
    expect([stop?.guard, stop?.scope, stop?.allow, more]).toEqual(["gone", "north", "gone:north", undefined]);
    // Found by its name it is there, and never seen before it is new.
    expect(match(platform, live, desired, known).stops).toEqual([]);
    expect(match(platform, others, desired, new Map()).stops).toEqual([]);
    expect(match(platform, [], desired, known).stops.map(({ guard }) => guard)).toEqual(["gone"]);
    const blind = { type: "unreadable", address: "north", collection: null, why: "no" } as const;
    expect(match(platform, [blind], desired, known).stops).toEqual([]);
    const absent = desiredOf(platform, { north: { name: "North", $state: "absent" } });
    expect(match(platform, others, absent, known).stops).toEqual([]);
  });

  test("an id that the file pins stops where nothing has it, also where nothing is live at all", () => {
    const pinned = (manage: string) =>
      desiredOf(platform, {
        north: { name: "North", $manage: { halls: manage }, halls: { one: { $id: "h9", name: "big" } } },
      });
    const [guild] = live;
    const stops = (manage: string) =>
      match(platform, guild === undefined ? [] : [guild], pinned(manage), new Map()).stops;
    expect(stops("authoritative")).toMatchObject([{ guard: "identity", scope: "north/halls/one" }]);
    // Nobody looked.
    expect(stops("ignore")).toEqual([]);
  });

  test("two of one name stop, and say how to tell them apart", () => {
    const twins = [...live, resource("guild", "g3", "g3", { name: "North" })];
    const [stop] = match(platform, twins, desired, new Map()).stops;
    expect(stop).toMatchObject({ guard: "identity", scope: "north" });
    expect(match(platform, twins, desired, new Map([["north", "g3"]])).live.get("north")?.id).toBe("g3");
  });
});
