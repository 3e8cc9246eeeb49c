import { describe, expect, test } from "vitest";
import type { Tree } from "../../support/plans.ts";
import { between, guards, told } from "./support.ts";

const keepers = { ann: "KEEPER", bob: "KEEPER", cid: "GUEST" };
const live = { chess: { motto: "", people: keepers } };

function plan(people: Tree | null, required: readonly string[], before: Tree = keepers) {
  const options = { guards: guards({ admins: { minimum: 1, required } }) };
  const desired = { chess: people === null ? { motto: "" } : { motto: "", people } };
  return between({ chess: { ...live.chess, people: before } }, desired, options);
}

describe("who is required", () => {
  test.each([
    ["stands", { ...keepers }, keepers, []],
    ["is removed", { ann: "KEEPER", cid: "GUEST" }, keepers, ["admins chess/people/bob"]],
    ["is lowered", { ...keepers, bob: "GUEST" }, keepers, ["admins chess/people/bob"]],
    ["was none and is made one", { ...keepers }, { ...keepers, bob: "GUEST" }, []],
    [
      "was none and is written as none",
      { ...keepers, bob: "GUEST" },
      { ...keepers, bob: "GUEST" },
      ["admins chess/people/bob"],
    ],
    ["is not there and not written", { ann: "KEEPER" }, { ann: "KEEPER" }, ["admins chess/people/bob"]],
    [
      "is invited: it is enough that they will be",
      { ...keepers },
      { ann: "KEEPER", cid: "GUEST", bob: { rank: "KEEPER", $pending: "bob to say yes" } },
      [],
    ],
  ])("%s", (_, people, before, stops) => {
    expect(told(plan(people, ["*/people/bob"], before))).toEqual(stops);
  });

  test("says what is wrong and where it is set", () => {
    const [stop] = plan({ ann: "KEEPER" }, ["chess/people/bob"]).sections[0]?.stops ?? [];
    expect(stop).toMatchObject({
      message:
        "The plan takes the place chess/people/bob from bob, and guards.admins.required says that it must always be there. Write it into the configuration.",
      allow: null,
      setting: "guards.admins.required",
    });
  });

  test("is folded as keys are", () => {
    expect(told(plan({ ann: "KEEPER" }, ["chess/people/BOB"]))).toEqual(["admins chess/people/bob"]);
  });

  test("is another's business where the list is not managed, and that is said", () => {
    const { sections } = plan(null, ["chess/people/cid"]);
    expect(sections[0]?.stops).toEqual([]);
    expect(sections[0]?.next).toEqual([
      {
        address: "chess/people/cid",
        step: "must be there (guards.admins.required), which nobody has looked at: chess/people is not managed.",
      },
    ]);
  });

  test("binds the plan to who stands there", () => {
    const { sections } = plan({ ...keepers, dot: "GUEST" }, ["chess/people/bob"]);
    expect(sections[0]?.basis).toHaveProperty(["chess/people/bob"]);
  });
});
