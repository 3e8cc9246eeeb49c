import type { LiveState } from "../apply/apply.ts";
import { type Address, isWithin } from "../model/address.ts";
import type { Configuration } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import { type Allowance, parseAllow } from "../plan/allow.ts";
import { diff } from "../plan/diff.ts";
import { missingNames, unseenNames } from "../plan/names.ts";
import { buildPlan, type SectionInput } from "../plan/plan.ts";
import { withinTargets } from "../plan/target.ts";
import type { Store } from "../store/store.ts";
import { type Context, contextOf, load, storeOf } from "./context.ts";
import { failureFinding } from "./failure.ts";
import { knownIds, readLive } from "./live.ts";
import type { Result, RunOptions } from "./options.ts";
import { cleaned, type Section, withSections } from "./sections.ts";

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
  const store = storeOf(configuration.root, configuration.settings);
  return withSections(configuration.connections, context, configuration.root, store, async (opened) => {
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
  const { context, configuration } = run;
  const { allowances, findings: badAllow } = parseAllow(options.allow ?? []);
  if (badAllow.length > 0) return { ok: false, findings: badAllow };
  const targets = options.targets ?? [];
  const read = await Promise.all(run.sections.map((section) => compare(run, section, targets)));
  const findings = read.flatMap((each) => each.findings);
  const inputs = read.flatMap((each) => (each.input === null ? [] : [each.input]));
  findings.push(...strayTargets(targets, inputs));
  if (findings.some(({ severity }) => severity === "error")) return { ok: false, findings };
  const plan = buildPlan({
    sections: inputs,
    guards: configuration.settings.guards,
    allow: allowances,
    targets,
    withoutForbidden: options.withoutForbidden ?? false,
    time: context.now.toISOString(),
    version: context.version,
    configuration: configuration.digest,
  });
  return {
    ok: true,
    value: {
      plan,
      live: new Map(
        inputs.map(({ connection, live, diff }) => [connection, { live, unknown: diff.unknown }]),
      ),
    },
    findings: [...findings, ...idleAllowances(allowances, plan)],
  };
}

interface Compared {
  readonly input: SectionInput | null;
  readonly findings: readonly Finding[];
}

async function compare(run: Run, section: Section, targets: readonly Address[]): Promise<Compared> {
  const { configuration, platform, actor, connection } = section;
  const name = configuration.connection.name;
  const { desired } = configuration;
  const live = await readLive(section, { known: await knownIds(section, run.store) });
  if ("ok" in live) return { input: null, findings: [failureFinding(name, "reading", live, section.source)] };
  const found = diff({
    platform,
    actor: actor.id,
    desired,
    live: live.live,
    unknown: live.unknown,
    renamed: live.renamed,
  });
  const wanted = unseenNames(
    platform,
    withinTargets(platform, found.changes, targets, desired),
    desired,
    live.live,
  );
  const input: SectionInput = {
    connection: name,
    platform,
    actor,
    organizations: configuration.organizations,
    desired,
    live: live.live,
    diff: found,
    stops: live.stops,
  };
  if (wanted.size === 0 || platform.reading.lookup === undefined) return { input, findings: [] };
  const answers = await platform.reading.lookup(connection.reader, [...wanted.keys()]);
  if (!(answers instanceof Map)) {
    return {
      input: null,
      findings:
        "ok" in answers
          ? [failureFinding(name, "looking people up", cleaned(answers, connection), section.source)]
          : [],
    };
  }
  return { input, findings: missingNames(platform, wanted, answers) };
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
  const allowed = plan.sections.flatMap((section) => section.allowed);
  return allowances
    .filter((allowance) => !allowed.some((stop) => allowance.covers(stop)))
    .map(({ text }) => ({
      code: "plan/idle-allow",
      severity: "warning" as const,
      message: `--allow ${text} overrides nothing in this plan. Take it out.`,
    }));
}
