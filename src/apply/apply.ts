import { type Clock, systemClock } from "../http/clock.ts";
import type { Address } from "../model/address.ts";
import type { ApplyResult, ChangeOutcome, Mismatch } from "../model/outcome.ts";
import type { Plan, PlanSection } from "../model/plan.ts";
import type { Platform } from "../model/platform.ts";
import type { Failure } from "../model/protocol.ts";
import type { Unreadable } from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import type { Run, StoreFailure } from "../store/store.ts";
import {
  type CallContext,
  type CallResult,
  cancelledBecause,
  performCall,
  type Sender,
  wordsOf,
} from "./call.ts";
import { countOutcomes, outcomesOf, withDoubt } from "./outcomes.ts";
import { secretsOf } from "./request.ts";
import { runCalls } from "./section.ts";
import { unverified, type Verification, verify } from "./verify.ts";

/** A section of the plan with all that carrying it out needs. */
export interface ApplySection {
  readonly section: PlanSection;
  readonly platform: Platform;
  readonly connection: Sender;
  /** Live state at the start of the run, under the addresses of the plan; found fresh. */
  readonly live: StateView;
  /**
   * Reads again what the section touches, under the addresses of the plan. `created` holds the ids that the run
   * learned, so that new objects can be matched with their labels.
   */
  readonly reread: (created: ReadonlyMap<Address, string>) => Promise<LiveState | Failure>;
}

/** What is live now, and what could not be read: that is never the same as gone. */
export interface LiveState {
  readonly live: StateView;
  readonly unknown: readonly Unreadable[];
}

export interface ApplyProgress {
  readonly phase: "apply" | "verify";
  readonly done: number;
  readonly total: number;
}

export interface ApplyOptions {
  /** Without stops: who applies a plan has dealt with them. */
  readonly plan: Plan;
  /** One for each section of the plan, in its order. */
  readonly sections: readonly ApplySection[];
  readonly run: Pick<Run, "id" | "write">;
  /** Nothing new is sent after it; what is under way is awaited. */
  readonly signal?: AbortSignal;
  /** The value of a secret; undefined where its source has none. */
  readonly secrets?: (name: string) => string | undefined;
  readonly onProgress?: (progress: ApplyProgress) => void;
  readonly clock?: Clock;
}

/** A platform may show its own writes a little late: before it is called a liar it is read once more. */
const settling = 2_000;

/**
 * Carries out a plan: sends its calls and no others, and reads again what they touched. The result is true on every
 * path; the journal of the run says the same. Throws only where the plan contradicts itself, before anything is
 * sent.
 */
export async function applyPlan(options: ApplyOptions): Promise<ApplyResult> {
  const { plan, sections, run } = options;
  const clock = options.clock ?? systemClock;
  check(plan, sections);

  let broken: StoreFailure | null = null;
  const secrets = resolveSecrets(options);
  const stopped = (): string | null => {
    if (broken !== null) return broken.message;
    if (typeof secrets === "string") return secrets;
    if (options.signal?.aborted !== true) return null;
    return cancelledBecause;
  };

  const tell = (progress: ApplyProgress): void => {
    try {
      options.onProgress?.(progress);
    } catch {
      // A display that breaks must not keep the run from telling what it did.
    }
  };
  const total = plan.sections.reduce((sum, section) => sum + section.calls.length, 0);
  let settled = 0;
  const onSettled = (): void => {
    settled += 1;
    tell({ phase: "apply", done: settled, total });
  };

  const sent = await Promise.all(
    sections.map(async (each) => {
      const ids = new Map<Address, string>();
      const kinds = new Map(each.section.changes.map(({ address, kind }) => [address, kind]));
      let lockedOut: string | null = null;
      const context: CallContext = {
        ids,
        clock,
        run,
        connection: each.connection,
        writes: each.platform.protocol.writes,
        live: each.live,
        plan,
        claimed: new Set(),
        kindOf: (address) => kinds.get(address),
        gates: new Map(),
        secret: (name) => (typeof secrets === "string" ? "" : (secrets.get(name) ?? "")),
        broken: (failed) => {
          broken ??= failed;
        },
        lockedOut: (why) => {
          lockedOut ??= `${each.connection.name} refuses the credential (${why}), so nothing more was sent`;
        },
      };
      const results = await runCalls({
        stopped: () => stopped() ?? lockedOut,
        onSettled,
        calls: each.section.calls,
        concurrency: each.connection.concurrency,
        perform: (call) => performCall(call, context),
      });
      return { each, ids, results };
    }),
  );
  const reports = sent.flatMap(({ results }) => [...results.values()]);

  let verified = 0;
  const verifications = await Promise.all(
    sent.map(async ({ each, ids, results }) => {
      const verification = await verifySection(each, ids, results, clock);
      verified += 1;
      tell({ phase: "verify", done: verified, total: sent.length });
      return verification;
    }),
  );

  const outcomes: ChangeOutcome[] = verifications.flatMap((each) => each.outcomes);
  const mismatches: Mismatch[] = verifications.flatMap((each) => each.mismatches);
  const result: ApplyResult = {
    run: run.id,
    plan: plan.digest,
    outcomes,
    mismatches,
    cancelled: reports.some((each) => each.status === "skipped" && each.because === cancelledBecause),
    sent: reports.filter((each) => each.status === "done").length,
    verified: verifications.some((each) => each.looked) ? mismatches.length === 0 : null,
  };
  await run.write({
    type: "finished",
    outcomes: countOutcomes(outcomes),
    changes: outcomes,
    sent: result.sent,
    verified: result.verified,
    cancelled: result.cancelled,
  });
  return result;
}

/** A plan that contradicts itself must not be begun. */
function check(plan: Plan, sections: readonly ApplySection[]): void {
  const same =
    sections.length === plan.sections.length &&
    sections.every((each, index) => each.section === plan.sections[index]);
  if (!same) throw new Error("the sections to apply are not those of the plan");
  if (plan.stops.length > 0) throw new Error("the plan as a whole has stops");
  for (const { section, platform } of sections) {
    if (section.stops.length > 0) throw new Error(`the plan for ${section.connection} has stops`);
    for (const call of section.calls) {
      if (!Object.hasOwn(platform.protocol.writes, call.operation)) {
        throw new Error(`${platform.name} does not know the operation ${call.operation}`);
      }
    }
  }
}

/** All secrets before the first call, hidden on every connection; or why nothing can be sent. */
function resolveSecrets({ sections, secrets }: ApplyOptions): ReadonlyMap<string, string> | string {
  const values = new Map<string, string>();
  for (const { section, connection } of sections) {
    for (const name of secretsOf(section.calls)) {
      const value = secrets?.(name);
      if (value === undefined) return `the secret ${name} has no value`;
      connection.hide(value);
      values.set(name, value);
    }
  }
  return values;
}

async function verifySection(
  { section, platform, live, reread, connection }: ApplySection,
  ids: ReadonlyMap<Address, string>,
  results: ReadonlyMap<string, CallResult>,
  clock: Clock,
): Promise<Verification & { readonly looked: boolean }> {
  const answered = outcomesOf(section, results);
  if ([...results.values()].every((result) => result.status === "skipped")) {
    return { outcomes: answered.map(withDoubt), mismatches: [], looked: false };
  }
  for (let look = 1; ; look += 1) {
    const again = await readAgain(() => reread(ids), connection);
    if (typeof again === "string") return { ...unverified(section, answered, again), looked: true };
    const { live: after, unknown } = again;
    const verification = verify({ section, platform, answered, ids, after, unknown, before: live });
    if (verification.mismatches.length === 0 || look === 2) return { ...verification, looked: true };
    await clock.sleep(settling, connection.reader.signal);
  }
}

/** Live state, or why there is none. */
async function readAgain(
  reread: () => Promise<LiveState | Failure>,
  connection: Sender,
): Promise<LiveState | string> {
  try {
    const result = await reread();
    return "ok" in result ? wordsOf(result) : result;
  } catch (error) {
    return connection.clean(`Unexpected error: ${error instanceof Error ? error.message : String(error)}`);
  }
}
