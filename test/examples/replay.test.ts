import { describe, expect, it } from "vitest";
import { openLedger } from "../../examples/kubernetes/expected.ts";
import { type Commit, printFact } from "../../examples/kubernetes/facts.ts";
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

const who = { id: actor };

/** What the plan is, without a network: the live side is a value. */
function planFor(model: Model, live: State, allow: readonly Allowance[]): Plan {
  const desired = desiredState(model);
  const found = diff({ platform: dnanexus, actor, desired, live, unknown: [] });
  return buildPlan({
    sections: [
      {
        connection: "dnanexus",
        platform: dnanexus,
        actor: who,
        organizations: [...model.keys()],
        desired,
        live,
        diff: found,
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

/** The changes of a plan in the words of what is expected of a commit. */
function changesOf(plan: Plan) {
  return plan.sections.flatMap((section) =>
    section.changes.map(({ address, action, attributes }) => ({
      address,
      action,
      attributes: Object.fromEntries(attributes.map(({ name, before, after }) => [name, [before, after]])),
    })),
  );
}

interface Tally {
  /** Commits that a guard stopped, with the guards. */
  readonly stopped: Map<string, readonly string[]>;
  /** Commits that change nothing on the platform. */
  nothing: number;
  changes: number;
  calls: number;
}

/** Plans a commit, overriding what guards say as a person would, each by its own name. */
function planAllowed(model: Model, live: State, commit: Commit, tally: Tally): Plan {
  const plan = planFor(model, live, []);
  const stops = plan.sections.flatMap((section) => section.stops);
  if (stops.length === 0) return plan;
  tally.stopped.set(
    commit.commit,
    stops.map((stop) => stop.allow ?? `${stop.guard} ${stop.scope}: ${stop.message}`),
  );
  const { allowances, findings } = parseAllow(stops.map((stop) => stop.allow ?? "never:never"));
  expect(findings).toEqual([]);
  return planFor(model, live, allowances);
}

describe("the replay of 395 commits", () => {
  it("plans exactly what each commit says, and nothing once that is done", { timeout: 120_000 }, async () => {
    const { start, history } = await readSource();
    const facts = new Map(start.map((fact) => [printFact(fact), fact]));
    const ledger = openLedger(start);
    let model = mapFacts(start);
    const observations = liveResources(model).map((resource) => ({ type: "resource" as const, resource }));
    const { live, stops } = match(dnanexus, observations, desiredState(model), new Map());
    expect(stops).toEqual([]);
    expect(changesOf(planFor(model, live, []))).toEqual([]);

    const tally: Tally = { stopped: new Map(), nothing: 0, changes: 0, calls: 0 };
    for (const commit of history) {
      for (const { sign, fact } of commit.ops) {
        if (sign === "+") facts.set(printFact(fact), fact);
        else facts.delete(printFact(fact));
      }
      model = mapFacts(facts.values(), model);
      const expected = ledger.commit(commit);

      const plan = planAllowed(model, live, commit, tally);
      expect(changesOf(plan), commit.commit).toEqual(expected);
      const [section] = plan.sections;
      expect(section?.stops, commit.commit).toEqual([]);
      expect(plan.summary.waiting, commit.commit).toBe(0);
      for (const call of section?.calls ?? []) applyDeltas(live, dnanexus.effects(live, call, who));

      const next = planFor(model, live, []);
      expect([changesOf(next), next.summary.calls, next.summary.stops], commit.commit).toEqual([[], 0, 0]);
      tally.nothing += expected.length === 0 ? 1 : 0;
      tally.changes += expected.length;
      tally.calls += plan.summary.calls;
    }
    expect({ ...tally, stopped: tally.stopped.size }).toMatchInlineSnapshot();
    expect([...tally.stopped.values()].flat().map((text) => text.split(":")[0])).toEqual(
      [...tally.stopped.values()].flat().map(() => "removals"),
    );
  });
});
