import { describe, expect, test } from "vitest";
import { defaultGuards } from "../../../src/model/configuration.ts";
import { exceeds } from "../../../src/plan/guards/limits.ts";
import type { Tree } from "../../support/plans.ts";
import { between, guards, people, told } from "./support.ts";

describe("a limit", () => {
  const limit = { ratio: 0.25, from: 4, count: 50 };

  test.each([
    [3, 4, false, "fewer than from"],
    [4, 16, false, "a quarter"],
    [5, 19, true, "more than a quarter"],
    [1, 2, false, "1 of 2 is not 50 %"],
    [50, 1_000, false, "count"],
    [51, 1_000, true, "more than count"],
    [0, 0, false, "nothing of nothing"],
  ])("%i of %i: %s, %s", (removed, size, expected) => {
    expect(exceeds(limit, { removed, size })).toBe(expected);
  });
});

type Clubs = Readonly<Record<string, Tree>>;

/** So many clubs of twenty guests each, of whom so many go. */
function clubs(count: number, gone: number): readonly [Clubs, Clubs] {
  const names = Array.from({ length: count }, (_, index) => `club${"abcdefghijklmnopqrstuvwxyz"[index]}`);
  const all = (guests: number, from = 0) =>
    Object.fromEntries(names.map((name) => [name, { motto: "", people: people(guests, from) }]));
  return [all(20), all(20 - gone, gone)];
}

describe("the limit of an organization", () => {
  /** Rooms with four keys each, of which so many go from every one. */
  const rooms = (count: number, keys: number) => ({
    chess: {
      motto: "",
      people: { ann: "KEEPER", ...people(4) },
      rooms: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `room${index}`,
          {
            $id: `r${index}`,
            name: `room${index}`,
            keys: Object.fromEntries(
              Object.keys(people(4))
                .slice(0, keys)
                .map((name) => [name, "DOOR"]),
            ),
          },
        ]),
      ),
    },
  });

  test("sees many small removals that no collection's limit sees", () => {
    const plan = between(rooms(10, 5), rooms(10, 3));
    expect(told(plan)).toEqual(["removals chess --allow removals:chess"]);
    expect(plan.sections[0]?.stops[0]).toMatchObject({
      message:
        "20 of 55 (36 %) of what may be left out in all collections of chess would be removed, beside what other limits have stopped; the limit is 25 % from 10 removals on, and 100 in any case.",
      setting: "guards.removals.organization",
    });
    expect(told(between(rooms(10, 5), rooms(10, 3), { allow: ["removals:chess"] }))).toEqual([]);
  });

  test("counts from its base size on", () => {
    expect(told(between(rooms(4, 5), rooms(4, 3)))).toEqual([]);
  });

  test("does not count again what has stopped in a collection, allowed or not", () => {
    const club = (guests: number) => ({ chess: { ...rooms(2, 1).chess, people: people(guests) } });
    expect(told(between(club(20), club(4)))).toEqual(["removals chess/people --allow removals:chess/people"]);
    expect(told(between(club(20), club(4), { allow: ["removals:chess/people"] }))).toEqual([]);
  });

  test("but what goes along elsewhere", () => {
    const after = { chess: { ...rooms(10, 4).chess, people: { ann: "KEEPER" } } };
    expect(told(between(rooms(10, 4), after))).toEqual([
      "removals chess --allow removals:chess",
      "removals chess/people --allow removals:chess/people",
    ]);
  });
});

describe("the limit of the run", () => {
  test("sees small removals all over the organizations", () => {
    const [live, desired] = clubs(26, 3);
    const limits = { ...defaultGuards.removals, run: { ratio: 0.1, from: 20, count: 200 } };
    const plan = between(live, desired, { guards: guards({ removals: limits }) });
    expect(told(plan)).toEqual(["removals / --allow removals:/"]);
    expect(plan.stops).toMatchObject([
      {
        message:
          "78 of 546 (14 %) of what may be left out in all organizations of this run would be removed, beside what other limits have stopped; the limit is 10 % from 20 removals on, and 200 in any case.",
        setting: "guards.removals.run",
      },
    ]);
    expect(plan.summary.stops).toBe(1);
    const allowed = between(live, desired, { guards: guards({ removals: limits }), allow: ["removals:/"] });
    expect([allowed.stops, allowed.allowed.map(({ guard }) => guard), allowed.summary.stops]).toEqual([
      [],
      ["removals"],
      0,
    ]);
  });

  test("and / allows nothing else", () => {
    const [live, desired] = clubs(3, 6);
    expect(told(between(live, desired, { allow: ["removals:/"] }))).toEqual([
      "removals cluba/people --allow removals:cluba/people",
      "removals clubb/people --allow removals:clubb/people",
      "removals clubc/people --allow removals:clubc/people",
    ]);
  });

  test("by number, however much there is", () => {
    const [live, desired] = clubs(26, 3);
    const limits = { ...defaultGuards.removals, run: { ratio: 1, from: 20, count: 77 } };
    expect(told(between(live, desired, { guards: guards({ removals: limits }) }))).toEqual([
      "removals / --allow removals:/",
    ]);
  });
});

describe("a collection with a limit of its own", () => {
  const live = { chess: { motto: "", people: people(19) }, go: { motto: "", people: people(19) } };
  const desired = { chess: { motto: "", people: people(13) }, go: { motto: "", people: people(13) } };

  test.each([
    ["none", {}, ["chess", "go"]],
    ["one is laxer", { "chess/people": 0.5 }, ["go"]],
    ["the first that fits counts", { "*/people": 0.5, "chess/people": 0 }, []],
  ])("%s", (_, own: Readonly<Record<string, number>>, stopped) => {
    const collections = Object.entries(own).map(([pattern, ratio]) => ({
      pattern,
      limit: { ratio, from: 4, count: 50 },
    }));
    const plan = between(live, desired, { guards: guards({ collections }) });
    expect(told(plan)).toEqual(
      stopped.map((each) => `removals ${each}/people --allow removals:${each}/people`),
    );
  });
});

describe("what expires", () => {
  const ended = (count: number) =>
    Object.fromEntries(
      Object.entries(people(20)).map(([name, rank], index) => [
        name,
        index > 0 && index <= count ? { rank, $expired: true } : rank,
      ]),
    );
  const live = { chess: { motto: "", people: people(20) } };

  test("is no removal, however much", () => {
    expect(told(between(live, { chess: { motto: "", people: ended(15) } }))).toEqual([]);
  });

  test("has a limit of its own, since a wrong date is harm too", () => {
    const options = { guards: guards({ expiries: { count: 14 } }) };
    const plan = between(live, { chess: { motto: "", people: ended(15) } }, options);
    expect(told(plan)).toEqual(["expiries chess/people --allow expiries:chess/people"]);
    expect(plan.sections[0]?.stops[0]).toMatchObject({
      message:
        "15 of 21 in chess/people have expired and would be removed at once; the limit is 14. Look whether the dates are right.",
      setting: "guards.expiries.count",
    });
    expect(told(between(live, { chess: { motto: "", people: ended(14) } }, options))).toEqual([]);
  });
});
