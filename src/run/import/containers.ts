/** Live containers that no file speaks of, although their collection is managed: read whole, and given labels. */
import { formOf } from "../../config/form.ts";
import { labelsFor } from "../../config/labels.ts";
import { isKey, type Labels, spelled } from "../../config/write.ts";
import { type Address, addressOf, homeOf, keyOf, parentOf, rootOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import { isContainer } from "../../model/kind.ts";
import { kindOf, type Platform } from "../../model/platform.ts";
import type { Failure } from "../../model/protocol.ts";
import type { Resource, Unreadable } from "../../model/resource.ts";
import { createState, type StateView } from "../../model/state.ts";
import { order } from "../../model/value.ts";
import { soughtBy } from "../../plan/match.ts";
import type { Section } from "../sections.ts";
import { formNamed } from "./form.ts";
import { addition, type Edit } from "./turn.ts";

/** What containers hold, by {@link identity}. */
export interface Holdings {
  readonly below: ReadonlyMap<string, { readonly container: Resource; readonly inner: readonly Resource[] }>;
  readonly unknown: readonly Unreadable[];
}

/** The same object under its own address and under that of the configuration. */
function identity(resource: Resource): string {
  return `${resource.kind}\u0000${resource.id ?? resource.address}`;
}

/** Reads everything in these containers, and of the rest only what leads to them. */
export async function readHoldings(
  { platform, connection, actor, configuration }: Section,
  containers: readonly Resource[],
): Promise<Holdings | Failure> {
  const wanted = containers.filter(({ kind }) => isContainer(kindOf(platform, kind), platform.kinds));
  if (wanted.length === 0) return { below: new Map(), unknown: [] };
  const identities = new Set(wanted.map(identity));
  const path = new Set<string>();
  for (const { kind } of wanted) {
    for (let at: string | null = kind; at !== null; at = kindOf(platform, at).parent) path.add(at);
  }
  const inside = new Set<Address>();
  const isInside = (resource: Resource): boolean => {
    if (!identities.has(identity(resource)) && !inside.has(parentOf(resource.address) ?? "")) return false;
    inside.add(resource.address);
    return true;
  };
  const resources: Resource[] = [];
  const unknown: Unreadable[] = [];
  const failure = await platform.reading.read(
    connection.reader,
    {
      organizations: soughtBy(
        [...new Set(wanted.map(({ address }) => rootOf(address)))].sort(order),
        platform,
        configuration.desired,
        new Map(),
      ),
      actor,
      wants: (parent, kind) => isInside(parent) || path.has(kind),
    },
    (observation) => {
      if (observation.type === "resource") resources.push(observation.resource);
      else unknown.push(observation);
    },
  );
  if (failure !== null) return failure;
  const state = createState(resources);
  const below = new Map(
    resources
      .filter((resource) => identities.has(identity(resource)))
      .map((container) => {
        const inner = state.within(container.address).filter((each) => each !== container);
        return [identity(container), { container, inner }] as const;
      }),
  );
  return { below, unknown: unknown.filter(({ address }) => inside.has(address)) };
}

/** An entry for each container, under a label that is free. */
export function containerEdits(
  platform: Platform,
  desired: DesiredState,
  live: StateView,
  containers: readonly Resource[],
  holdings: Holdings,
): { readonly edits: readonly Edit[]; readonly findings: readonly Finding[]; readonly labels: Labels } {
  const edits: Edit[] = [];
  const findings: Finding[] = [];
  const groups = Map.groupBy(containers, ({ address }) => homeOf(address) ?? "");
  const taken = takenKeys(desired, groups);
  const labels = new Map<string, Map<string, string>>();
  const note = (kind: string, key: string, label: string): void => {
    const known = labels.get(kind) ?? new Map<string, string>();
    labels.set(kind, known.set(key, label));
  };
  for (const { kind, key, id } of live.all()) if (id !== undefined && id !== key) note(kind, id, key);
  for (const [home, group] of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const form = formNamed(formOf(platform), first.kind);
    const { labelled } = form.kind;
    const allowed = (label: string): boolean => isKey(form, label);
    const names = new Map<string, number>();
    for (const { attributes } of live.list(home)) {
      const name = labelled?.natural(attributes) ?? "";
      names.set(name, (names.get(name) ?? 0) + 1);
    }
    const keyed =
      labelled === undefined
        ? group.map((resource) => ({ resource, label: resource.key }))
        : labelsFor(group, ({ attributes }) => labelled.natural(attributes), allowed, taken.get(home));
    for (const { resource, label } of keyed) {
      const found = holdings.below.get(identity(resource));
      const name = labelled?.natural(resource.attributes);
      const { id, ...rest } = found?.container ?? resource;
      const pinned = labelled !== undefined && (name === undefined || (names.get(name) ?? 0) > 1);
      const added = addition(platform, pinned && id !== undefined ? { ...rest, id } : rest, label, findings);
      if (added === null) continue;
      const address = addressOf(parentOf(resource.address), form.kind.collection, label);
      if (id !== undefined && id !== label) note(form.kind.name, id, label);
      edits.push({
        type: "add",
        change: { address, resource: added, below: found?.inner ?? [] },
        names: [],
      });
    }
  }
  return {
    labels,
    findings,
    edits: edits.map((edit) => {
      const { below, ...change } = edit.change;
      return { ...edit, change: { ...change, below: spelled(platform, below ?? [], labels) } };
    }),
  };
}

/** Keys that stand in these collections, and those that stood there before and must stay free. */
function takenKeys(
  desired: DesiredState,
  homes: ReadonlyMap<Address, unknown>,
): ReadonlyMap<Address, readonly string[]> {
  const taken = new Map<Address, string[]>();
  for (const home of homes.keys()) taken.set(home, []);
  for (const { address, previously } of desired.resources.values()) {
    taken.get(homeOf(address) ?? "")?.push(keyOf(address), ...(previously ?? []));
  }
  return taken;
}
