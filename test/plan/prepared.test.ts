/** Calls that only prepare a change, and changes of which nothing is sent. */
import { describe, expect, test } from "vitest";
import type { Platform } from "../../src/model/platform.ts";
import { guildPlatform } from "../support/guild-platform.ts";
import { desiredOf, liveOf, planOf } from "../support/plans.ts";

/** Masters are proposed first: nothing is there until the guild has agreed. */
const platform: Platform = {
  ...guildPlatform,
  effects: (state, call, actor) =>
    JSON.stringify(call.body).includes("master") ? [] : guildPlatform.effects(state, call, actor),
};

test("calls that prepare a creation are told from those that make a part of it", () => {
  const plan = planOf(
    platform,
    desiredOf(platform, { north: { fellows: { bea: "master", cid: "apprentice" } } }),
    liveOf(platform, { north: { $id: "g1", fellows: {} } }),
  );
  expect(plan.sections[0]?.changes).toMatchObject([
    { key: "bea", calls: ["c1"], waiting: "bea to accept the invitation", prepared: true },
    { key: "cid", calls: ["c2"] },
  ]);
  expect(plan.sections[0]?.changes[1]).not.toHaveProperty("prepared");
  const usual = planOf(
    guildPlatform,
    desiredOf(guildPlatform, { north: { fellows: { bea: "master" } } }),
    liveOf(guildPlatform, { north: { $id: "g1", fellows: {} } }),
  );
  expect(usual.sections[0]?.changes[0]).toMatchObject({ waiting: "bea to accept the invitation" });
  expect(usual.sections[0]?.changes[0]).not.toHaveProperty("prepared");
});

describe("what takes from the actor", () => {
  /** A fellow is asked to go, and gone once it agrees. */
  const asking = (asked: boolean): Platform => ({
    ...guildPlatform,
    effects: () => [],
    calls: (batch, state, actor) => ({
      calls: asked ? guildPlatform.calls(batch, state, actor).calls : [],
      waiting: batch.changes.map(({ address, key }) => ({ address, for: `${key} to agree` })),
    }),
  });
  const plan = (of: Platform) =>
    planOf(
      of,
      desiredOf(of, { north: { fellows: {} } }),
      liveOf(of, { north: { $id: "g1", fellows: { ann: "master" } } }),
    ).sections[0];

  test("stops where something of it is sent", () => {
    const section = plan(asking(true));
    expect(section?.stops.map(({ guard }) => guard)).toEqual(["actor"]);
    expect(section?.changes).toMatchObject([{ calls: ["c1"], waiting: "ann to agree", prepared: true }]);
  });

  test("and not as long as all of it waits", () => {
    const section = plan(asking(false));
    expect(section?.stops).toEqual([]);
    expect(section?.changes).toMatchObject([{ calls: [], waiting: "ann to agree" }]);
  });
});
