/** Live state of a connection, under the addresses of the configuration. */
import { type Address, addressOf, homeOf, rootOf } from "../model/address.ts";
import type { DesiredState } from "../model/configuration.ts";
import type { Observation, Platform } from "../model/platform.ts";
import type { Failure } from "../model/protocol.ts";
import type { Resource } from "../model/resource.ts";
import type { Allowance } from "../plan/allow.ts";
import { type Identities, identify, type KnownAccounts, type Stranger } from "../plan/identity.ts";
import { type KnownIds, type Matched, match, soughtBy, wantsFor } from "../plan/match.ts";
import { renames } from "../plan/renames.ts";
import type { Store } from "../store/store.ts";
import { cleaned, type Section } from "./sections.ts";

/** What the last apply left behind, by the addresses that the configuration gives it today. */
export interface Remembered {
  /** Ids of labelled objects. */
  readonly known: KnownIds;
  /** Accounts of people. */
  readonly accounts: KnownAccounts;
}

/**
 * What the last apply saw, as far as matching and the identity of people ask for it. A baseline that cannot be read
 * counts for nothing.
 */
export async function remembered(section: Section, store: Store): Promise<Remembered> {
  const { platform, configuration } = section;
  const { desired } = configuration;
  const telling = new Set(
    platform.kinds.filter((kind) => kind.labelled ?? kind.account).map((kind) => kind.name),
  );
  const labelled = new Set(platform.kinds.filter((kind) => kind.labelled).map((kind) => kind.name));
  const roots = new Set<Address>();
  for (const resource of desired.resources.values()) {
    if (telling.has(resource.kind)) roots.add(rootOf(resource.address));
  }
  const known = new Map<Address, string>();
  const accounts = new Map<Address, string>();
  const now = renames(desired);
  // What is remembered under a former label counts where the present one has nothing yet.
  for (const root of [...formerRoots(desired, roots), ...roots]) {
    const stored = await store.readBaseline(configuration.connection.name, root);
    if (!stored.ok || stored.value === null) continue;
    for (const { address, kind, id, account } of stored.value.resources) {
      const at = now(address);
      const put = (map: Map<Address, string>, value: string): void => {
        if (at === address || !map.has(at)) map.set(at, value);
      };
      if (id !== null && labelled.has(kind)) put(known, id);
      if (account !== undefined) put(accounts, account);
    }
  }
  return { known, accounts };
}

/** Labels that organizations had before. */
function formerRoots(desired: DesiredState, roots: ReadonlySet<Address>): readonly Address[] {
  return [...roots].flatMap((root) =>
    (desired.resources.get(root)?.previously ?? []).map((label) => addressOf(null, "", label)),
  );
}

export interface ReadOptions extends Partial<Remembered> {
  /** Default: all configured. */
  readonly organizations?: readonly Address[];
  /** Read everything, also what is not managed. */
  readonly whole?: boolean;
}

/** Live state under the addresses of the configuration, and whose it is. */
export interface Live extends Matched {
  readonly identities: Identities;
}

const nothing: ReadonlyMap<Address, string> = new Map();

/** Reads what the configuration speaks of. */
export async function readLive(section: Section, options: ReadOptions): Promise<Live | Failure> {
  const { platform, configuration, actor, connection } = section;
  const { known = nothing, accounts = nothing } = options;
  const organizations = options.organizations ?? configuration.organizations;
  const desired = restrict(configuration.desired, organizations);
  const observations: Observation[] = [];
  const failure = await platform.reading.read(
    connection.reader,
    {
      organizations: soughtBy(organizations, platform, desired, known),
      actor,
      wants: options.whole ? () => true : wantsFor(platform, desired, known),
    },
    (observation) => {
      const { type } = observation;
      observations.push(
        type === "unreadable" ? { ...observation, why: connection.clean(observation.why) } : observation,
      );
    },
  );
  if (failure !== null) return cleaned(failure, connection);
  const matched = match(platform, observations, desired, known);
  return { ...matched, identities: identify({ platform, desired, ...matched, accounts }) };
}

/** Where nothing may be planned, since nobody allowed that it goes to somebody else. */
export function heldBy(
  strangers: readonly Stranger[],
  allowances: readonly Allowance[],
): ReadonlySet<Address> {
  const open = strangers.filter(({ stop }) => !allowances.some((each) => each.covers(stop)));
  return new Set(open.flatMap(({ held }) => held));
}

/** The part of a configuration that lies in some organizations. */
export function restrict(desired: DesiredState, organizations: readonly Address[]): DesiredState {
  const roots = new Set(organizations);
  if ([...desired.resources.keys()].every((address) => roots.has(rootOf(address)))) return desired;
  const kept = <T>(map: ReadonlyMap<Address, T>): ReadonlyMap<Address, T> =>
    new Map([...map].filter(([address]) => roots.has(rootOf(address))));
  return { ...desired, resources: kept(desired.resources), managed: kept(desired.managed) };
}

/** As a person would recognize it, where its address is an id that the platform made up. */
export function nameOf(platform: Platform, resource: Resource | undefined): string | null {
  if (resource === undefined || homeOf(resource.address) === null) return null;
  const natural = platform.kinds.find((kind) => kind.name === resource.kind)?.labelled?.natural;
  const name = natural?.(resource.attributes);
  return name === undefined || name === resource.key ? null : name;
}
