/** What the platform does by itself meets the same guards. */
import { expect, test } from "vitest";
import type { CallDraft } from "../../../src/model/call.ts";
import { type Plan, stopsOf } from "../../../src/model/plan.ts";
import type { Platform } from "../../../src/model/platform.ts";
import type { Delta, StateView } from "../../../src/model/state.ts";
import { clubPlatform } from "../../support/club-platform.ts";
import { desiredOf, liveOf, planOf, type Tree } from "../../support/plans.ts";

const names = (plan: Plan) => stopsOf(plan).map(({ guard, scope }) => `${guard} ${scope}`);

/** When bob goes, `more` happens too. */
function withMore(more: (state: StateView, call: CallDraft) => readonly Delta[]): Platform {
  return {
    ...clubPlatform,
    effects: (state, call, actor) => [
      ...clubPlatform.effects(state, call, actor),
      ...(call.operation === "person.remove" ? more(state, call) : []),
    ],
  };
}

const live: Tree = {
  motto: "",
  people: { ann: "KEEPER", bob: "GUEST", cid: "KEEPER" },
  rooms: { den: { floor: 0, sealed: false, keys: { ann: "SAFE", cid: "DOOR" } } },
};
const stops = (platform: Platform, allow: readonly string[] = []) =>
  names(
    planOf(
      platform,
      desiredOf(platform, { chess: { people: { ann: "KEEPER", cid: "KEEPER" } } }),
      liveOf(platform, { chess: live }),
      { allow },
    ),
  );

test("a container that goes along is destroyed, and speaks for what is in it", () => {
  const platform = withMore(() => [{ type: "remove", address: "chess/rooms/den" }]);
  expect(stops(platform)).toEqual(["destroy chess/rooms/den"]);
  expect(stops(platform, ["destroy:chess/rooms/den"])).toEqual([]);
});

test("what the actor loses along with somebody else", () => {
  expect(stops(withMore(() => [{ type: "remove", address: "chess/rooms/den/keys/ann" }]))).toEqual([
    "actor chess/rooms/den/keys/ann",
  ]);
  const lowered = withMore((state) => {
    const key = state.get("chess/rooms/den/keys/ann");
    return key === undefined ? [] : [{ type: "put", resource: { ...key, attributes: { opens: "DOOR" } } }];
  });
  expect(stops(lowered)).toEqual(["actor chess/rooms/den/keys/ann"]);
});

test("what the actor may no longer do, by whatever gave it", () => {
  const platform: Platform = {
    ...clubPlatform,
    access: {
      ...clubPlatform.access,
      standing: (state, actor, address) =>
        new Set([
          ...clubPlatform.access.standing(state, actor, address),
          ...(state.get("chess/people/bob") === undefined ? [] : ["friend of bob"]),
        ]),
    },
  };
  expect(stops(platform)).toEqual(["actor chess"]);
  expect(stops(platform, ["actor:chess"])).toEqual([]);
});
