import { expect, test } from "vitest";
import { createState, fork, type State } from "../../src/model/state.ts";
import { staleness } from "../../src/plan/basis.ts";
import { parsePlan, serializePlan } from "../../src/plan/file.ts";
import { clubPlatform as platform } from "../support/club-platform.ts";
import { desiredOf, liveOf, planOf } from "../support/plans.ts";

const before = liveOf(platform, {
  chess: { motto: "", people: { ann: "KEEPER", bob: "GUEST", cid: "GUEST" } },
  go: { motto: "", people: { ann: "KEEPER" } },
});
const plan = planOf(
  platform,
  desiredOf(platform, { chess: { people: { ann: "KEEPER", bob: "KEEPER", dot: "GUEST" } } }),
  before,
);
const [section] = plan.sections;

const moved = (move: (state: State) => void): readonly string[] => {
  if (section === undefined) throw new Error("no section");
  const state = fork(before);
  move(state);
  return staleness(section, state).map(({ message }) => message);
};
const person = (who: string, rank: string, pending?: string) => ({
  address: `chess/people/${who}`,
  kind: "person",
  key: who,
  attributes: { rank },
  ...(pending === undefined ? {} : { pending }),
});

test.each<[string, (state: State) => void, readonly string[]]>([
  ["nothing moved", () => {}, []],
  [
    "somebody the plan changes was changed",
    (state) => state.put(person("bob", "KEEPER")),
    ["chess/people/bob has changed since the plan was made."],
  ],
  [
    "somebody the plan removes is gone",
    (state) => void state.remove("chess/people/cid"),
    ["chess/people/cid has gone since the plan was made."],
  ],
  [
    "somebody the plan adds has appeared",
    (state) => state.put(person("dot", "GUEST")),
    ["chess/people/dot has appeared since the plan was made."],
  ],
  [
    "the guards counted a list that grew",
    (state) => state.put(person("eve", "GUEST")),
    ["chess/people/eve has appeared since the plan was made."],
  ],
  ["an invitation was accepted", (state) => state.put({ ...person("ann", "KEEPER"), pending: "ann" }), []],
  ["another club moved", (state) => void state.remove("go/people/ann"), []],
])("a plan's basis: %s", (_name, move, messages) => {
  expect(moved(move)).toEqual(messages);
});

test("a plan file comes back as it was", () => {
  const read = parsePlan(serializePlan(plan));
  expect("plan" in read && JSON.stringify(read.plan)).toBe(JSON.stringify(plan));
});

test.each([
  ["an edit", (text: string) => text.replace('"KEEPER"', '"GUEST"'), "plan/digest"],
  ["another format", (text: string) => text.replace("charter-plan/1", "charter-plan/9"), "plan/version"],
  ["another file", () => '{"name":"x"}', "plan/format"],
  ["half a file", (text: string) => text.slice(0, 99), "plan/syntax"],
  ["no sections", () => '{"format":"charter-plan/1","digest":"","targets":[],"summary":{}}', "plan/digest"],
])("a plan file is refused after %s", (_name, edit, code) => {
  const read = parsePlan(edit(serializePlan(plan)));
  expect("finding" in read && read.finding.code).toBe(code);
});

test("states compare by address alone: an empty state makes every basis stale", () => {
  expect(section && staleness(section, createState()).length).toBeGreaterThan(0);
});
