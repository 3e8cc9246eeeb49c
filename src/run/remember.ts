import type { LiveState } from "../apply/apply.ts";
import { type Address, coveredBy, isWithin, rootOf } from "../model/address.ts";
import type { Person } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import { attributesOf } from "../model/kind.ts";
import type { ChangeOutcome } from "../model/outcome.ts";
import type { Plan, PlanSection } from "../model/plan.ts";
import { kindOf, type Platform } from "../model/platform.ts";
import { type Attributes, placeOf, type Resource } from "../model/resource.ts";
import type { KnownAccounts } from "../plan/identity.ts";
import { holders } from "../plan/people.ts";
import type { Baseline, Store, StoreFailure } from "../store/store.ts";
import { remembered } from "./live.ts";
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
    const open = sectionOf(run, section);
    const { platform } = open;
    const tells = platform.kinds.some(({ account }) => account !== undefined);
    const accounts = tells ? (await remembered(open, store)).accounts : new Map<Address, string>();
    const accountOf = trusted(platform, section, open.configuration.desired.people ?? [], accounts, applied);
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
            ...seen.live.within(organization).map((resource) => {
              const { address, kind, key, id, attributes } = resource;
              const account = accountOf(resource);
              return {
                address,
                kind,
                key,
                id: id ?? null,
                ...(account === undefined ? {} : { account }),
                attributes: withoutSecrets(platform, kind, attributes),
              };
            }),
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

/**
 * The account to remember for a live resource: what was seen first counts until somebody says otherwise, so that a
 * handle that changed hands is still said after an apply that had nothing to do with it.
 *
 * | remembered | live | the account |
 * | --- | --- | --- |
 * | none | any | the live one |
 * | one | the same | that |
 * | one | none told | the remembered one |
 * | one | another | the remembered one, unless its stop was allowed, this plan changed it, or `people` says so |
 */
function trusted(
  platform: Platform,
  section: PlanSection,
  people: readonly Person[],
  accounts: KnownAccounts,
  applied: ReadonlySet<Address>,
): (resource: Resource) => string | undefined {
  const taken = new Set(
    section.allowed.filter(({ guard }) => guard === "identity").map(({ scope }) => scope),
  );
  const pinned = holders(platform, people);
  return (resource) => {
    const { address } = resource;
    const now = kindOf(platform, resource.kind).account?.(resource);
    const before = accounts.get(address);
    if (before === undefined || now === before) return now;
    if (now === undefined) return before;
    return taken.has(address) || applied.has(address) || pinned(resource)?.id === now ? now : before;
  };
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
