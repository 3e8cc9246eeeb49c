/**
 * Changes, one run at a time on each account: what is decided (the last administrator, a list that is written as a
 * whole) is decided from a fresh read, and nothing moves in between. What Terraform sends side by side is one run, so
 * that a list is read once for all, and calls that carry many carry them.
 */
import type { LiveState } from "../../apply/apply.ts";
import type { Address } from "../../model/address.ts";
import type { DesiredState, GuardSettings } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import type { Manage } from "../../model/kind.ts";
import type { ChangeOutcome } from "../../model/outcome.ts";
import { type PlannedChange, type Stop, stopsOf } from "../../model/plan.ts";
import type { Desired } from "../../model/resource.ts";
import type { Live } from "../../run/live.ts";
import type { RunEvent } from "../../store/store.ts";
import type { Diagnostic } from "../contract.ts";
import type { Account } from "./account.ts";
import { carryOut, draft, type Known } from "./engine.ts";
import { allowancesOf } from "./settings.ts";

export interface Job {
  readonly desired: DesiredState;
  /** The resources that it writes. */
  readonly about: ReadonlySet<Address>;
  /** A collection of which it says everything; never done together with others. Null: none. */
  readonly whole: Address | null;
  readonly guards: GuardSettings;
  readonly allow: readonly string[];
  readonly secrets: ReadonlyMap<string, string>;
  /** Asked of fresh live state: what keeps it from being done, or that there is nothing to do. */
  readonly check: (live: Live) => readonly Diagnostic[] | "nothing";
}

export type JobResult =
  | { readonly type: "refused"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: "stopped"; readonly stops: readonly Stop[]; readonly findings: readonly Finding[] }
  | {
      readonly type: "done";
      /** What is live now; null where it could not be read afterwards. */
      readonly after: LiveState | null;
      /** What was planned, and what became of it. */
      readonly changes: ReadonlyMap<Address, PlannedChange>;
      readonly outcomes: ReadonlyMap<Address, ChangeOutcome>;
      readonly mismatches: ReadonlyMap<Address, string>;
      readonly findings: readonly Finding[];
    };

export interface Queue {
  readonly run: (job: Job) => Promise<JobResult>;
}

export interface QueueOptions extends Known {
  readonly account: Account;
  readonly moved: Set<Address>;
  readonly begun: () => void;
  readonly log: (event: RunEvent) => void;
}

interface Waiting {
  readonly job: Job;
  readonly settle: (result: JobResult) => void;
  readonly fail: (error: unknown) => void;
}

/** Milliseconds in which jobs that come side by side are gathered. */
const gathering = 3;

export function createQueue(options: QueueOptions): Queue {
  const waiting: Waiting[] = [];
  let busy = false;

  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    await new Promise((resolve) => setTimeout(resolve, gathering));
    for (let batch = nextBatch(waiting); batch.length > 0; batch = nextBatch(waiting)) {
      try {
        await runBatch(batch, options);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    busy = false;
  };
  return {
    run: (job) =>
      new Promise((settle, fail) => {
        waiting.push({ job, settle, fail });
        void work();
      }),
  };
}

/** The first job, with all that can be done together with it: jobs about different resources, in their order. */
function nextBatch(waiting: Waiting[]): readonly Waiting[] {
  const first = waiting.shift();
  if (first === undefined) return [];
  if (first.job.whole !== null) return [first];
  const batch = [first];
  const taken = new Set(first.job.about);
  for (let index = 0; index < waiting.length; ) {
    const next = waiting[index];
    if (
      next === undefined ||
      next.job.whole !== null ||
      [...next.job.about].some((address) => taken.has(address))
    ) {
      index += 1;
      continue;
    }
    for (const address of next.job.about) taken.add(address);
    batch.push(next);
    waiting.splice(index, 1);
  }
  return batch;
}

async function runBatch(batch: readonly Waiting[], options: QueueOptions): Promise<void> {
  const { account, ledger, context, moved, log } = options;
  const desired = merged(batch);
  const seen = await account.fresh(desired);
  if (!("live" in seen)) {
    for (const { settle } of batch) settle({ type: "refused", diagnostics: seen.diagnostics });
    return;
  }
  const { live } = seen;
  const open = batch.filter(({ job, settle }) => {
    const found = job.check(live);
    if (found === "nothing") settle({ ...nothing, after: live });
    else if (found.some(({ severity }) => severity === "error"))
      settle({ type: "refused", diagnostics: found });
    else return true;
    return false;
  });
  const [first] = open;
  if (first === undefined) return;
  const wanted = open.length === batch.length ? desired : merged(open);
  const section = await account.section(wanted);
  if (!("actor" in section)) throw new Error("the connection is not open any more");
  const drafted = await draft(
    section,
    live,
    {
      only: new Set(open.flatMap(({ job }) => onlyOf(job, live))),
      guards: first.job.guards,
      allow: allowancesOf(open.flatMap(({ job }) => job.allow)),
    },
    options,
  );
  const { plan, findings } = drafted;
  const stops = plan === null ? [] : stopsOf(plan);
  if (plan === null || stops.length > 0) {
    if (open.length === 1) {
      first.settle({ type: "stopped", stops, findings });
      return;
    }
    // One of them must not stop the others.
    for (const each of open) await runBatch([each], options);
    return;
  }
  const changes = new Map(
    plan.sections.flatMap((each) => each.changes.map((change) => [change.address, change])),
  );
  if (plan.summary.calls === 0) {
    for (const { settle } of open) settle({ ...nothing, after: live, changes, findings });
    return;
  }
  options.begun();
  const secrets = new Map(open.flatMap(({ job }) => [...job.secrets]));
  const { result, after } = await carryOut({
    section,
    plan,
    live,
    ledger,
    context,
    secret: (name) => secrets.get(name),
    log,
  });
  for (const each of plan.sections) {
    for (const { address } of [...each.changes, ...each.effects]) moved.add(address);
  }
  account.forget();
  if (after !== null && !result.cancelled) account.saw(wanted, after);
  const outcomes = new Map(result.outcomes.map((each) => [each.address, each]));
  const mismatches = new Map(result.mismatches.map(({ address, message }) => [address, message]));
  for (const { settle } of open) settle({ type: "done", after, changes, outcomes, mismatches, findings });
}

const nothing = {
  type: "done",
  changes: new Map<Address, PlannedChange>(),
  outcomes: new Map<Address, ChangeOutcome>(),
  mismatches: new Map<Address, string>(),
  findings: [],
} as const;

/** The resources that may change. */
export function onlyOf({ about, whole }: Pick<Job, "about" | "whole">, { live }: Live): readonly Address[] {
  return whole === null ? [...about] : [...about, ...[...live.list(whole)].map(({ address }) => address)];
}

/** What a job is about counts before what only lies on the way of another one. */
function merged(batch: readonly Waiting[]): DesiredState {
  const [only, second] = batch;
  if (only !== undefined && second === undefined) return only.job.desired;
  const resources = new Map<Address, Desired>();
  const managed = new Map<Address, Manage>();
  for (const { job } of batch) {
    for (const [address, resource] of job.desired.resources) resources.set(address, resource);
    for (const [home, mode] of job.desired.managed) managed.set(home, mode);
  }
  for (const { job } of batch) {
    for (const address of job.about) {
      const own = job.desired.resources.get(address);
      if (own !== undefined) resources.set(address, own);
    }
  }
  return { resources, managed };
}
