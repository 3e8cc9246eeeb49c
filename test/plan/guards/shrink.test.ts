import { describe, expect, test } from "vitest";
import type { Written } from "../../../src/model/written.ts";
import type { Tree } from "../../support/plans.ts";
import { between, guards, people, told } from "./support.ts";

function written(organization: string, counts: Readonly<Record<string, number>>): Written {
  return { connection: "club", organization, counts: new Map(Object.entries(counts)) };
}

const live = { chess: { motto: "", people: people(9) } };
const additive = (tree: Tree) => ({ chess: { motto: "", $manage: { people: "additive" }, people: tree } });

describe("a configuration that became smaller", () => {
  const before = [written("chess", { "chess/people": 10 })];

  test.each([
    ["by half: that is what the ratio is", additive(people(4)), []],
    ["by more than half", additive(people(3)), ["shrink chess/people --allow shrink:chess/people"]],
    ["to nothing at all", additive({}), ["shrink chess/people --allow shrink:chess/people"]],
    [
      "since a list is no longer written",
      { chess: { motto: "" } },
      ["shrink chess/people --allow shrink:chess/people"],
    ],
    [
      "where removals stop already: said once",
      { chess: { motto: "", people: people(3) } },
      ["removals chess/people --allow removals:chess/people"],
    ],
    [
      "not at all: entries that shall be absent are written",
      additive(absent()),
      ["removals chess/people --allow removals:chess/people"],
    ],
  ])("%s", (_, desired, stops) => {
    expect(told(between(live, desired, { former: before }))).toEqual(stops);
  });

  test("says how much, and where it is set", () => {
    const { stops } = between(live, additive(people(2)), { former: before });
    expect(stops).toMatchObject([
      {
        message:
          "7 of the 10 entries that files wrote in chess/people at the last apply are written no more (70 %); the limit is 50 % from 4 on. Look whether the source of the list is whole.",
        setting: "guards.shrink",
      },
    ]);
  });

  test("from a base size on", () => {
    const few = [written("chess", { "chess/people": 3 })];
    expect(told(between(live, additive({}), { former: few }))).toEqual([]);
    const strict = guards({ shrink: { ratio: 0.5, from: 1 } });
    expect(told(between(live, additive({}), { former: few, guards: strict }))).toHaveLength(1);
  });

  test("by an organization that no file speaks of any more, however small", () => {
    const former = [...before, written("go", { "go/people": 1 })];
    const plan = between(live, additive(people(9)), { former });
    expect(told(plan)).toEqual(["shrink go --allow shrink:go"]);
    expect(plan.stops[0]?.message).toBe(
      "go was configured at the last apply, and no file speaks of it any more: nobody would look after it. Put its file back, or let it go for good.",
    );
    const allowed = between(live, additive(people(9)), { former, allow: ["shrink:go"] });
    expect([told(allowed), allowed.allowed.map(({ scope }) => scope)]).toEqual([[], ["go"]]);
  });

  test("but not by one that has another label, or rooms that have", () => {
    const rooms = (label: string, more: Tree) => ({
      [label]: { name: label, ...more, keys: { ann: "SAFE" } },
    });
    const former = [written("chess", { "chess/rooms/lab/keys": 8, "chess/rooms": 1 })];
    const same = {
      chess: { motto: "", people: { ann: "KEEPER" }, rooms: rooms("kitchen", { $previously: ["lab"] }) },
    };
    const stopped = told(between({ chess: { motto: "", people: { ann: "KEEPER" } } }, same, { former }));
    expect(stopped).toEqual(["shrink chess/rooms/kitchen/keys --allow shrink:chess/rooms/kitchen/keys"]);
    const gone = { chess: { motto: "", rooms: {} } };
    expect(told(between({ chess: { motto: "" } }, gone, { former }))).toEqual([]);
  });

  test("is looked at only where something is planned", () => {
    const options = { former: before, targets: ["chess/rooms"] };
    expect(told(between(live, additive({}), options))).toEqual([]);
  });
});

function absent(): Tree {
  return Object.fromEntries(
    Object.keys(people(9)).map((name) => [
      name,
      name === "ann" ? "KEEPER" : { $state: "absent", rank: "GUEST" },
    ]),
  );
}
