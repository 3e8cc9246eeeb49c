/** Live state of a connection, under the addresses of the configuration. */
import { type Address, homeOf, rootOf } from "../model/address.ts";
import type { DesiredState } from "../model/configuration.ts";
import type { Observation, Platform } from "../model/platform.ts";
import type { Failure } from "../model/protocol.ts";
import type { Resource } from "../model/resource.ts";
import { type KnownIds, type Matched, match, soughtBy, wantsFor } from "../plan/match.ts";
import type { Store } from "../store/store.ts";
import { cleaned, type Section } from "./sections.ts";

/** Ids of labelled objects as of the last apply, where any are configured. A baseline that cannot be read counts for nothing. */
export async function knownIds(section: Section, store: Store): Promise<KnownIds> {
  const { platform, configuration } = section;
  const labelled = new Set(platform.kinds.filter((kind) => kind.labelled).map((kind) => kind.name));
  const roots = new Set<Address>();
  for (const resource of configuration.desired.resources.values()) {
    if (labelled.has(resource.kind)) roots.add(rootOf(resource.address));
  }
  const known = new Map<Address, string>();
  for (const root of roots) {
    const stored = await store.readBaseline(configuration.connection.name, root);
    if (!stored.ok || stored.value === null) continue;
    for (const { address, kind, id } of stored.value.resources) {
      if (id !== null && labelled.has(kind)) known.set(address, id);
    }
  }
  return known;
}

export interface ReadOptions {
  readonly known: KnownIds;
  /** Default: all configured. */
  readonly organizations?: readonly Address[];
  /** Read everything, also what is not managed. */
  readonly whole?: boolean;
}

/** Reads what the configuration speaks of. */
export async function readLive(section: Section, options: ReadOptions): Promise<Matched | Failure> {
  const { platform, configuration, actor, connection } = section;
  const organizations = options.organizations ?? configuration.organizations;
  const desired = restrict(configuration.desired, organizations);
  const observations: Observation[] = [];
  const failure = await platform.reading.read(
    connection.reader,
    {
      organizations: soughtBy(organizations, platform, desired, options.known),
      actor,
      wants: options.whole ? () => true : wantsFor(platform, desired, options.known),
    },
    (observation) => {
      const { type } = observation;
      observations.push(
        type === "unreadable" ? { ...observation, why: connection.clean(observation.why) } : observation,
      );
    },
  );
  return failure === null
    ? match(platform, observations, desired, options.known)
    : cleaned(failure, connection);
}

/** The part of a configuration that lies in some organizations. */
export function restrict(desired: DesiredState, organizations: readonly Address[]): DesiredState {
  const roots = new Set(organizations);
  if ([...desired.resources.keys()].every((address) => roots.has(rootOf(address)))) return desired;
  const kept = <T>(map: ReadonlyMap<Address, T>): ReadonlyMap<Address, T> =>
    new Map([...map].filter(([address]) => roots.has(rootOf(address))));
  return { resources: kept(desired.resources), managed: kept(desired.managed) };
}

/** As a person would recognize it, where its address is an id that the platform made up. */
export function nameOf(platform: Platform, resource: Resource | undefined): string | null {
  if (resource === undefined || homeOf(resource.address) === null) return null;
  const natural = platform.kinds.find((kind) => kind.name === resource.kind)?.labelled?.natural;
  const name = natural?.(resource.attributes);
  return name === undefined || name === resource.key ? null : name;
}
