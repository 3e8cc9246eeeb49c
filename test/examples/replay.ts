/** Commits one by one through Charter's planner, on paper: the live side is a value. */
import { expect } from "vitest";
import type { Example } from "../../examples/kubernetes/example.ts";
import type { GitHub } from "../../examples/kubernetes/github.ts";
import { everNamed, type Source, startOf } from "../../examples/kubernetes/source.ts";
import { homeOf, rootOf } from "../../src/model/address.ts";
import { type DesiredState, defaultGuards } from "../../src/model/configuration.ts";
import { type Plan, stopsOf } from "../../src/model/plan.ts";
import type { Actor, Platform } from "../../src/model/platform.ts";
import type { Resource } from "../../src/model/resource.ts";
import { applyDeltas, type State } from "../../src/model/state.ts";
import type { Written } from "../../src/model/written.ts";
import { type Allowance, parseAllow } from "../../src/plan/allow.ts";
import { diff } from "../../src/plan/diff.ts";
import { writtenCounts } from "../../src/plan/guards/shrink.ts";
import { match } from "../../src/plan/match.ts";
import { buildPlan } from "../../src/plan/plan.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { connectAs, readAll, soughtAs } from "../platforms/harness/connect.ts";
import { desiring } from "./desired.ts";
import { platformOf } from "./platform.ts";
import { changesOf, steps } from "./steps.ts";

export interface Tally {
  readonly commits: number;
  /** Commits that change nothing on the platform. */
  readonly nothing: number;
  readonly changes: number;
  /** Invitations that people accepted. */
  readonly accepted: number;
  /** Commits that guards stopped. */
  readonly stopped: number;
  /** What stopped them, by the guard's name. */
  readonly overridden: Readonly<Record<string, number>>;
}

/**
 * Plans every commit of the history: the plan holds exactly what is expected of the commit, and once its calls are
 * carried out and its invitations accepted, the next one is empty. Throws where it is not so.
 */
export async function replay(example: Example, source: Omit<Source, "end">): Promise<Tally> {
  const platform = platformOf(example);
  const desire = desiring(example, platform);
  const start = startOf(source);
  const { live, actor } = await liveState(example, platform, source, start);
  let former: readonly Written[] = [];
  const planFor = (github: GitHub, allow: readonly Allowance[] = []): Plan => {
    const desired = desire(github);
    const organizations = [...github.keys()];
    const section = {
      connection: "replay",
      platform,
      urls: {},
      actor,
      organizations,
      desired,
      live,
      stops: [],
    };
    return buildPlan({
      sections: [{ ...section, diff: diff({ platform, actor: actor.id, desired, live, unknown: [] }) }],
      guards: defaultGuards,
      former,
      expiring: 0,
      allow,
      targets: [],
      withoutForbidden: false,
      time: "2024-04-04T00:00:00.000Z",
      version: "0.0.0",
      configuration: "replay",
    });
  };
  expect(changesOf(planFor(start))).toEqual([]);

  const tally = { commits: 0, nothing: 0, changes: 0, accepted: 0, stopped: 0 };
  const overridden: Record<string, number> = {};
  for (const { commit, after, expected } of steps(source, example.expectation)) {
    let plan = planFor(after);
    if (plan.summary.stops > 0) {
      // As a person would, by the name that the guard itself gives.
      const { allowances, findings } = parseAllow(
        stopsOf(plan).map(({ allow, message }) => allow ?? message),
      );
      expect(findings, commit.commit).toEqual([]);
      for (const { guard } of stopsOf(plan)) overridden[guard] = (overridden[guard] ?? 0) + 1;
      tally.stopped += 1;
      plan = planFor(after, allowances);
    }
    expect(changesOf(plan), commit.commit).toEqual(expected);
    expect([stopsOf(plan), plan.summary.waiting], commit.commit).toEqual([[], 0]);
    carryOut(platform, plan, actor, live);
    for (const { address } of expected) {
      const resource = live.get(address);
      if (resource?.pending === undefined) continue;
      live.put(accepted(resource));
      tally.accepted += 1;
    }

    former = writtenIn(desire(after));
    const { summary } = planFor(after);
    expect(Object.values(summary), commit.commit).toEqual(Object.values(summary).map(() => 0));
    tally.commits += 1;
    tally.nothing += expected.length === 0 ? 1 : 0;
    tally.changes += expected.length;
  }
  return { ...tally, overridden };
}

/** What is live on a server that holds the start, under the addresses of its configuration. */
async function liveState(
  example: Example,
  platform: Platform,
  source: Omit<Source, "end">,
  start: GitHub,
): Promise<{ readonly live: State; readonly actor: Actor }> {
  const seed = example.seed(start, everNamed({ ...source, end: [] }));
  const desired = desiring(example, platform)(start);
  const sandbox = await startSandbox(example.platform, { seed, log: false });
  const connection = connectAs(platform, sandbox, example.actor);
  try {
    const names = [...desired.resources.keys()].filter((address) => !address.includes("/"));
    const { state, unreadable, actor } = await readAll(platform, connection, soughtAs(...names));
    expect(unreadable).toEqual([]);
    const observations = [...state.all()].map((resource) => ({ type: "resource" as const, resource }));
    const { live, stops } = match(platform, observations, desired, new Map());
    expect(stops).toEqual([]);
    return { live, actor };
  } finally {
    await connection.close();
    await sandbox.close();
  }
}

/** What the calls of a plan leave behind; what is made gets an id. */
function carryOut({ effects }: Platform, { sections }: Plan, actor: Actor, live: State): void {
  for (const call of sections.flatMap(({ calls }) => calls)) {
    applyDeltas(live, effects(live, call, actor));
    const made = call.yields === undefined ? undefined : live.get(call.yields.address);
    if (made !== undefined) live.put({ ...made, id: `id of ${made.address}` });
  }
}

/** An invitation as it is once the person has accepted it. */
function accepted({ pending: _, ...resource }: Resource): Resource {
  return resource;
}

/** What an apply of it would remember. */
function writtenIn(desired: DesiredState): readonly Written[] {
  const counts = [...writtenCounts([desired])];
  return [...desired.resources.keys()]
    .filter((address) => homeOf(address) === null)
    .map((organization) => ({
      connection: "replay",
      organization,
      counts: new Map(counts.filter(([collection]) => rootOf(collection) === organization)),
    }));
}
