/**
 * Killed anywhere: the process that applies is killed at each single write, before the answer reaches it and after it
 * has taken that down. The journal tells what was sent; the next runs come to the same end as an undisturbed one,
 * and nothing was done twice that may not be.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Plan } from "../../../src/model/plan.ts";
import { order } from "../../../src/model/value.ts";
import type { LoggedRequest } from "../../../src/sandbox/log.ts";
import { type Desk, type DeskWorld, desk } from "./desk.ts";
import { endOf, onceOf } from "./ends.ts";
import { resultOf } from "./folder.ts";
import { journals, lastJournal } from "./journal.ts";
import { expectTruthful } from "./truth.ts";

/** `acted`: the server has acted, and its answer never arrives. `answered`: it has, and the journal says so. */
type Moment = "acted" | "answered";

/** What an undisturbed run comes to. */
interface Calm {
  /** Writes of each round. */
  readonly rounds: readonly number[];
  readonly end: string;
  readonly once: readonly string[];
  readonly operations: ReadonlySet<string>;
}

/** Rounds of an apply and of people accepting, at most. */
const most = 5;

export async function survivesKills(world: DeskWorld, moment: Moment): Promise<void> {
  const calm = await undisturbed(world);
  const writes = Object.keys(world.platform.protocol.writes);
  expect(writes.filter((each) => !calm.operations.has(each)).sort(order)).toEqual(
    [...(world.never ?? [])].sort(order),
  );
  // What the server holds then is the same at both moments; the journals differ, and a third of them shows how.
  const every = moment === "acted" ? 1 : 3;
  const points = calm.rounds.flatMap((writes, round) =>
    Array.from({ length: Math.ceil(writes / every) }, (_, index) => ({ round, write: index * every + 1 })),
  );
  // A test of nothing would pass too.
  expect(points.length).toBeGreaterThan(15 / every);
  const next = points.values();
  // Few at a time: each is a process.
  await Promise.all(
    [1, 2, 3].map(async () => {
      for (const point of next) await oneKill(world, calm, point, moment);
    }),
  );
}

async function undisturbed(world: DeskWorld): Promise<Calm> {
  await using on = await desk(world);
  const rounds: number[] = [];
  for (let plan = await on.plan(); !isOver(plan); plan = await on.plan()) {
    expect(rounds.length, JSON.stringify(plan.sections)).toBeLessThan(most);
    const before = on.writes().length;
    const { result } = resultOf(await on.round(plan));
    expect([result?.verified, result?.mismatches]).toEqual([true, []]);
    rounds.push(on.writes().length - before);
  }
  const operations = (await journals(on.directory)).flatMap(({ entries }) =>
    entries.flatMap((entry) => (entry.type === "sending" ? [entry.operation] : [])),
  );
  return { rounds, end: endOf(on), once: await onceOf(world, on), operations: new Set(operations) };
}

function isOver({ summary, sections }: Plan): boolean {
  return sections.every(({ changes }) => changes.length === 0) && summary.pending === 0;
}

async function oneKill(
  world: DeskWorld,
  calm: Calm,
  point: { readonly round: number; readonly write: number },
  moment: Moment,
): Promise<void> {
  await using on = await desk(world);
  try {
    for (let round = 0; round < point.round; round += 1) await on.round(await on.plan());
    const plan = await on.plan();
    const writes = await killed(on, plan, point.write, moment);
    await expectTruthful(world, on, plan, writes);
    // Of the write at which it was killed it did not learn what became of it.
    if (moment === "acted") expect(await answeredIn(on.directory)).toBeLessThan(writes.length);
    await expectNoSecrets(world, on);
    on.meanwhile();
    await carryOn(on, ["store/stale-lock"]);
    expect(endOf(on)).toBe(calm.end);
    expect(await onceOf(world, on)).toEqual(calm.once);
  } catch (error) {
    throw new Error(`${moment}, round ${point.round + 1}, write ${point.write}: ${error}`, { cause: error });
  }
}

/** Kills who applies at its n-th write; gives what reached the server of it. */
async function killed(
  on: Desk,
  plan: Plan,
  write: number,
  moment: Moment,
): Promise<readonly LoggedRequest[]> {
  const before = on.writes().length;
  const { child, end } = await on.start(plan);
  const dead = end.then(() => {});
  on.hands.onWrite = (_, count) => {
    if (count !== before + write) return undefined;
    if (moment === "acted") {
      child.kill("SIGKILL");
      return dead;
    }
    // From now on nothing gets further; what was under way is answered, and once that is taken down it is over.
    on.hands.onRequest = () => dead;
    void (async () => {
      while ((await answeredIn(on.directory)) < on.writes().length - before) await sleep(2);
      child.kill("SIGKILL");
    })();
    return undefined;
  };
  const { code, stderr } = await end;
  expect(code, stderr).toBeNull();
  on.hands.onRequest = () => {};
  on.hands.onWrite = () => {};
  await on.still();
  return on.writes().slice(before);
}

async function answeredIn(directory: string): Promise<number> {
  return (await lastJournal(directory)).filter(({ type }) => type === "answered").length;
}

/** The next runs, people accepting between them, until nothing is left. `first`: what the first one has to say. */
export async function carryOn(on: Desk, first: readonly string[]): Promise<void> {
  for (let round = 0; ; round += 1) {
    const plan = await on.plan();
    if (isOver(plan)) return;
    expect(round, JSON.stringify(plan.sections)).toBeLessThan(most);
    const applied = await on.round(plan);
    expect(applied.findings.map(({ code }) => code)).toEqual(round === 0 ? first : []);
    const { result } = resultOf(applied);
    expect(
      result?.outcomes.filter(({ status }) => status === "failed" || status === "not-attempted") ?? [],
    ).toEqual([]);
    expect(result?.mismatches ?? []).toEqual([]);
  }
}

/** Neither a credential nor another secret is in anything that was stored of runs. */
async function expectNoSecrets({ secrets = {}, platform }: DeskWorld, on: Desk): Promise<void> {
  const folder = join(on.directory, ".charter", "runs");
  const texts = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
  );
  const parts = Object.values(platform.protocol.credentials).filter((part) => part.public !== true);
  const hidden = [...parts.map(({ env }) => on.env[env] ?? ""), ...Object.values(secrets)];
  // A mail address is part of a credential, and of many paths.
  for (const each of hidden.filter((value) => value !== "" && !value.includes("@")))
    expect(texts.join("\n")).not.toContain(each);
}
