/** What earlier applies did, from their journals. Talks to nobody. */
import { loadSettings } from "../config/settings-file.ts";
import type { ChangeOutcome } from "../model/outcome.ts";
import type { RunChange, RunLine, RunReport, RunState, RunStatus } from "../model/run.ts";
import { order } from "../model/value.ts";
import type { JournaledChange, RunEntry, RunRecord, Store, StoreFailure } from "../store/store.ts";
import { contextOf, storeOf } from "./context.ts";
import { type Heard, heardIn } from "./heard.ts";
import type { Result, RunOptions } from "./options.ts";

/** All runs, newest first. */
export async function listRuns(options: RunOptions = {}): Promise<Result<readonly RunLine[]>> {
  return inStore<readonly RunLine[]>(options, async (store) => {
    const listed = await store.listRuns();
    if (!listed.ok) return refused(listed);
    const lines: RunLine[] = [];
    for (const { id } of listed.value) {
      const record = await store.readRun(id);
      if (!record.ok) return refused(record);
      if (record.value === null) continue;
      const {
        version: _version,
        sent: _sent,
        verified: _verified,
        changes: _changes,
        ...line
      } = reportOf(record.value);
      lines.push(line);
    }
    return { ok: true, value: lines, findings: [] };
  });
}

/** One run: by its id or a beginning that only one has; by default the last. */
export async function showRun(id: string | null, options: RunOptions = {}): Promise<Result<RunReport>> {
  return inStore<RunReport>(options, async (store) => {
    const listed = await store.listRuns();
    if (!listed.ok) return refused(listed);
    const fitting = listed.value.filter((each) => id === null || each.id.startsWith(id));
    const [only, second] = fitting;
    if (only === undefined) {
      const message =
        id === null
          ? "No apply has run here yet."
          : `No run has an id that begins with ${id}. charter runs lists them.`;
      return { ok: false, findings: [{ code: "runs/none", severity: "error", message }] };
    }
    if (second !== undefined && id !== null && only.id !== id) {
      const ids = fitting
        .slice(0, 5)
        .map((each) => each.id)
        .join(", ");
      const message = `${fitting.length} runs have an id that begins with ${id}: ${ids}. Write more of it.`;
      return { ok: false, findings: [{ code: "runs/several", severity: "error", message }] };
    }
    const record = await store.readRun(only.id);
    if (!record.ok) return refused(record);
    if (record.value === null) throw new Error(`the run ${only.id} went away`);
    return { ok: true, value: reportOf(record.value), findings: [] };
  });
}

async function inStore<T>(
  options: RunOptions,
  work: (store: Store) => Promise<Result<T>>,
): Promise<Result<T>> {
  const context = contextOf(options);
  const { settings, home, findings } = await loadSettings({
    directory: context.directory,
    platforms: context.platforms,
    signal: context.signal,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  if (settings === null) return { ok: false, findings };
  return work(storeOf(home, settings));
}

function refused({ code, message }: StoreFailure) {
  return { ok: false, findings: [{ code, severity: "error", message }] } as const;
}

/**
 * | the journal | a change is |
 * | --- | --- |
 * | has an end | what the end says: it was corrected by what was read again |
 * | has none, a call of it was sent, and no answer tells what became of it | unknown |
 * | has none, a call of it was refused | failed |
 * | has none, all its calls were carried out | applied; pending or waiting, where the rest is up to somebody |
 * | has none, some of its calls were carried out and others not sent | failed |
 * | has none, a call of it was not sent | not attempted |
 */
export function reportOf(record: RunRecord): RunReport {
  const [first] = record.entries;
  const last = record.entries.at(-1);
  if (first?.type !== "started") throw new Error(`the journal ${record.id} has no beginning`);
  const end = last?.type === "finished" ? last : null;
  const planned = first.sections.flatMap(({ changes }) => changes ?? []);
  const ended = new Map((end?.changes ?? []).map((outcome) => [outcome.address, outcome]));
  const heard = heardIn(record.entries);
  const changes = planned
    .map((change) => {
      const outcome = ended.get(change.address);
      return outcome === undefined ? fromCalls(change, heard) : fromOutcome(change, outcome);
    })
    .sort((a, b) => order(a.address, b.address));
  return {
    id: record.id,
    started: first.time,
    ended: end?.time ?? null,
    state: stateOf(end),
    plan: first.plan,
    by: first.by ?? "",
    version: first.version,
    sections: first.sections.map(({ connection, platform, actor, organizations }) => ({
      connection,
      platform,
      actor,
      organizations,
    })),
    sent: end?.sent ?? [...heard.values()].filter((each) => each === "done").length,
    verified: end?.verified ?? null,
    counts: countsOf(changes),
    changes,
  };
}

function stateOf(end: (RunEntry & { readonly type: "finished" }) | null): RunState {
  if (end === null) return "running";
  return end.cancelled ? "cancelled" : "finished";
}

function countsOf(changes: readonly RunChange[]): Readonly<Record<RunStatus, number>> {
  const counts = { applied: 0, pending: 0, waiting: 0, failed: 0, "not-attempted": 0, unknown: 0 };
  for (const { status } of changes) counts[status] += 1;
  return counts;
}

function fromCalls(
  { address, action, calls, waiting, pending }: JournaledChange,
  heard: ReadonlyMap<string, Heard>,
): RunChange {
  const of = (status: RunStatus, message: string | null = null): RunChange => ({
    address,
    action,
    status,
    message,
  });
  if (calls.length === 0) return waiting === undefined ? of("not-attempted") : of("waiting", waiting);
  const results = calls.map((call) => heard.get(call));
  if (results.includes("open"))
    return of("unknown", "sent, and no answer tells what became of it: it may have been carried out");
  for (const result of results) if (typeof result === "object") return of("failed", result.refused);
  if (results.every((result) => result === "done")) {
    if (waiting !== undefined) return of("waiting", waiting);
    return pending === undefined ? of("applied") : of("pending", pending);
  }
  return results.includes("done") ? of("failed", "carried out in part only") : of("not-attempted");
}

function fromOutcome({ address, action }: JournaledChange, outcome: ChangeOutcome): RunChange {
  const message = (): string | null => {
    switch (outcome.status) {
      case "applied":
        return null;
      case "pending":
      case "waiting":
        return outcome.for;
      case "failed":
        return outcome.message;
      case "not-attempted":
        return outcome.because;
    }
  };
  return { address, action, status: outcome.status, message: message() };
}
