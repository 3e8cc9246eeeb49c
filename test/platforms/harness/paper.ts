/**
 * Dry run equals apply: for random organizations and configurations, what `plan --calls` prints is what `apply` sends,
 * call for call, once what was not known is filled in; also where some calls fail, and then nothing that needed them.
 * Nothing that only looks ever writes.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { applyPlan } from "../../../src/apply/apply.ts";
import { stopsOf } from "../../../src/model/plan.ts";
import { planText } from "../../../src/report/plan/terminal.ts";
import {
  access,
  drift,
  importOrganizations,
  listRuns,
  plan as makePlan,
  validate,
} from "../../../src/run/index.ts";
import { type Prepared, preparePlan, type Run, withRun } from "../../../src/run/plan.ts";
import { startSandbox } from "../../../src/sandbox/server.ts";
import { memoryRun } from "../../apply/support.ts";
import { quickClock } from "../../http/support.ts";
import { type ConvergeWorld, environment, writeDocuments } from "./converge.ts";
import { expectTold } from "./equal.ts";
import { expectGuarded } from "./guarded.ts";
import { type Chance, chances, recorder } from "./recorder.ts";

interface PaperWorld extends Pick<ConvergeWorld, "platform" | "draw" | "secrets"> {
  /** Organizations. Default 30. */
  readonly seeds?: number;
  /** Configurations of each. Default 10. */
  readonly plans?: number;
  /** False where no call of the platform speaks of what is known only later. */
  readonly references?: false;
}

/** Runs the property; throws with the counterexample. */
export async function sendsWhatIsTold(world: PaperWorld): Promise<void> {
  const tally = { plans: 0, calls: 0, stopped: 0, failed: 0, references: 0, guarded: 0 };
  const property = fc.asyncProperty(fc.gen(), async (gen) => {
    const { platform, secrets = {}, draw } = world;
    const drawn = draw(gen);
    const sandbox = await startSandbox(platform.name, { seed: drawn.seed });
    const directory = await mkdtemp(join(tmpdir(), "charter-paper-"));
    const options = { directory, env: environment(platform, sandbox, drawn.actor, secrets) };
    try {
      for (let index = 0; index < (world.plans ?? 10); index += 1) {
        // The first configuration was drawn for this organization, the others for another one of the same people.
        await writeDocuments(directory, platform, index === 0 ? drawn : draw(gen));
        if (index === 0) await look(options, platform.name);
        const prepared = await prepare(options, tally);
        if (prepared === null) {
          tally.stopped += 1;
          continue;
        }
        const chance = chances(gen(fc.nat));
        for (const trouble of [0, 0.1, 0.4]) await carryOut(world, prepared, chance, trouble, tally);
        tally.plans += 1;
      }
      expect(sandbox.requests.filter(({ write }) => write)).toEqual([]);
    } finally {
      await sandbox.close();
      await rm(directory, { recursive: true, force: true });
    }
  });
  await fc.assert(property, { numRuns: world.seeds ?? 30, endOnFailure: true });
  // A test of nothing would pass too.
  expect(tally.plans).toBeGreaterThan(tally.stopped);
  expect(tally.calls / tally.plans).toBeGreaterThan(2);
  expect(tally.failed).toBeGreaterThan(0);
  expect(tally.guarded).toBeGreaterThan(0);
  expect(tally.references > 0).toBe(world.references ?? true);
}

type Options = { readonly directory: string; readonly env: Readonly<Record<string, string>> };

/** Everything that only looks. */
async function look(options: Options, platform: string): Promise<void> {
  await validate(options);
  await makePlan(options);
  await drift(options);
  await access(options);
  await listRuns(options);
  const found = await importOrganizations({ ...options, platform, into: null, replace: true });
  expect(found.ok, JSON.stringify(found.findings)).toBe(true);
}

/** A plan without stops, with the live state that it rests on; null where nothing helps. */
async function prepare(options: Options, tally: { guarded: number }): Promise<Prepared | null> {
  const result = await withRun(options, async (run) => {
    const make = (allow: readonly string[]) =>
      preparePlan(run, { ...options, allow, withoutForbidden: true });
    const first = await make([]);
    const stops = first.ok ? stopsOf(first.value.plan) : [];
    if (first.ok) tally.guarded += guardedIn(run, first.value);
    return stops.length === 0 ? first : make(stops.flatMap(({ allow }) => (allow === null ? [] : [allow])));
  });
  return result.ok && result.value.plan.summary.stops === 0 ? result.value : null;
}

/** How many collections the guard on removals protects, each of which does lose too much. */
function guardedIn({ sections }: Run, { plan, live }: Prepared): number {
  return plan.sections.reduce((sum, section) => {
    const open = sections.find(({ configuration }) => configuration.connection.name === section.connection);
    const state = live.get(section.connection)?.live;
    if (open === undefined || state === undefined) throw new Error(`nothing of ${section.connection}`);
    return sum + expectGuarded(open.platform, section, state, open.actor);
  }, 0);
}

async function carryOut(
  { platform, secrets = {} }: PaperWorld,
  { plan, live }: Prepared,
  chance: Chance,
  trouble: number,
  tally: { calls: number; failed: number; references: number },
): Promise<void> {
  const run = memoryRun();
  const recorders = plan.sections.map(({ calls }) => recorder(calls, chance, trouble));
  const { outcomes } = await applyPlan({
    plan,
    run,
    clock: quickClock(),
    secrets: (name) => secrets[name],
    sections: plan.sections.map((section, index) => {
      const state = live.get(section.connection)?.live;
      const sender = recorders[index]?.sender;
      if (state === undefined || sender === undefined) throw new Error(`nothing of ${section.connection}`);
      return {
        section,
        platform,
        live: state,
        connection: sender,
        reread: async () => ({ live: state, unknown: [] }),
      };
    }),
  });
  if (outcomes.some(({ status }) => status === "not-attempted")) tally.failed += 1;
  const arrivals = recorders.flatMap((each) => each.arrivals);
  tally.calls += arrivals.length;
  const text = planText(plan, { calls: true });
  if (/\((known after|secret|nonce)/.test(text)) tally.references += 1;
  expectTold({ plan, text, arrivals, secrets, events: run.events });
  // Here every attempt passes the journal.
  expect(arrivals).toHaveLength(run.events.filter(({ type }) => type === "sending").length);
}
