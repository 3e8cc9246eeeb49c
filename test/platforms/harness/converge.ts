/**
 * The whole way, over real sockets: a random organization and a random configuration of it. Plan and apply make live
 * what is written; the next plan has nothing left but what waits for people; when they have accepted, again, until
 * nothing is left at all. After every write the organization has what it must never be without.
 */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { type Plan, stopsOf } from "../../../src/model/plan.ts";
import type { Platform } from "../../../src/model/platform.ts";
import { planText } from "../../../src/report/plan/terminal.ts";
import { variableName } from "../../../src/run/credentials.ts";
import { apply, plan as makePlan, type Result } from "../../../src/run/index.ts";
import type { LoggedRequest } from "../../../src/sandbox/log.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { hurried } from "../../support/clock.ts";
import type { Secrets } from "./connect.ts";
import { type Gen, pick } from "./draw.ts";
import { arrivalsIn, expectTold } from "./equal.ts";
import { lastJournal } from "./journal.ts";
import { watch } from "./watch.ts";

export interface Drawn {
  readonly seed: unknown;
  /** The account that Charter runs as. */
  readonly actor: string;
  /** What the files say: documents as `organization:` files hold them, without `platform`. */
  readonly documents: readonly { readonly [name: string]: unknown }[];
}

export interface ConvergeWorld {
  readonly platform: Platform;
  readonly draw: (gen: Gen) => Drawn;
  /** Throws where the stored organizations lack what they must never be without (an owner). Asked after every write. */
  readonly intact: (dump: unknown) => void;
  /** Throws where what is stored at the end is not what the documents say. Written from the fact sheet alone. */
  readonly settled: (dump: unknown, drawn: Drawn) => void;
  readonly secrets?: Secrets;
  /**
   * Guards that stop such plans although what is drawn is right, beside those that can be allowed: a run that ends
   * with one of them counts as stopped. Default: none.
   */
  readonly mayStop?: readonly string[];
  /** Default 40. */
  readonly runs?: number;
  /** Plans and applies until nothing is left, at most. Default 6. */
  readonly rounds?: number;
  /** Share of runs that must go the whole way. Default 0.5. */
  readonly least?: number;
}

/** Runs the property; throws with the counterexample. */
export async function converges(world: ConvergeWorld): Promise<void> {
  let [whole, all, written] = [0, 0, 0];
  const property = fc.asyncProperty(fc.gen(), async (gen) => {
    const drawn = world.draw(gen);
    const result = await oneRun(world, drawn, gen);
    all += 1;
    written += result.writes;
    if (result.whole) whole += 1;
  });
  await fc.assert(property, { numRuns: world.runs ?? 40, endOnFailure: true });
  // A test of nothing would pass too.
  expect(whole / all).toBeGreaterThanOrEqual(world.least ?? 0.5);
  expect(written / all).toBeGreaterThan(1);
}

async function oneRun(
  world: ConvergeWorld,
  drawn: Drawn,
  gen: Gen,
): Promise<{ readonly whole: boolean; readonly writes: number }> {
  const { platform } = world;
  const watched = watch(world.intact);
  let writes = 0;
  const sandbox: Sandbox = await startSandbox(platform.name, {
    seed: drawn.seed,
    onWrite: () => {
      writes += 1;
      watched.look(sandbox.dump());
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "charter-converge-"));
  try {
    await writeDocuments(folder, platform, drawn);
    const env = environment(platform, sandbox, drawn.actor, world.secrets);
    for (let round = 0; round < (world.rounds ?? 6); round += 1) {
      const busy = pick(gen, false, false, false, false, true) ? pick(gen, 429, 503) : null;
      const next = await step(world, folder, env, sandbox, busy);
      watched.check();
      if (next === "stopped") return { whole: false, writes };
      if (next === "nothing") {
        world.settled(sandbox.dump(), drawn);
        return { whole: true, writes };
      }
    }
    throw new Error(`not settled after ${world.rounds ?? 6} rounds: ${await left(folder, env)}`);
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One plan and apply, then everybody accepts what is pending. */
async function step(
  world: ConvergeWorld,
  directory: string,
  env: Readonly<Record<string, string>>,
  sandbox: Sandbox,
  busy: number | null,
): Promise<"stopped" | "nothing" | "on"> {
  const options = { directory, env, clock: hurried() };
  const first = resultOf(await makePlan(options));
  const stops = stopsOf(first);
  const allow = stops.flatMap((stop) => (stop.allow === null ? [] : [stop.allow]));
  const final = allow.length === 0 ? first : resultOf(await makePlan({ ...options, allow }));
  const kept = stopsOf(final);
  if (kept.length > 0) {
    expect(
      kept.filter((stop) => !world.mayStop?.includes(stop.guard)),
      JSON.stringify(kept, null, 1),
    ).toEqual([]);
    return "stopped";
  }
  if (isEmpty(final) && final.summary.pending === 0) return "nothing";
  if (final.summary.calls > 0) {
    const from = sandbox.requests.length;
    // What is told to wait is sent again, and counts once.
    if (busy !== null) sandbox.setFaults([{ kind: "status", status: busy, every: 4, times: 3 }]);
    const { result } = resultOf(await apply({ ...options, plan: final }));
    sandbox.setFaults([]);
    await expectSent(directory, final, sandbox.requests.slice(from), world.secrets);
    const wrong = result?.outcomes.filter(({ status }) => status === "failed" || status === "not-attempted");
    expect(wrong, JSON.stringify([wrong, final.sections.map(({ calls }) => calls)], null, 1)).toEqual([]);
    expect(result?.mismatches).toEqual([]);
    // What is left now waits for people: it is told as such, and nothing is sent again.
    const second = resultOf(await makePlan({ ...options, allow }));
    expect(second.summary.calls, JSON.stringify(second.sections, null, 1)).toBe(0);
  }
  sandbox.answer("accept");
  return "on";
}

/** What was printed is what the server got, and the journal says so. */
async function expectSent(
  directory: string,
  plan: Plan,
  requests: readonly LoggedRequest[],
  secrets: Secrets = {},
): Promise<void> {
  const text = planText(plan, { calls: true });
  const [events, arrivals] = [await lastJournal(directory), arrivalsIn(requests, text)];
  expectTold({ plan, text, events, arrivals, secrets, oneServer: true });
}

function isEmpty({ sections }: Plan): boolean {
  return sections.every(({ changes }) => changes.length === 0);
}

async function left(directory: string, env: Readonly<Record<string, string>>): Promise<string> {
  const rest = resultOf(await makePlan({ directory, env }));
  return JSON.stringify(rest.sections, null, 1);
}

function resultOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.findings, null, 1));
  return result.value;
}

/** Writes what was drawn into a folder. */
export async function writeDocuments(folder: string, platform: Platform, drawn: Drawn): Promise<void> {
  // Another draw may have had more.
  for (const name of await readdir(folder)) if (name.endsWith(".json")) await rm(join(folder, name));
  for (const [index, document] of drawn.documents.entries()) {
    // JSON is YAML.
    const text = JSON.stringify({ platform: platform.name, ...document });
    await writeFile(join(folder, `organization-${index}.json`), text);
  }
}

/** The variables that lead Charter to the sandbox as this account. */
export function environment(
  platform: Platform,
  sandbox: Sandbox,
  account: string,
  secrets: Secrets = {},
): Readonly<Record<string, string>> {
  const env: Record<string, string> = { ...secrets };
  for (const [index, host] of Object.keys(platform.protocol.hosts).entries()) {
    env[variableName(platform.name, index === 0 ? "url" : `${host}_url`)] = sandbox.url;
  }
  const credentials = sandbox.credentials(account);
  for (const [part, { env: name }] of Object.entries(platform.protocol.credentials)) {
    const value = credentials[part];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
