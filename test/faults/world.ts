/** What goes wrong under an apply, on every platform: the world it happens in, and what must hold of it all the same. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished } from "vitest";
import { parse } from "yaml";
import { exitCode } from "../../src/cli/exit.ts";
import { coveredBy } from "../../src/model/address.ts";
import type { ApplyResult, ChangeOutcome } from "../../src/model/outcome.ts";
import type { Plan, PlannedChange } from "../../src/model/plan.ts";
import type { Platform } from "../../src/model/platform.ts";
import { placeOf } from "../../src/model/resource.ts";
import { type Applied, type ApplyOptions, apply, plan, type Result } from "../../src/run/index.ts";
import type { LoggedRequest } from "../../src/sandbox/log.ts";
import { type Fault, type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import type { Secrets } from "../platforms/harness/connect.ts";
import { environment } from "../platforms/harness/converge.ts";
import { resultOf } from "../platforms/harness/folder.ts";
import { watch } from "../platforms/harness/watch.ts";
import { hurried } from "../support/clock.ts";

/** What a store holds of one object: attributes under the names of the configuration, as far as they are compared. */
export interface Entry {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** An invitation that nobody has answered. */
  readonly invited?: boolean;
}

export type Held = ReadonlyMap<string, Entry>;

/** A world as a fact sheet describes it; nothing here comes from the driver. */
export interface FaultWorld {
  readonly platform: Platform;
  readonly seed: unknown;
  readonly files: Readonly<Record<string, string>>;
  readonly as: string;
  /** Signing in spends something (a code, a refresh token): its request is not sent again after a lost answer. */
  readonly spends?: boolean;
  readonly allow?: readonly string[];
  readonly secrets?: Secrets;
  /** What is stored, by the addresses of the configuration. */
  readonly held: (dump: unknown) => Held;
  /** Names what a write does that must be carried out once only: a mail to somebody, a second object of one name. */
  readonly once: (request: LoggedRequest) => string | null;
  /** Throws where an organization lacks what it must never be without. Asked after every write. */
  readonly intact: (dump: unknown) => void;
}

/** The example of a platform, as a world. */
export async function exampleOf(
  platform: Platform,
): Promise<Pick<FaultWorld, "platform" | "seed" | "files" | "secrets">> {
  const directory = resolve(import.meta.dirname, "../../examples", platform.name);
  const text = await readFile(join(directory, "organizations/acme.yaml"), "utf8");
  const named = [...text.matchAll(/\benv: (\w+)/g)].map(([, name = ""]) => [name, "Correct-h0rse-42!"]);
  return {
    platform,
    seed: parse(await readFile(join(directory, "seed.yaml"), "utf8")),
    files: { "acme.yaml": text },
    secrets: Object.fromEntries(named),
  };
}

/** Collects what is held; an address that comes twice is a finding about the server. */
export function holding(): {
  readonly held: Held;
  readonly put: (address: string, attributes?: Entry["attributes"], invited?: boolean) => void;
} {
  const held = new Map<string, Entry>();
  return {
    held,
    put: (address, attributes = {}, invited = false) => {
      if (held.has(address)) throw new Error(`${address} is there twice`);
      held.set(address, { attributes, invited });
    },
  };
}

export interface Desk extends AsyncDisposable {
  readonly world: FaultWorld;
  readonly sandbox: Sandbox;
  readonly directory: string;
  readonly env: () => Readonly<Record<string, string>>;
  /** Somebody puts a new credential in the place of one that is spent. */
  readonly renew: () => void;
  readonly apply: (options?: Pick<ApplyOptions, "plan" | "confirm" | "targets">) => Promise<Result<Applied>>;
  readonly plan: () => Promise<Result<Plan>>;
  /** Called after every write with how many there were. */
  onWrite: (count: number) => void;
}

/** Milliseconds of waiting that the clock does not take. */
const patience = 60_000;

export async function open(world: FaultWorld, accept = false): Promise<Desk> {
  const watched = watch(world.intact);
  let writes = 0;
  const sandbox: Sandbox = await startSandbox(world.platform.name, {
    seed: world.seed,
    accept,
    onWrite: () => {
      writes += 1;
      watched.look(sandbox.dump());
      desk.onWrite(writes);
    },
  });
  const directory = await mkdtemp(join(tmpdir(), "charter-faults-"));
  for (const [name, text] of Object.entries(world.files)) await writeFile(join(directory, name), text);
  let env = environment(world.platform, sandbox, world.as, world.secrets);
  const clock = hurried();
  const options = () => ({ directory, env, allow: world.allow ?? [], clock, patience });
  const whole = <T>(result: T): T => {
    watched.check();
    return result;
  };
  const desk: Desk = {
    world,
    sandbox,
    directory,
    env: () => env,
    renew: () => {
      env = environment(world.platform, sandbox, world.as, world.secrets);
    },
    apply: async (more = {}) => whole(await apply({ ...options(), ...more })),
    plan: async () => whole(await plan(options())),
    onWrite: () => {},
    [Symbol.asyncDispose]: async () => {
      await sandbox.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return desk;
}

/** Somebody on another machine: another store, and other files where they are given. */
export async function elsewhere(
  desk: Desk,
  { files = desk.world.files, as = desk.world.as, allow = desk.world.allow ?? [] }: Partial<Elsewhere> = {},
): Promise<Pick<Desk, "apply" | "plan">> {
  const directory = await mkdtemp(join(tmpdir(), "charter-elsewhere-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  let env: Desk["env"] | null = null;
  const options = () => {
    // A credential that works once is another one than the first machine has used.
    const own = env?.() ?? environment(desk.world.platform, desk.sandbox, as, desk.world.secrets);
    env = () => own;
    return { directory, env: own, allow, clock: hurried(), patience };
  };
  return {
    apply: (more = {}) => apply({ ...options(), ...more }),
    plan: () => plan(options()),
  };
}

type Elsewhere = Pick<FaultWorld, "files" | "as"> & { readonly allow: readonly string[] };

/** Strikes, applies, and checks all that must hold. Gives what was told, or null where nothing was begun. */
export async function strike(desk: Desk, faults: readonly Fault[]): Promise<ApplyResult | null> {
  desk.sandbox.setFaults(faults);
  const before = desk.sandbox.requests.length;
  const result = await desk.apply();
  desk.sandbox.setFaults([]);
  const asked = desk.sandbox.requests.slice(before);
  expectOnce(desk);
  if (!result.ok) {
    // It could not sign in or read. Then it has changed nothing.
    expect(result.findings.every(({ code }) => code.startsWith("connection/"))).toBe(true);
    expect(asked.filter(({ write }) => write)).toEqual([]);
    if (desk.world.spends) desk.renew();
    return null;
  }
  const { plan: made, result: told } = result.value;
  if (told !== null) {
    expectHonest(desk, made, told);
    const code = exitCode({ type: "apply", plan: made, result: told, declined: false });
    expect([told.outcomes, code]).toEqual([told.outcomes, expectedCode(told)]);
  }
  return told;
}

/** 0 done, or only pending and waiting; 4 in part; 1 nothing of it. */
function expectedCode({ outcomes, verified, cancelled, sent }: ApplyResult): number {
  const short = outcomes.filter(({ status }) => status === "failed" || status === "not-attempted").length;
  if (short === 0 && verified !== false && !cancelled) return 0;
  return sent > 0 || outcomes.some(({ status }) => status === "applied") ? 4 : 1;
}

/** What it says became of each change is what the store holds. */
export function expectHonest(desk: Desk, made: Plan, { outcomes }: ApplyResult): void {
  const held = desk.world.held(desk.sandbox.dump());
  const changes = new Map(
    made.sections.flatMap((section) => section.changes.map((each) => [each.address, each])),
  );
  expect(outcomes.map(({ address }) => address).sort()).toEqual([...changes.keys()].sort());
  const blind = new Set(made.sections.flatMap(({ unknown }) => unknown.map(placeOf)));
  for (const outcome of outcomes) {
    const change = changes.get(outcome.address);
    if (change === undefined || coveredBy(change.address, blind) !== null) continue;
    expect([outcome, verdict(outcome, change, held)]).toEqual([outcome, "true"]);
  }
}

/**
 * | told | the store holds |
 * | --- | --- |
 * | applied | what was planned, and nobody is asked |
 * | pending | an invitation |
 * | waiting | (what it waits for has not happened: nothing to compare) |
 * | failed, in doubt | (it says so) |
 * | failed, not attempted | not what was planned |
 */
function verdict(outcome: ChangeOutcome, change: PlannedChange, held: Held): string {
  const there = held.get(change.address);
  switch (outcome.status) {
    case "applied":
      if (change.action === "delete") return there === undefined ? "true" : "it is still there";
      return there?.invited ? "it is an invitation" : missing(change, there);
    case "pending":
      return there?.invited ? "true" : "there is no invitation";
    case "waiting":
      return "true";
    case "failed":
    case "not-attempted": {
      if (outcome.status === "failed" && outcome.message.includes("It may have been carried out"))
        return "true";
      const done = change.action === "delete" ? there === undefined : missing(change, there) === "true";
      return done ? "it was carried out" : "true";
    }
  }
}

function missing({ attributes }: PlannedChange, there: Entry | undefined): string {
  if (there === undefined) return "it is not there";
  const wrong = attributes.filter(
    ({ name, after }) => name in there.attributes && text(there.attributes[name]) !== text(after),
  );
  return wrong.length === 0
    ? "true"
    : wrong.map(({ name }) => `${name} is ${text(there.attributes[name])}`).join();
}

function text(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
}

/** What must happen once has happened once at most. */
export function expectOnce({ world, sandbox }: Desk): void {
  const done = sandbox.requests
    .filter(
      ({ write, status, fault }) =>
        write && (fault === "lost" || fault === "truncate" || (status >= 200 && status < 300)),
    )
    .flatMap((request) => world.once(request) ?? []);
  expect(done).toEqual([...new Set(done)]);
}

/** The next run does what is left, and after it there is nothing to do. */
export async function expectConverges(desk: Desk, alone = true): Promise<void> {
  desk.sandbox.setFaults([]);
  const next = resultOf(await desk.apply());
  const bad = next.result?.outcomes.filter(({ status }) => status === "failed" || status === "not-attempted");
  expect(bad ?? []).toEqual([]);
  expect([next.plan.summary.stops, next.plan.summary.unknown]).toEqual([0, 0]);
  expect([next.result?.verified ?? true, next.result?.mismatches ?? []]).toEqual([true, []]);
  if (alone) expectOnce(desk);
  // Nothing was left, then.
  if (next.plan.summary.calls === 0) return;
  const writes = desk.sandbox.requests.filter(({ write }) => write).length;
  const left = resultOf(await desk.plan());
  expect([left.summary.calls, left.summary.stops, left.summary.unknown]).toEqual([0, 0, 0]);
  expect(desk.sandbox.requests.filter(({ write }) => write).length - writes).toBe(0);
}
