import type { LiveState } from "../apply/apply.ts";
import { type Address, coveredBy, isWithin, rootOf } from "../model/address.ts";
import type { Finding } from "../model/finding.ts";
import { attributesOf } from "../model/kind.ts";
import type { ChangeOutcome } from "../model/outcome.ts";
import type { Plan, PlanSection } from "../model/plan.ts";
import { kindOf, type Platform } from "../model/platform.ts";
import { type Attributes, placeOf } from "../model/resource.ts";
import type { Baseline, Store, StoreFailure } from "../store/store.ts";
import type { Run } from "./plan.ts";
import type { Section } from "./sections.ts";

/** The organizations that a section changes or counted. */
export function touchedRoots(section: PlanSection): readonly Address[] {
  return [...new Set([...Object.keys(section.basis), ...section.covers].map(rootOf))];
}

/** The open connection that a section of a plan is for. */
export function sectionOf(run: Run, section: PlanSection): Section {
  const open = run.sections.find((each) => each.configuration.connection.name === section.connection);
  if (open === undefined) throw new Error(`no connection ${section.connection}`);
  return open;
}

/**
 * Writes what is live now as the baseline of every organization that was read. What the plan touched counts only as
 * it was read after the calls: where that failed, the former baseline stays. Of what the plan destroyed nothing is left
 * to remember: it may be made anew.
 */
export async function remember(
  run: Run,
  plan: Plan,
  before: ReadonlyMap<string, LiveState>,
  after: ReadonlyMap<string, LiveState> = before,
  outcomes: readonly ChangeOutcome[] = [],
): Promise<readonly Finding[]> {
  const { store, context } = run;
  const writes: Promise<StoreFailure | null>[] = [];
  const applied = new Set(outcomes.flatMap(({ status, address }) => (status === "applied" ? [address] : [])));
  for (const section of plan.sections) {
    const { platform } = sectionOf(run, section);
    const touched = new Set(touchedRoots(section));
    for (const organization of section.organizations) {
      const seen = (touched.has(organization) ? after : before).get(section.connection);
      const destroyed = applied.has(organization) && isDestroyed(section, organization);
      if (seen === undefined || (seen.live.get(organization) === undefined && !destroyed)) continue;
      const write = async (): Promise<StoreFailure | null> =>
        store.writeBaseline({
          connection: section.connection,
          organization,
          time: context.now.toISOString(),
          plan: plan.digest,
          resources: [
            ...seen.live.within(organization).map(({ address, kind, key, id, attributes }) => ({
              address,
              kind,
              key,
              id: id ?? null,
              attributes: withoutSecrets(platform, kind, attributes),
            })),
            ...(destroyed ? [] : await unread(store, platform, section, organization, seen, applied)),
          ],
        });
      writes.push(write());
    }
  }
  const [failure] = (await Promise.all(writes)).filter((each) => each !== null);
  if (failure === undefined) return [];
  return [
    {
      code: failure.code,
      severity: "warning",
      message: `${failure.message} Drift reports will not tell apart what was changed behind Charter's back.`,
    },
  ];
}

function isDestroyed({ changes }: PlanSection, organization: Address): boolean {
  return changes.some(({ address, action }) => address === organization && action === "delete");
}

/**
 * What the former baseline holds of places that could not be read, since nobody knows that it is otherwise; with what
 * the plan did there in its place.
 */
async function unread(
  store: Store,
  platform: Platform,
  { connection, changes }: PlanSection,
  organization: Address,
  { live, unknown }: LiveState,
  applied: ReadonlySet<Address>,
): Promise<Baseline["resources"]> {
  const places = new Set(unknown.map(placeOf));
  if (places.size === 0) return [];
  const former = await store.readBaseline(connection, organization);
  if (!former.ok || former.value === null) return [];
  const kept = new Map(former.value.resources.map((each) => [each.address, each]));
  for (const { address, kind, key, id, after } of changes) {
    if (!applied.has(address)) continue;
    kept.delete(address);
    if (after !== null && isWithin(address, organization)) {
      kept.set(address, { address, kind, key, id, attributes: withoutSecrets(platform, kind, after) });
    }
  }
  return [...kept.values()].filter(
    ({ address }) => live.get(address) === undefined && coveredBy(address, places) !== null,
  );
}

function withoutSecrets(platform: Platform, kind: string, attributes: Attributes): Attributes {
  const of = attributesOf(kindOf(platform, kind));
  const kept = Object.entries(attributes).filter(([name]) => of.get(name)?.secret !== true);
  return Object.fromEntries(kept);
}
