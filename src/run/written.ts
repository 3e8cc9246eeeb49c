/** What files wrote at the last apply, so that a configuration that suddenly became smaller is noticed. */
import { type Address, isWithin, rootOf } from "../model/address.ts";
import type { Configuration, DesiredState } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import type { Written } from "../model/written.ts";
import { goneOrganizations, writtenCounts } from "../plan/guards/shrink.ts";
import type { Store, StoreFailure } from "../store/store.ts";

/** What is remembered; where it cannot be read, nothing, and a warning says so. */
export async function writtenBefore(
  store: Store,
): Promise<{ readonly written: readonly Written[]; readonly findings: readonly Finding[] }> {
  const stored = await store.readWritten();
  return stored.ok ? { written: stored.value, findings: [] } : { written: [], findings: [unnoticed(stored)] };
}

function unnoticed({ code, message }: StoreFailure): Finding {
  return {
    code,
    severity: "warning",
    message: `${message} A configuration that has become smaller is not noticed without it.`,
  };
}

/**
 * Remembers what files write now. Of what was no target, what was written before stays remembered; an organization that
 * no file speaks of is forgotten once somebody has let it go.
 */
export async function rememberWritten(
  store: Store,
  configuration: Configuration,
  plan: Plan,
): Promise<readonly Finding[]> {
  const before = await writtenBefore(store);
  const desired = configuration.connections.map((each) => each.desired);
  const now = configuration.connections.flatMap(({ connection, organizations, desired: own }) =>
    writtenIn(connection.name, organizations, own, before.written, plan.targets),
  );
  const allowed = new Set(plan.allowed.filter(({ guard }) => guard === "shrink").map(({ scope }) => scope));
  const gone = new Set(
    goneOrganizations(
      before.written.map(({ organization }) => organization),
      desired,
    ),
  );
  const missed = before.written.filter(
    ({ organization }) => gone.has(organization) && !allowed.has(organization),
  );
  const failed = await store.writeWritten([...now, ...missed]);
  return failed === null ? before.findings : [...before.findings, unnoticed(failed)];
}

function writtenIn(
  connection: string,
  organizations: readonly Address[],
  desired: DesiredState,
  before: readonly Written[],
  targets: readonly Address[],
): readonly Written[] {
  const counts = new Map<Address, Map<Address, number>>(organizations.map((each) => [each, new Map()]));
  const isTarget = (collection: Address): boolean =>
    targets.length === 0 || targets.some((target) => isWithin(collection, target));
  for (const [collection, count] of writtenCounts([desired])) {
    if (isTarget(collection)) counts.get(rootOf(collection))?.set(collection, count);
  }
  for (const former of before) {
    for (const [collection, count] of former.counts) {
      if (!isTarget(collection)) counts.get(former.organization)?.set(collection, count);
    }
  }
  return [...counts].map(([organization, own]) => ({ connection, organization, counts: own }));
}
