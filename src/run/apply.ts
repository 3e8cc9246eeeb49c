import { type ApplySection, applyPlan, type LiveState } from "../apply/apply.ts";
import type { Finding } from "../model/finding.ts";
import type { ApplyResult } from "../model/outcome.ts";
import type { Plan } from "../model/plan.ts";
import { staleness } from "../plan/basis.ts";
import { errorFinding, failureFinding } from "./failure.ts";
import { readLive, remembered } from "./live.ts";
import type { Result } from "./options.ts";
import { type PlanOptions, preparePlan, type Run, withRun } from "./plan.ts";
import { readAgain } from "./read-again.ts";
import { remember, sectionOf, touchedRoots } from "./remember.ts";
import { foreign, madeAgain, otherDigest } from "./saved.ts";
import { staleLock } from "./stale-lock.ts";
import { rememberWritten } from "./written.ts";

export interface ApplyOptions extends PlanOptions {
  /** A plan that was made before (see `parsePlan`); without one, a plan is made now. */
  readonly plan?: Plan;
  /** The digest of the plan that was reviewed: another plan, saved or made now, is refused. */
  readonly digest?: string;
  /** Asked once the plan is known and before anything is sent. Default: yes. */
  readonly confirm?: (plan: Plan) => Promise<boolean>;
}

export interface Applied {
  readonly plan: Plan;
  /** null: the plan has stops, was declined, or has no calls. */
  readonly result: ApplyResult | null;
}

/**
 * Carries out a plan: sends its calls and no others, then reads again what they touched. A plan with stops is given
 * back and nothing is sent. Only one apply runs at a time on one store.
 */
export async function apply(options: ApplyOptions = {}): Promise<Result<Applied>> {
  return withRun(options, async (run) => {
    const locked = await run.store.withLock("apply", "charter apply", async (broke) => {
      const note = broke === null ? null : await staleLock(broke, run.store);
      const result = await prepareAndApply(run, options);
      return note === null ? result : { ...result, findings: [note, ...result.findings] };
    });
    return locked.ok ? locked.value : { ok: false, findings: [errorFinding(locked.code, locked.message)] };
  });
}

/** Milliseconds for which what was just read counts as fresh: nobody looked at it, `--yes` answered. */
const glance = 1_000;

async function prepareAndApply(run: Run, options: ApplyOptions): Promise<Result<Applied>> {
  const saved = options.plan;
  const findings: Finding[] = [];
  const strange = saved === undefined ? [] : [...foreign(run, saved), ...otherDigest(saved, options.digest)];
  if (strange.length > 0) return { ok: false, findings: strange };
  const prepared =
    saved === undefined ? await preparePlan(run, options) : await madeAgain(run, saved, options);
  if (!prepared.ok) return prepared;
  findings.push(...prepared.findings);
  const { plan } = prepared.value;
  let { live } = prepared.value;
  const other = otherDigest(plan, options.digest);
  if (other.length > 0) return { ok: false, findings: [...findings, ...other] };
  const nothing: Result<Applied> = { ok: true, value: { plan, result: null }, findings };
  if (plan.summary.stops > 0) return nothing;
  if (plan.summary.calls === 0) {
    if (saved === undefined) findings.push(...(await remember(run, plan, live)));
    findings.push(...(await rememberWritten(run.store, run.configuration, plan)));
    return nothing;
  }
  const { clock } = run.context;
  const asked = clock.now();
  if (options.confirm !== undefined && !(await options.confirm(plan))) return nothing;
  // What a person looked at for a while may no longer be true.
  if (clock.now() - asked > glance) {
    const fresh = await freshen(run, plan);
    if (!fresh.ok) return { ok: false, findings: [...findings, ...fresh.findings] };
    live = new Map([...live, ...fresh.value]);
  }
  return carryOut(run, plan, live, findings, saved === undefined);
}

/** Reads again what the plan rests on; anything that moved is a finding. */
async function freshen(run: Run, plan: Plan): Promise<Result<ReadonlyMap<string, LiveState>>> {
  const findings: Finding[] = [];
  const live = new Map<string, LiveState>();
  await Promise.all(
    plan.sections.map(async (section) => {
      const open = sectionOf(run, section);
      const organizations = touchedRoots(section);
      const read = await readLive(open, { ...(await remembered(open, run.store)), organizations });
      if ("ok" in read) {
        findings.push(failureFinding(section.connection, "reading", read, open.source));
        return;
      }
      live.set(section.connection, read);
      for (const { address, message } of staleness(section, read.live)) {
        findings.push(errorFinding("plan/stale", `${message} Plan again.`, address));
      }
      for (const { stop } of read.identities.strangers) {
        if (section.allowed.some(({ guard, scope }) => guard === stop.guard && scope === stop.scope))
          continue;
        if (section.basis[stop.scope] !== undefined)
          findings.push(errorFinding("plan/stale", `${stop.message} Plan again.`, stop.scope));
      }
    }),
  );
  return findings.length > 0 ? { ok: false, findings } : { ok: true, value: live, findings };
}

async function carryOut(
  run: Run,
  plan: Plan,
  live: ReadonlyMap<string, LiveState>,
  findings: Finding[],
  whole: boolean,
): Promise<Result<Applied>> {
  const journal = await run.store.startRun(plan);
  if (!journal.ok) return { ok: false, findings: [...findings, errorFinding(journal.code, journal.message)] };
  const after = new Map<string, LiveState>();
  const sections = plan.sections.map((section): ApplySection => {
    const open = sectionOf(run, section);
    const before = live.get(section.connection);
    if (before === undefined) throw new Error(`${section.connection} was not read`);
    return {
      section,
      platform: open.platform,
      connection: open.connection,
      live: before.live,
      reread: async (created) => {
        const { known: before } = await remembered(open, run.store);
        const known = new Map([...before, ...created]);
        const read = await readAgain(run.context.signal, open, {
          known,
          organizations: touchedRoots(section),
        });
        if ("ok" in read) return read;
        after.set(section.connection, read);
        return read;
      },
    };
  });
  try {
    const result = await applyPlan({
      plan,
      sections,
      run: journal.value,
      signal: run.context.signal,
      clock: run.context.clock,
      secrets: (name) => run.context.env[name],
      onProgress: run.context.progress,
    });
    // Around a saved plan things may have moved unplanned: as drift they are told only by the former baseline.
    findings.push(...(await remember(run, plan, whole ? live : new Map(), after, result.outcomes)));
    findings.push(...(await rememberWritten(run.store, run.configuration, plan)));
    return { ok: true, value: { plan, result }, findings };
  } finally {
    await journal.value.close();
  }
}
