/** Calls that only prepare a creation. */
import { expect, test } from "vitest";
import type { Platform } from "../../src/model/platform.ts";
import { guildPlatform } from "../support/guild-platform.ts";
import { desiredOf, liveOf, planOf } from "../support/plans.ts";

/** Masters are proposed first: nothing is there until the guild has agreed. */
const platform: Platform = {
  ...guildPlatform,
  effects: (state, call, actor) =>
    JSON.stringify(call.body).includes("master") ? [] : guildPlatform.effects(state, call, actor),
};

test("are told from those that make a part of it", () => {
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
