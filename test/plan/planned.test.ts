/** Calls of one change may ask what else the same plan changes. */
import { expect, test } from "vitest";
import type { Action } from "../../src/model/change.ts";
import type { Platform } from "../../src/model/platform.ts";
import { guildPlatform } from "../support/guild-platform.ts";
import { desiredOf, liveOf, planOf } from "../support/plans.ts";

test("a change of another batch, and none where nothing changes or a target leaves it out", () => {
  const desired = desiredOf(guildPlatform, { north: { fellows: { bea: "master", cid: "master" } } });
  const live = liveOf(guildPlatform, { north: { $id: "g1", fellows: { bea: "master", dan: "master" } } });
  const seen = (targets: readonly string[]) => {
    const found = new Map<string, readonly (Action | undefined)[]>();
    const platform: Platform = {
      ...guildPlatform,
      calls: (batch, state, actor) => {
        const actions = ["bea", "cid", "dan"].map((who) => batch.planned?.(`north/fellows/${who}`)?.action);
        for (const { key } of batch.changes) found.set(key, actions);
        return guildPlatform.calls(batch, state, actor);
      },
    };
    planOf(platform, desired, live, { targets });
    return Object.fromEntries(found);
  };
  const all = [undefined, "create", "delete"];
  expect(seen([])).toEqual({ cid: all, dan: all });
  expect(seen(["north/fellows/cid"])).toEqual({ cid: [undefined, "create", undefined] });
});
