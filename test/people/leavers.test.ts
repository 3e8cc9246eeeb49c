/** Who is gone goes everywhere: what is read for it, what is planned, what is said where nothing can be read. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DesiredState, Person } from "../../src/model/configuration.ts";
import type { Platform } from "../../src/model/platform.ts";
import type { Resource, Unreadable } from "../../src/model/resource.ts";
import { wantsFor } from "../../src/plan/match.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { carriedOut, desiredOf, liveOf, type PlanOf, planOf, sketch, type Tree } from "../support/plans.ts";

/** Where leaving the club takes the keys along, and says so. */
const platform: Platform = {
  ...clubPlatform,
  kinds: clubPlatform.kinds.map((kind) =>
    kind.name === "key"
      ? { ...kind, goesWith: ({ address, key }) => [`${address.split("/")[0] ?? ""}/people/${key}`] }
      : kind,
  ),
};

const left = (handle: string, more: Partial<Person> = {}): Person => ({
  name: handle.toLowerCase(),
  handle,
  gone: "left",
  ...more,
});
const withPeople = (desired: DesiredState, ...people: readonly Person[]): DesiredState => ({
  ...desired,
  people,
});
const clubs = (tree: Tree): { readonly [key: string]: Tree } => ({ chess: tree });
const live = liveOf(
  platform,
  clubs({
    people: { ann: "KEEPER", bob: "GUEST", cid: { rank: "GUEST", $pending: "cid to accept" } },
    rooms: { den: { keys: { bob: "SAFE", ann: "SAFE" } }, hall: { keys: { bob: "DOOR" } } },
  }),
);

function planned(tree: Tree, people: readonly Person[], options: PlanOf = {}): string {
  return sketch(planOf(platform, withPeople(desiredOf(platform, clubs(tree)), ...people), live, options));
}

const removals = (text: string): readonly string[] =>
  text.split("\n").filter((line) => line.startsWith("delete "));

describe("everything of theirs goes in one plan", () => {
  const whole = ["delete chess/people/bob (left) [c1]"];
  test.each([
    [
      "from an authoritative list that does not write them",
      { people: { ann: "KEEPER", cid: "GUEST" } },
      whole,
    ],
    ["from an additive list", { $manage: { people: "additive" }, people: { ann: "KEEPER" } }, whole],
    ["from an ignored list", { $manage: { people: "ignore" }, people: { ann: "KEEPER" } }, whole],
    ["from lists that are not written at all", {}, whole],
  ])("%s", (_name, tree: Tree, expected) => {
    // Leaving the club takes the keys along: they are the platform's doing, and need no call of their own.
    expect(removals(planned(tree, [left("Bob")]))).toEqual([
      ...expected,
      "delete chess/rooms/den/keys/bob (left) [by c1]",
      "delete chess/rooms/hall/keys/bob (left) [by c1]",
    ]);
  });

  test("an expired person's with that reason, an invitation is withdrawn", () => {
    expect(removals(planned({}, [left("cid", { gone: "expired" })]))).toEqual([
      "delete chess/people/cid (expired) [c1]",
    ]);
  });

  test("what lies in something that goes whole needs no removal of its own", () => {
    const tree = { rooms: { den: { $state: "absent" } } };
    expect(removals(planned(tree, [left("bob")]))).toEqual([
      "delete chess/people/bob (left) [c2]",
      "delete chess/rooms/den [c1]",
      "delete chess/rooms/hall/keys/bob (left) [by c2]",
    ]);
  });

  test("who is neither gone nor known stays", () => {
    expect(removals(planned({}, [{ name: "bob", handle: "bob" }, left("zoe")]))).toEqual([]);
  });

  test("nothing else that an ignored list says is done, although it was read", () => {
    const tree = { $manage: { people: "ignore" }, people: { cid: { $state: "absent" }, ann: "GUEST" } };
    expect(removals(planned(tree, [left("bob")]))).toContain("delete chess/people/bob (left) [c1]");
    expect(removals(planned(tree, [left("bob")]))).not.toContainEqual(expect.stringContaining("cid"));
  });

  test("removals count in the guards, those who expired apart; the last keeper and the actor stay guarded", () => {
    const many = liveOf(
      platform,
      clubs({
        people: Object.fromEntries(["ann", "bob", "cid", "dan", "eve"].map((each) => [each, "GUEST"])),
      }),
    );
    const four = ["bob", "cid", "dan", "eve"];
    const stops = (gone: Person["gone"] & string) =>
      planOf(
        platform,
        withPeople(desiredOf(platform, clubs({})), ...four.map((each) => left(each, { gone }))),
        many,
        { actor: { id: "zed" } },
      ).sections.flatMap((section) => section.stops.map(({ guard, scope }) => `${guard} ${scope}`));
    expect(stops("left")).toContain("removals chess/people");
    expect(stops("expired")).not.toContain("removals chess/people");
    const text = planned({}, [left("ann")]);
    expect(text).toContain("STOP actor chess/people/ann --allow actor:chess/people/ann");
    expect(text).toContain("STOP admins chess/people");
  });

  test("a target restricts it", () => {
    const text = planned({}, [left("bob")], { targets: ["chess/rooms/den"] });
    expect(removals(text)).toEqual(["delete chess/rooms/den/keys/bob (left) [c1]"]);
  });
});

describe("what is read for it", () => {
  const club: Resource = { address: "chess", kind: "club", key: "chess", attributes: {} };
  const room: Resource = {
    address: "chess/rooms/r1",
    kind: "room",
    key: "r1",
    id: "r1",
    attributes: { name: "x" },
  };
  test.each([
    ["nobody is gone", [{ name: "bob", handle: "bob" }], false],
    ["somebody is", [left("bob")], true],
  ])("%s", (_name, people, expected) => {
    const wants = wantsFor(platform, withPeople(desiredOf(platform, clubs({})), ...people), new Map());
    expect([wants(club, "person"), wants(club, "room"), wants(room, "key")]).toEqual([
      expected,
      expected,
      expected,
    ]);
  });

  test("what is managed is still asked for under its label", () => {
    const tree = clubs({ rooms: { den: { name: "x", keys: {} } } });
    const wants = wantsFor(platform, withPeople(desiredOf(platform, tree), left("bob")), new Map());
    expect(wants(club, "room") && wants(room, "key")).toBe(true);
  });
});

describe("what cannot be read is not taken as empty", () => {
  const blind = (address: string, collection: string | null): Unreadable => ({
    address,
    collection,
    why: "a secret",
  });
  const next = (unknown: readonly Unreadable[], people: readonly Person[], tree: Tree = {}) => {
    const plan = planOf(
      platform,
      withPeople(desiredOf(platform, clubs(tree)), ...people),
      liveOf(platform, clubs({})),
      {
        unknown,
      },
    );
    const [section] = plan.sections;
    return { next: section?.next, stops: section?.stops.map(({ guard, scope }) => `${guard} ${scope}`) };
  };

  test("an unmanaged list is a next step and no stop", () => {
    expect(next([blind("chess", "people"), blind("chess/rooms/den", "keys")], [left("bob")])).toEqual({
      next: [
        {
          address: "chess/people",
          step: "Whether bob still has access here is not known, since it cannot be read: A secret.",
        },
        {
          address: "chess/rooms/den/keys",
          step: "Whether bob still has access here is not known, since it cannot be read: A secret.",
        },
      ].map((each) => ({
        ...each,
        step: expect.stringMatching(/^Whether bob still has access here is not known.*secret\.$/),
      })),
      stops: [],
    });
  });

  test("a managed one is both", () => {
    const { next: steps, stops } = next([blind("chess", "people")], [left("bob")], {
      people: { ann: "KEEPER" },
    });
    expect(steps).toHaveLength(1);
    expect(stops).toEqual(["unknown chess/people"]);
  });

  test.each([
    ["nobody is gone", [], blind("chess", "people"), 0],
    ["a container that holds such lists", [left("bob")], blind("chess", "rooms"), 1],
    ["the organization", [left("bob")], blind("chess", null), 1],
    ["the place of somebody else", [left("bob")], blind("chess/people/cid", null), 0],
    ["their own place", [left("Bob")], blind("chess/people/bob", null), 1],
  ])("%s", (_name, people, unknown, steps) => {
    expect(next([unknown], people).next).toHaveLength(steps);
  });

  test("many are counted", () => {
    const people = ["a", "b", "c", "d", "e"].map((each) => left(each));
    expect(next([blind("chess", "people")], people).next?.[0]?.step).toContain(
      "a, b, c and 2 more who are gone still have access",
    );
  });
});

test("after a plan with leavers nothing live has their handles, whatever is written and live", () => {
  const names = ["ann", "bob", "cid", "dan", "eve"];
  const who = fc.constantFrom(...names);
  const ranks = fc.dictionary(who, fc.constantFrom("GUEST", "KEEPER"));
  const keys = fc.dictionary(who, fc.constantFrom("DOOR", "SAFE"));
  const rooms = fc.dictionary(fc.constantFrom("den", "hall", "attic"), fc.record({ keys }));
  const club = fc.record({ people: ranks, rooms });
  const mode = fc.constantFrom("authoritative", "additive", "ignore", undefined);
  const both = fc.record({ chess: club, go: club });
  const modes = fc.record({ people: mode, rooms: mode, "rooms.keys": mode });

  const written = (tree: Tree, of: Readonly<Record<string, string | undefined>>): Tree => {
    const names = ["people", "rooms"].filter((name) => of[name] !== undefined);
    return {
      $manage: Object.fromEntries(names.map((name) => [name, of[name]])),
      ...Object.fromEntries(names.map((name) => [name, tree[name]])),
    };
  };

  fc.assert(
    fc.property(
      both,
      both,
      modes,
      fc.subarray(names),
      fc.subarray(["chess", "go"], { minLength: 1 }),
      (is, shall, of, absent, configured) => {
        const gone = new Set(absent);
        const trees = Object.fromEntries(
          configured.map((name) => [name, written(shall[name as "chess" | "go"], of)]),
        );
        const bare = desiredOf(platform, trees);
        // As the loader gives it: every line about somebody who is gone means absent.
        const resources = new Map(
          [...bare.resources].map(([address, each]) =>
            (each.kind === "person" || each.kind === "key") && gone.has(each.key)
              ? [address, { ...each, state: "absent" as const, absentBecause: "left" as const }]
              : [address, each],
          ),
        );
        const desired = withPeople({ ...bare, resources }, ...absent.map((each) => left(each)));
        const now = liveOf(
          platform,
          Object.fromEntries(configured.map((name) => [name, is[name as "chess" | "go"]])),
        );
        const plan = planOf(platform, desired, now, { actor: { id: "zed" } });
        const after = carriedOut(platform, plan, now, { id: "zed" });
        // Only the last keeper may have to wait, for one who has been invited.
        const waits = new Set(
          plan.sections.flatMap(({ changes }) =>
            changes.flatMap(({ address, waiting, before }) =>
              waiting === undefined || before?.["rank"] !== "KEEPER" ? [] : [address],
            ),
          ),
        );
        const stays = [...after.all()].filter(
          ({ kind, key, address }) => kind !== "room" && gone.has(key) && !waits.has(address),
        );
        expect(stays).toEqual([]);
        // Each goes once: no call for what another call takes along.
        const removed = plan.sections.flatMap(({ calls }) =>
          calls.filter(({ method }) => method === "DELETE"),
        );
        const taken = removed.flatMap(({ changes }) => changes);
        expect(new Set(taken).size).toBe(taken.length);
        const again = planOf(platform, desired, after, { actor: { id: "zed" } });
        const rest = again.sections.flatMap(({ changes }) =>
          changes.filter(({ reason, address }) => reason === "left" && !waits.has(address)),
        );
        expect(rest).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
