/** What the journal of a run that was killed tells, against what the server has seen of it. */
import { expect } from "vitest";
import type { Plan, PlannedChange } from "../../../src/model/plan.ts";
import type { RunStatus } from "../../../src/model/run.ts";
import { order } from "../../../src/model/value.ts";
import { planText } from "../../../src/report/plan/terminal.ts";
import { showRun } from "../../../src/run/index.ts";
import type { LoggedRequest } from "../../../src/sandbox/log.ts";
import type { Desk, DeskWorld } from "./desk.ts";
import { arrivalsIn, expectTold } from "./equal.ts";
import { resultOf } from "./folder.ts";
import { lastJournal } from "./journal.ts";

/** What `charter runs show` tells of the killed run against what the server has seen of it. */
export async function expectTruthful(
  { secrets = {} }: DeskWorld,
  on: Desk,
  plan: Plan,
  requests: readonly LoggedRequest[],
): Promise<void> {
  const events = await lastJournal(on.directory);
  const report = resultOf(await showRun(null, { directory: on.directory, env: on.env }));
  expect([report.state, report.plan]).toEqual(["running", plan.digest]);
  const text = planText(plan, { calls: true });
  // Whatever reached the server had been taken down before.
  const arrivals = arrivalsIn(requests, text);
  const arrived = expectTold({ plan, text, events, arrivals, secrets, oneServer: true, killed: true });
  const answered = new Set(events.flatMap((event) => (event.type === "answered" ? [event.call] : [])));
  const sent = new Set(events.flatMap((event) => (event.type === "sending" ? [event.call] : [])));
  const changes = plan.sections.flatMap((section) => section.changes);
  expect(report.changes.map(({ address }) => address)).toEqual(
    changes.map(({ address }) => address).sort(order),
  );
  for (const { address, status } of report.changes) {
    const change = changes.find((each) => each.address === address);
    if (change === undefined) continue;
    const calls = change.by === undefined ? change.calls : [change.by];
    const done = calls.filter((call) => answered.has(call));
    expect([address, status]).toEqual([address, statusOf(change, calls, { sent, answered })]);
    // And so it is: what was answered is what arrived.
    expect(done.filter((call) => arrived.get(call)?.at(-1)?.ok !== true)).toEqual([]);
    if (status === "not-attempted") expect(calls.filter((call) => arrived.has(call))).toEqual([]);
  }
}

/** What must be said of a change whose calls have come so far. */
function statusOf(
  { pending, waiting }: PlannedChange,
  calls: readonly string[],
  { sent, answered }: Readonly<Record<"sent" | "answered", ReadonlySet<string>>>,
): RunStatus {
  if (calls.length === 0) return "waiting";
  if (calls.some((call) => sent.has(call) && !answered.has(call))) return "unknown";
  const done = calls.filter((call) => answered.has(call)).length;
  if (done === 0) return "not-attempted";
  if (done < calls.length) return "failed";
  if (waiting !== undefined) return "waiting";
  return pending === undefined ? "applied" : "pending";
}
