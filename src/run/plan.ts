import type { LiveState } from "../apply/apply.ts";
import { type Address, isWithin } from "../model/address.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import { allowedOf, type Plan } from "../model/plan.ts";
import { kindOf } from "../model/platform.ts";
import type { Desired } from "../model/resource.ts";
import { concerning } from "../plan/again.ts";
import { type Allowance, parseAllow } from "../plan/allow.ts";
import { type Diff, diff, without } from "../plan/diff.ts";
import { idlePatterns } from "../plan/guards/idle.ts";
import { proven, type Stranger } from "../plan/identity.ts";
import { missingNames, unseenNames } from "../plan/names.ts";
import { buildPlan, type PlanInput, type SectionInput } from "../plan/plan.ts";
import { withinTargets } from "../plan/target.ts";
import type { Store } from "../store/store.ts";
import { type Context, contextOf, load, storeOf } from "./context.ts";
import { failureFinding } from "./failure.ts";
import { heldBy, type Live, readLive, remembered } from "./live.ts";
import type { Result, RunOptions } from "./options.ts";
import { cleaned, type Section, withSections } from "./sections.ts";
import { writtenBefore } from "./written.ts";

export interface PlanOptions extends RunOptions {
  /** Guards to override, each as `GUARD:SCOPE`, the way a stop names it. */
  readonly allow?: readonly string[];
  /** Plan only what lies at or below these addresses, and what that needs. */
  readonly targets?: readonly Address[];
  /** Leave out what the actor may not do instead of stopping. */
  readonly withoutForbidden?: boolean;
}

/** Everything that a plan is made from, still connected. */
export interface Run {
  readonly context: Context;
  readonly configuration: Configuration;
  readonly store: Store;
  readonly sections: readonly Section[];
}

/**
 * Loads the configuration, opens its connections and hands both to `work`; closes them whatever happens. Bad
 * configuration, a missing credential or a refused sign-in end the run before anything else is sent.
 */
export async function withRun<T>(
  options: RunOptions,
  work: (run: Run) => Promise<Result<T>>,
): Promise<Result<T>> {
  const context = contextOf(options);
  const loaded = await load(options);
  if (!loaded.ok) return loaded;
  const configuration = loaded.value;
  if (configuration.connections.length === 0) return { ok: false, findings: loaded.findings.map(asError) };
  const store = storeOf(configuration.home, configuration.settings);
  return withSections(configuration.connections, context, configuration.home, store, async (opened) => {
    if (opened.findings.length > 0) return { ok: false, findings: [...loaded.findings, ...opened.findings] };
    const result = await work({ context, configuration, store, sections: opened.sections });
    return { ...result, findings: [...loaded.findings, ...result.findings] };
  });
}

/** A folder without an organization is most likely the wrong one: a plan for nothing would look like good news. */
function asError(finding: Finding): Finding {
  return finding.severity === "warning" ? { ...finding, severity: "error" } : finding;
}

/** The changes that lead from live state to the configuration of a folder. Reads only. */
export async function plan(options: PlanOptions = {}): Promise<Result<Plan>> {
  return withRun(options, async (run) => {
    const prepared = await preparePlan(run, options);
    return prepared.ok ? { ...prepared, value: prepared.value.plan } : prepared;
  });
}

/** A plan, with the live state that it was made from, by connection. */
export interface Prepared {
  readonly plan: Plan;
  readonly live: ReadonlyMap<string, LiveState>;
}

/** Reads live state and makes a plan from it. */
export async function preparePlan(run: Run, options: PlanOptions): Promise<Result<Prepared>> {
  const gathered = await gather(run, options);
  if (!gathered.ok) return gathered;
  const { input, live } = gathered.value;
  const stray = strayTargets(input.targets, input.sections);
  if (stray.length > 0) return { ok: false, findings: [...gathered.findings, ...stray] };
  const plan = buildPlan(input);
  const findings = [
    ...gathered.findings,
    ...idlePatterns(input.guards, input.sections),
    ...idleAllowances(input.allow, plan),
  ];
  return { ok: true, value: { plan, live }, findings };
}

/** What a plan is made from, with the live state that was read for it, by connection. */
interface Gathered {
  readonly input: PlanInput;
  readonly live: ReadonlyMap<string, LiveState>;
}

/**
 * Reads live state and compares it with the configuration. `only`: the changes that count, by connection; a connection
 * that is not in there is not asked. Default: all.
 */
export async function gather(
  run: Run,
  options: PlanOptions,
  only?: ReadonlyMap<string, ReadonlySet<Address>>,
): Promise<Result<Gathered>> {
  const { context, configuration } = run;
  const { allowances, findings: badAllow } = parseAllow(options.allow ?? []);
  if (badAllow.length > 0) return { ok: false, findings: badAllow };
  const targets = options.targets ?? [];
  const asked = run.sections.filter(
    ({ configuration: { connection } }) => only?.has(connection.name) ?? true,
  );
  const read = await Promise.all(
    asked.map((section) =>
      compare(run, section, targets, only?.get(section.configuration.connection.name) ?? null, allowances),
    ),
  );
  const findings = read.flatMap((each) => each.findings);
  const sections = read.flatMap((each) => (each.input === null ? [] : [each.input]));
  if (findings.some(({ severity }) => severity === "error")) return { ok: false, findings };
  // What is made again concerns its own changes, not what has become of the files since.
  const former = only === undefined ? await writtenBefore(run.store) : { written: [], findings: [] };
  findings.push(...former.findings);
  const input: PlanInput = {
    sections,
    guards: configuration.settings.guards,
    former: former.written,
    expiring: configuration.settings.expiring,
    allow: allowances,
    targets,
    withoutForbidden: options.withoutForbidden ?? false,
    time: context.now.toISOString(),
    version: context.version,
    configuration: configuration.digest,
  };
  const live = new Map(
    read.flatMap((each) => (each.input === null ? [] : [[each.input.connection, each.live] as const])),
  );
  return { ok: true, value: { input, live }, findings };
}

type Compared =
  | { readonly input: SectionInput; readonly live: LiveState; readonly findings: readonly Finding[] }
  | { readonly input: null; readonly findings: readonly Finding[] };

async function compare(
  run: Run,
  section: Section,
  targets: readonly Address[],
  only: ReadonlySet<Address> | null,
  allowances: readonly Allowance[],
): Promise<Compared> {
  const live = await readLive(section, await remembered(section, run.store));
  if ("ok" in live) {
    const name = section.configuration.connection.name;
    return { input: null, findings: [failureFinding(name, "reading", live, section.source)] };
  }
  return compareWith(section, live, { targets, only, allowances });
}

export interface CompareOptions {
  readonly targets: readonly Address[];
  /** The changes that count; null: all. */
  readonly only: ReadonlySet<Address> | null;
  readonly allowances: readonly Allowance[];
}

/** What a plan is made from, with live state that was read before; asks the platform only about unseen people. */
export async function compareWith(
  section: Section,
  live: Live,
  { targets, only, allowances }: CompareOptions,
): Promise<Compared> {
  const { configuration, platform, actor, connection } = section;
  const name = configuration.connection.name;
  const { desired } = configuration;
  const compared = diff({
    platform,
    actor: actor.id,
    desired,
    live: live.live,
    unknown: live.unknown,
    renamed: live.renamed,
  });
  const strangers = live.identities.strangers;
  const kept = without(compared, heldBy(strangers, allowances));
  const noted = [...live.stops, ...strangers.map(({ stop }) => stop)];
  const { diff: found, stops } = only === null ? { diff: kept, stops: noted } : concerning(only, kept, noted);
  const changes = withinTargets(platform, found.changes, targets, desired);
  const wanted = unseenNames(platform, changes, desired, live.live);
  const created = new Set(changes.flatMap(({ action, address }) => (action === "create" ? [address] : [])));
  const unproven = live.identities.unproven.filter(({ written }) => created.has(written.address));
  const nameOf = (written: Desired) => kindOf(platform, written.kind).names?.(written);
  const asked = new Set([...wanted.keys(), ...unproven.flatMap(({ written }) => nameOf(written) ?? [])]);
  const input = (diff: Diff, more: readonly Stranger[]): SectionInput => ({
    connection: name,
    platform,
    urls: section.urls,
    actor,
    organizations: configuration.organizations,
    desired,
    live: live.live,
    diff,
    stops: [...stops, ...more.map(({ stop }) => stop)],
  });
  const { lookup } = platform.reading;
  const answers =
    asked.size === 0 || lookup === undefined ? new Map() : await lookup(connection.reader, [...asked]);
  if (!(answers instanceof Map)) {
    return {
      input: null,
      findings:
        "ok" in answers
          ? [failureFinding(name, "looking people up", cleaned(answers, connection), section.source)]
          : [],
    };
  }
  const told = proven(unproven, (written) => answers.get(nameOf(written) ?? ""));
  return {
    input: input(without(found, heldBy(told.strangers, allowances)), told.strangers),
    live,
    findings: [...(lookup === undefined ? [] : missingNames(platform, wanted, answers)), ...told.findings],
  };
}

/** Targets that name nothing: most likely misspelt, and a plan for nothing would look like good news. */
function strayTargets(targets: readonly Address[], inputs: readonly SectionInput[]): readonly Finding[] {
  return targets
    .filter((target) =>
      inputs.every(({ desired, live }) => {
        if (live.get(target) !== undefined || live.count(target) > 0 || desired.managed.has(target))
          return false;
        for (const address of desired.resources.keys()) if (isWithin(address, target)) return false;
        return true;
      }),
    )
    .map((target) => ({
      code: "plan/no-such-target",
      severity: "error" as const,
      message: `--target ${target} names nothing that is configured or live. Addresses look like acme/members/alice@acme.io; charter plan prints them.`,
    }));
}

/** Overrides that nothing needed: a person should know, since they may hide a misspelling or outlive their cause. */
function idleAllowances(allowances: readonly Allowance[], plan: Plan): readonly Finding[] {
  const allowed = allowedOf(plan);
  return allowances
    .filter((allowance) => !allowed.some((stop) => allowance.covers(stop)))
    .map(({ text }) => ({
      code: "plan/idle-allow",
      severity: "warning" as const,
      message: `--allow ${text} overrides nothing in this plan. Take it out.`,
    }));
}
