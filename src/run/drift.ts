import { classify, type Baseline as Known, seenKey } from "../drift/classify.ts";
import { driftReport } from "../drift/report.ts";
import { type Address, isWithin, rootOf } from "../model/address.ts";
import type { DriftItem, DriftReport } from "../model/drift.ts";
import type { Finding } from "../model/finding.ts";
import type { Expiring, PlannedChange } from "../model/plan.ts";
import type { Resource } from "../model/resource.ts";
import { diff, without } from "../plan/diff.ts";
import { expiringIn } from "../plan/expiring.ts";
import { callIds, paperRun } from "../plan/paper.ts";
import type { Store } from "../store/store.ts";
import { failureFinding } from "./failure.ts";
import { heldBy, nameOf, readLive, remembered } from "./live.ts";
import type { Result, RunOptions } from "./options.ts";
import { withRun } from "./plan.ts";

export interface DriftOptions extends RunOptions {
  /** Report only what lies at or below these addresses. */
  readonly targets?: readonly Address[];
}

/** How live state and configuration differ, told by what the last apply left. Reads the platform only. */
export async function drift(options: DriftOptions = {}): Promise<Result<DriftReport>> {
  return withRun(options, async ({ context, configuration: { settings }, sections, store }) => {
    const stored = await store.readSeen();
    const seen: ReadonlyMap<string, string> = stored.ok ? stored.value : new Map();
    const findings: Finding[] = stored.ok
      ? []
      : [{ code: stored.code, severity: "warning", message: stored.message }];
    const time = context.now.toISOString();
    const targets = options.targets ?? [];
    const items: DriftItem[] = [];
    const expiring: Expiring[] = [];
    let inSync = 0;
    for (const section of sections) {
      const { platform, configuration, actor } = section;
      const name = configuration.connection.name;
      const live = await readLive(section, await remembered(section, store));
      if ("ok" in live)
        return { ok: false, findings: [failureFinding(name, "reading", live, section.source)] };
      const compared = diff({
        platform,
        actor: actor.id,
        desired: configuration.desired,
        live: live.live,
        unknown: live.unknown,
        renamed: live.renamed,
      });
      const { strangers } = live.identities;
      const found = without(compared, heldBy(strangers, []));
      findings.push(
        ...found.unsure.map(({ address, step }) => ({
          code: "drift/unsure",
          severity: "warning" as const,
          message: `${address}: ${step}`,
          address,
        })),
      );
      expiring.push(...expiringIn(platform, configuration.desired, time, settings.expiring));
      // Carried out on paper, changes tell which of them have to wait.
      const run = paperRun({
        platform,
        actor,
        desired: configuration.desired,
        live: live.live,
        changes: found.changes,
        guards: settings.guards,
        withoutForbidden: false,
        nextId: callIds(),
      });
      const baseline = await readBaselines(store, name, configuration.organizations, findings);
      inSync += found.inSync;
      items.push(
        ...classify({
          platform,
          changes: run.changes,
          unmanaged: found.unmanaged,
          pending: found.pending,
          waiting: waitingOf(run.changes),
          unknown: found.unknown,
          strangers: strangers.map(({ stop: { scope, message } }) => ({ address: scope, message })),
          baseline,
          name: (address) => nameOf(platform, live.live.get(address)),
          firstSeen: (key) => seen.get(key) ?? time,
        }),
      );
    }
    const failed = await store.writeSeen(new Map(items.map((item) => [seenKey(item), item.firstSeen])));
    if (failed !== null) findings.push({ code: failed.code, severity: "warning", message: failed.message });
    const isShown = (address: Address): boolean =>
      targets.length === 0 || targets.some((target) => isWithin(address, target));
    const shown = items.filter(({ address }) => isShown(address));
    const ending = expiring.filter(({ address }) => address === null || isShown(address));
    return { ok: true, value: driftReport(shown, inSync, time, ending), findings };
  });
}

/** What nothing can be sent of yet; what can be begun is a difference. */
function waitingOf(changes: readonly PlannedChange[]): ReadonlyMap<Address, string> {
  return new Map(
    changes.flatMap(({ address, waiting, calls }) =>
      waiting === undefined || calls.length > 0 ? [] : [[address, waiting] as const],
    ),
  );
}

/** What the last apply left of each organization; one that cannot be read is said and counts as never applied. */
async function readBaselines(
  store: Store,
  connection: string,
  organizations: readonly Address[],
  findings: Finding[],
): Promise<Known> {
  const known = new Set<Address>();
  const resources = new Map<Address, Resource>();
  const stored = await Promise.all(organizations.map((root) => store.readBaseline(connection, root)));
  for (const [index, each] of stored.entries()) {
    if (!each.ok) findings.push({ code: each.code, severity: "warning", message: each.message });
    const root = organizations[index];
    if (!each.ok || each.value === null || root === undefined) continue;
    known.add(root);
    for (const { id, ...resource } of each.value.resources) {
      resources.set(resource.address, id === null ? resource : { ...resource, id });
    }
  }
  return { get: (address) => resources.get(address), knows: (address) => known.has(rootOf(address)) };
}
