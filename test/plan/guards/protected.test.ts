import { describe, expect, test } from "vitest";
import type { Tree } from "../../support/plans.ts";
import { between, guards, told } from "./support.ts";

const live = {
  chess: {
    motto: "",
    people: { ann: "KEEPER", bob: "GUEST", cid: "KEEPER" },
    rooms: { lab: { $id: "r1", name: "lab", keys: { bob: "DOOR", ann: "SAFE" } } },
  },
};
const club = (more: Tree) => ({ chess: { ...live.chess, ...more } });

describe("what is protected", () => {
  test.each([
    ["is not updated", "chess/people/bob", { people: { ...live.chess.people, bob: "KEEPER" } }, ["bob"]],
    ["is not removed", "chess/people/bob", { people: { ann: "KEEPER", cid: "KEEPER" } }, ["bob"]],
    ["also by pattern", "*/people/*", { people: { ann: "KEEPER", bob: "GUEST" } }, ["cid"]],
    ["may be made", "chess/people/*", { people: { ...live.chess.people, dot: "GUEST" } }, []],
    ["stays free where it is another", "chess/people/ann", { people: { ann: "KEEPER", bob: "GUEST" } }, []],
  ])("%s", (_, pattern, more, stopped) => {
    const plan = between(live, club(more), { guards: guards({ protected: [pattern] }) });
    expect(told(plan)).toEqual(
      stopped.map((name) => `protected chess/people/${name} --allow protected:chess/people/${name}`),
    );
  });

  test("is not taken along either: whoever leaves a club loses every key", () => {
    const rooms = { lab: { $id: "r1", name: "lab" } };
    const plan = between(live, club({ rooms, people: { ann: "KEEPER", cid: "KEEPER" } }), {
      guards: guards({ protected: ["chess/rooms/**"] }),
    });
    expect(told(plan)).toEqual([
      "protected chess/rooms/lab/keys/bob --allow protected:chess/rooms/lab/keys/bob",
    ]);
    expect(plan.sections[0]?.stops[0]).toMatchObject({
      message:
        "The plan (c1) takes along chess/rooms/lab/keys/bob, which is protected by chess/rooms/**. Leave it as it is.",
      setting: "guards.protected",
    });
  });

  test("is let go by a flag that names it", () => {
    const plan = between(live, club({ people: { ann: "KEEPER", cid: "KEEPER" } }), {
      guards: guards({ protected: ["chess/people/bob"] }),
      allow: ["protected:chess/people/bob"],
    });
    expect([told(plan), plan.sections[0]?.allowed.map(({ guard }) => guard)]).toEqual([[], ["protected"]]);
  });
});
