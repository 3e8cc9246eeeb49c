/**
 * SIGINT and SIGTERM while an apply is under way: what is in flight is finished, nothing more is sent, the report is
 * true and says what was left, and the next run does the rest.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { ApplyResult } from "../../../src/model/outcome.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { order } from "../../../src/model/value.ts";
import { planText } from "../../../src/report/plan/terminal.ts";
import { showRun } from "../../../src/run/index.ts";
import { type Ended, parsed } from "../../cli/charter.ts";
import { type Desk, type DeskWorld, desk } from "./desk.ts";
import { arrivalsIn, expectTold } from "./equal.ts";
import { resultOf } from "./folder.ts";
import { lastJournal } from "./journal.ts";
import { carryOn } from "./killed.ts";

/** The first write, one in the middle, and the last, after which nothing is left. */
export async function heedsSignals(world: DeskWorld): Promise<void> {
  await Promise.all([
    oneSignal(world, "SIGINT", () => 1),
    oneSignal(world, "SIGTERM", (calls) => Math.ceil(calls / 2)),
    oneSignal(world, "SIGTERM", (calls) => calls),
  ]);
}

async function oneSignal(
  world: DeskWorld,
  signal: "SIGINT" | "SIGTERM",
  at: (calls: number) => number,
): Promise<void> {
  await using on = await desk(world);
  const plan = await on.plan();
  const write = at(plan.summary.calls);
  try {
    const { child, end } = await on.start(plan);
    let said = "";
    child.stderr.on("data", (text: string) => {
      said += text;
    });
    /** Calls that were answered when the process heard of it. */
    let before: ReadonlySet<string> = new Set();
    on.hands.onWrite = async (_, count) => {
      if (count !== write) return;
      child.kill(signal);
      while (!said.includes("Cancelling")) await sleep(2);
      before = await answeredIn(on);
    };
    const ended = await end;
    expect(said).toContain("what is in flight is finished first");
    await expectFinished(on, plan, before);
    await expectTrue(on, plan, ended, world);
    if (write === plan.summary.calls) expect(ended.code).toBe(0);
    else expect(ended.code).toBe(4);
    on.meanwhile();
    await carryOn(on, []);
  } catch (error) {
    throw new Error(`${signal} at write ${write} of ${plan.summary.calls}: ${error}`, { cause: error });
  }
}

async function answeredIn(on: Desk): Promise<ReadonlySet<string>> {
  const entries = await lastJournal(on.directory);
  return new Set(entries.flatMap((entry) => (entry.type === "answered" ? [entry.call] : [])));
}

/** Everything that was sent has its answer, and nothing was sent that had to wait for what was not answered then. */
async function expectFinished(on: Desk, plan: Plan, before: ReadonlySet<string>): Promise<void> {
  const entries = await lastJournal(on.directory);
  const answered = await answeredIn(on);
  const sent = entries.flatMap((entry) => (entry.type === "sending" ? [entry.call] : []));
  expect(sent.filter((call) => !answered.has(call))).toEqual([]);
  const needs = new Map(
    plan.sections.flatMap(({ calls }) => calls.map(({ id, dependsOn }) => [id, dependsOn])),
  );
  for (const call of sent)
    expect([call, needs.get(call)?.every((id) => before.has(id))]).toEqual([call, true]);
}

/** The report, the journal and the server say the same. */
async function expectTrue(on: Desk, plan: Plan, ended: Ended, { secrets = {} }: DeskWorld): Promise<void> {
  const { result } = parsed(ended) as { readonly result: ApplyResult };
  const left = result.outcomes.filter(({ status }) => status === "failed" || status === "not-attempted");
  expect([result.verified, result.mismatches]).toEqual([true, []]);
  expect(result.cancelled).toBe(ended.code === 4);
  expect(left.length > 0).toBe(ended.code === 4);
  const text = planText(plan, { calls: true });
  const events = await lastJournal(on.directory);
  const arrivals = arrivalsIn(on.sandbox.requests, text);
  const arrived = expectTold({ plan, text, events, arrivals, secrets, oneServer: true });
  expect(result.sent).toBe(arrivals.filter(({ ok }) => ok).length);
  const report = resultOf(await showRun(null, { directory: on.directory, env: on.env }));
  expect(report.state).toBe(result.cancelled ? "cancelled" : "finished");
  expect(report.sent).toBe(result.sent);
  const told = (list: readonly { readonly address: string; readonly status: string }[]) =>
    list.map(({ address, status }) => `${address} ${status}`).sort(order);
  expect(told(report.changes)).toEqual(told(result.outcomes));
  const changes = new Map(
    plan.sections.flatMap((section) => section.changes.map((each) => [each.address, each])),
  );
  for (const { address, status } of result.outcomes) {
    const change = changes.get(address);
    const calls = change?.by === undefined ? (change?.calls ?? []) : [change.by];
    const done = calls.filter((call) => arrived.get(call)?.at(-1)?.ok === true).length;
    if (calls.length === 0) continue;
    if (status === "not-attempted") expect([address, done]).toEqual([address, 0]);
    else if (status !== "failed") expect([address, done]).toEqual([address, calls.length]);
  }
}
