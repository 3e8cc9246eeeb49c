import { describe, expect, it } from "vitest";
import { actor, type Model, mapFacts } from "../../examples/kubernetes/mapping.ts";
import { desiredState, liveResources } from "../../examples/kubernetes/resources.ts";
import { readSource } from "../../examples/kubernetes/source.ts";
import { defaultGuards } from "../../src/model/configuration.ts";
import type { Plan } from "../../src/model/plan.ts";
import { applyDeltas, type State } from "../../src/model/state.ts";
import { type Allowance, parseAllow } from "../../src/plan/allow.ts";
import { diff } from "../../src/plan/diff.ts";
import { match } from "../../src/plan/match.ts";
import { buildPlan } from "../../src/plan/plan.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { changesOf, steps } from "./steps.ts";

const who = { id: actor };

/** A plan without a network: the live side is a value. */
function planFor(model: Model, live: State, allow: readonly Allowance[] = []): Plan {
  const desired = desiredState(model);
  return buildPlan({
    sections: [
      {
        connection: "dnanexus",
        platform: dnanexus,
        actor: who,
        organizations: [...model.keys()],
        desired,
        live,
        diff: diff({ platform: dnanexus, actor, desired, live, unknown: [] }),
        stops: [],
      },
    ],
    guards: defaultGuards,
    allow,
    targets: [],
    withoutForbidden: false,
    time: "2024-04-04T00:00:00.000Z",
    version: "0.0.0",
    configuration: "replay",
  });
}

function stopsOf(plan: Plan): readonly string[] {
  return plan.sections.flatMap((section) => section.stops.map(({ allow, message }) => allow ?? message));
}

describe("the replay of 395 commits", () => {
  it("plans exactly what each says, and nothing once that is done", { timeout: 240_000 }, async () => {
    const source = await readSource();
    const start = mapFacts(source.start);
    const observations = liveResources(start).map((resource) => ({ type: "resource" as const, resource }));
    const { live, stops } = match(dnanexus, observations, desiredState(start), new Map());
    expect(stops).toEqual([]);
    expect(changesOf(planFor(start, live))).toEqual([]);

    const tally = { commits: 0, nothing: 0, changes: 0, stopped: 0 };
    const overridden: string[] = [];
    for (const { commit, after, expected } of steps(source)) {
      let plan = planFor(after, live);
      if (plan.summary.stops > 0) {
        // As a person would, by the name that the guard itself gives.
        const { allowances, findings } = parseAllow(stopsOf(plan));
        expect(findings, commit.commit).toEqual([]);
        overridden.push(...stopsOf(plan));
        tally.stopped += 1;
        plan = planFor(after, live, allowances);
      }
      expect(changesOf(plan), commit.commit).toEqual(expected);
      expect([stopsOf(plan), plan.summary.waiting], commit.commit).toEqual([[], 0]);
      for (const { calls } of plan.sections) {
        for (const call of calls) applyDeltas(live, dnanexus.effects(live, call, who));
      }

      const { summary } = planFor(after, live);
      expect(Object.values(summary), commit.commit).toEqual(Object.values(summary).map(() => 0));
      tally.commits += 1;
      tally.nothing += expected.length === 0 ? 1 : 0;
      tally.changes += expected.length;
    }
    expect(tally).toMatchInlineSnapshot(`
      {
        "changes": 2018,
        "commits": 395,
        "nothing": 6,
        "stopped": 23,
      }
    `);
    // Nothing but the share of people removed: no commit ever takes the last admin or the actor.
    expect(new Set(overridden.map((allow) => allow.replace(/:.*\//, " ")))).toEqual(
      new Set(["removals members"]),
    );
  });
});
