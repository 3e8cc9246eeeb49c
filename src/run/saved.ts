/** A plan that was made before: whether it is one of this folder, these accounts and this day. */
import type { LiveState } from "../apply/apply.ts";
import type { Address } from "../model/address.ts";
import type { RemovalLimit } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import { type Plan, type PlanSection, stopsOf } from "../model/plan.ts";
import { createState } from "../model/state.ts";
import { changedBy, deviations } from "../plan/again.ts";
import { staleness } from "../plan/basis.ts";
import { buildPlan } from "../plan/plan.ts";
import { errorFinding } from "./failure.ts";
import type { Result } from "./options.ts";
import { gather, type PlanOptions, type Prepared, type Run } from "./plan.ts";

/** What to do about a plan that cannot be applied. */
const again = "Make it again with charter plan -o FILE.";

/** Why the plan is not the one that was reviewed. */
export function otherDigest(plan: Plan, reviewed: string | undefined): readonly Finding[] {
  if (reviewed === undefined || plan.digest === reviewed.toLowerCase()) return [];
  const message =
    `The plan has the digest ${plan.digest}, and the one that was reviewed has ${reviewed}: it is another plan, or ` +
    "something has moved since. Review it again, and give its digest.";
  return [errorFinding("plan/other-digest", message)];
}

/** Why a saved plan is not one of this Charter, this configuration, these hosts and these accounts. */
export function foreign(run: Run, plan: Plan): readonly Finding[] {
  const { version } = run.context;
  if (plan.version !== version) {
    const message = `The plan was made by Charter ${plan.version}, and this is ${version}, which may plan otherwise. ${again}`;
    return [errorFinding("plan/other-version", message)];
  }
  const found = plan.sections.flatMap((section) => foreignSection(run, section));
  if (found.length > 0 || plan.configuration === run.configuration.digest) return found;
  return [
    errorFinding(
      "plan/other-configuration",
      `The plan was made from another configuration than the one in this folder. ${again}`,
    ),
  ];
}

function foreignSection(run: Run, section: PlanSection): readonly Finding[] {
  const { connection, platform, actor, urls } = section;
  const open = run.sections.find(({ configuration }) => configuration.connection.name === connection);
  if (open === undefined || open.platform.name !== platform) {
    const which = open === undefined ? connection : `${connection} on ${platform}`;
    const message = `The plan is for the connection ${which}, which this configuration does not have. ${again}`;
    return [errorFinding("plan/other-connection", message)];
  }
  const known = new Set(open.configuration.organizations);
  const strange = section.organizations.find((organization) => !known.has(organization));
  if (strange !== undefined) {
    const message = `The plan is for the organization ${strange}, which this configuration does not have in ${connection}. ${again}`;
    return [errorFinding("plan/other-organization", message, strange)];
  }
  for (const [host, url] of Object.entries(open.urls)) {
    if (Object.hasOwn(urls, host) && urls[host] === url) continue;
    const message = `The plan was made against ${urls[host] ?? "no host"}, and ${connection} now leads to ${url}. ${again}`;
    return [errorFinding("plan/other-host", message)];
  }
  if (open.actor.id === actor) return [];
  const message = `The plan was made by ${actor}, and ${connection} now belongs to ${open.actor.id}. Make it again, or run as ${actor}.`;
  return [errorFinding("plan/other-actor", message)];
}

/**
 * A saved plan, with the live state that it was held against: made again from that and from the configuration, it is
 * the same plan. A plan that sends nothing is taken as it is.
 *
 * | the saved plan | is |
 * | --- | --- |
 * | rests on something that is not as it was, or would now give or take access that it does not tell | `plan/stale` |
 * | would be stopped if it were made now | `plan/stopped` |
 * | does something that the plan made again does not, or otherwise | `plan/not-this` |
 */
export async function madeAgain(run: Run, plan: Plan, options: PlanOptions): Promise<Result<Prepared>> {
  if (plan.summary.stops > 0 || plan.summary.calls === 0) {
    return { ok: true, value: { plan, live: new Map() }, findings: [] };
  }
  const { allow, targets, withoutForbidden } = plan;
  const only = changedBy(plan);
  // A limit of the whole run is a share of all that there is, wherever the plan changes something.
  if (takesMany(plan, run.configuration.settings.guards.removals.run)) {
    for (const { configuration } of run.sections) {
      const { name } = configuration.connection;
      if (!only.has(name)) only.set(name, new Set());
    }
  }
  const gathered = await gather(run, { ...options, allow, targets, withoutForbidden }, only);
  if (!gathered.ok) return gathered;
  const { input, live: read } = gathered.value;
  const stale = plan.sections.flatMap((section) => {
    const live = read.get(section.connection);
    return live === undefined ? [] : staleness(section, live.live);
  });
  if (stale.length > 0) return refused(stale.map(({ address, message }) => movedSince(address, message)));
  const now = buildPlan(input);
  const stops = stopsOf(now);
  if (stops.length > 0) {
    return refused(
      stops.map(({ scope, message }) =>
        errorFinding("plan/stopped", `The plan would be stopped now: ${message} ${again}`, scope),
      ),
    );
  }
  const found = deviations(plan, now);
  const [edited] = found.filter(({ type }) => type === "edited");
  if (edited !== undefined) {
    const message =
      `The plan file is not what Charter plans from this configuration and what is live now: ${edited.what}. ` +
      `The file was edited, or something that it rests on has moved. ${again}`;
    return refused([errorFinding("plan/not-this", message, edited.address)]);
  }
  if (found.length > 0) {
    return refused(
      found.map(({ address, what }) => movedSince(address, `${what}, which the plan does not tell.`)),
    );
  }
  const nothing: LiveState = { live: createState([]), unknown: [] };
  const live = new Map(plan.sections.map(({ connection }) => [connection, read.get(connection) ?? nothing]));
  return { ok: true, value: { plan, live }, findings: [] };
}

/** Whether so much goes that the limit of the whole run may speak. */
function takesMany({ sections }: Plan, { from, count }: RemovalLimit): boolean {
  const gone = sections.flatMap(({ changes, effects }) => [
    ...changes.filter(({ action }) => action === "delete"),
    ...effects.filter(({ effect }) => effect === "goes"),
  ]);
  return gone.length >= Math.min(from, count);
}

function movedSince(address: Address, message: string): Finding {
  return errorFinding("plan/stale", `${message} Plan again.`, address);
}

function refused(findings: readonly Finding[]): Result<never> {
  return { ok: false, findings };
}
