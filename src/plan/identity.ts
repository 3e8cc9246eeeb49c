/**
 * Whether handles still belong to the accounts that are meant. A name that was given up can be registered by somebody
 * else, who would get what is written for the former holder. Expected is the account that the entry or `people`
 * gives, else the one that the last apply saw at the address.
 *
 * | expected | live at the address | elsewhere | result |
 * | --- | --- | --- | --- |
 * | none | any | | nothing |
 * | any | its account | | nothing |
 * | any | an account that is not told (an invitation) | | nothing |
 * | by a file | another account | | stop: correct the file |
 * | by the last apply | another account | | stop, which can be allowed |
 * | any | nothing | the handle is another account's | stop, as above |
 * | any | nothing | the account has another handle | stop: write the new handle |
 * | any | nothing | neither is seen | open: ask the platform before anybody is invited |
 * | – | the account of somebody who is gone | | stop: the line and `people` contradict each other |
 *
 * Whose removal is written, or follows from the list, may be removed, whoever it is now.
 */
import { type Address, coveredBy, homeOf } from "../model/address.ts";
import type { DesiredState, Person } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import { peopleByKey } from "../model/people.ts";
import type { Stop } from "../model/plan.ts";
import type { Platform, Presence } from "../model/platform.ts";
import { type Desired, placeOf, type Resource, type Unreadable } from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import { order } from "../model/value.ts";

/** Accounts that the last apply saw, by configured address. */
export type KnownAccounts = ReadonlyMap<Address, string>;

/** Somebody else than the configuration means. */
export interface Stranger {
  readonly stop: Stop;
  /** Nothing is planned there, unless the stop is overridden. */
  readonly held: readonly Address[];
}

/** Somebody who is not live, so that nothing shows whether the handle is still theirs. */
export interface Unproven {
  readonly written: Desired;
  /** The account that is expected. */
  readonly account: string;
  /** Whether a file gives it; else the last apply. */
  readonly pinned: boolean;
  /** Whose handle it is, where `people` knows it. */
  readonly person?: Person;
}

export interface Identities {
  readonly strangers: readonly Stranger[];
  readonly unproven: readonly Unproven[];
}

export interface IdentityInput {
  readonly platform: Platform;
  readonly desired: DesiredState;
  readonly live: StateView;
  readonly unknown: readonly Unreadable[];
  readonly accounts: KnownAccounts;
}

/** Compares what is written with whose it is. Linear. */
export function identify({ platform, desired, live, unknown, accounts }: IdentityInput): Identities {
  const people = desired.people ?? [];
  const strangers: Stranger[] = [];
  const unproven: Unproven[] = [];
  const kinds = new Map(
    platform.kinds.filter(({ account }) => account !== undefined).map((kind) => [kind.name, kind]),
  );
  const resources = [...desired.resources.values()];
  const pins =
    people.some(({ id }) => id !== undefined) ||
    resources.some(({ id, kind }) => id !== undefined && kinds.has(kind));
  if (kinds.size === 0 || (!pins && accounts.size === 0)) return { strangers, unproven };
  const holders = new Map([...kinds.values()].map((kind) => [kind.name, peopleByKey(kind, people)]));
  const gone = new Map(
    people.flatMap((each) => (each.gone && each.id !== undefined ? [[each.id, each]] : [])),
  );
  const blind = new Set(unknown.map(placeOf));
  const accountOf = (resource: Resource) => kinds.get(resource.kind)?.account?.(resource);
  const seen = sightings(live, accountOf);

  for (const written of resources) {
    const { address, key } = written;
    if (!kinds.has(written.kind) || written.state === "absent") continue;
    if (desired.managed.get(homeOf(address) ?? "") === "ignore" || coveredBy(address, blind) !== null)
      continue;
    const there = live.get(address);
    const now = there === undefined ? undefined : accountOf(there);
    const left = now === undefined ? undefined : gone.get(now);
    if (now !== undefined && left !== undefined) {
      strangers.push({ stop: stillThere(written, now, left), held: [address] });
      continue;
    }
    const person = holders.get(written.kind)?.get(key);
    const pin = written.id ?? person?.id;
    const account = pin ?? accounts.get(address);
    if (account === undefined || now === account || (there !== undefined && now === undefined)) continue;
    const unlike: Unproven = {
      written,
      account,
      pinned: pin !== undefined,
      ...(person === undefined ? {} : { person }),
    };
    const other = now ?? seen.accounts.get(key);
    if (other === account) continue;
    if (other !== undefined) {
      strangers.push({ stop: registeredAnew(unlike, other), held: [address] });
      continue;
    }
    const places = seen.places.get(account) ?? [];
    const [place] = places;
    if (place === undefined) unproven.push(unlike);
    else {
      const held = [address, ...places.map((each) => each.address)];
      strangers.push({ stop: calledOtherwise(unlike, place.key), held });
    }
  }
  return { strangers, unproven };
}

/** Where each account stands, and which account each handle is, as far as anything live tells. */
function sightings(
  live: StateView,
  accountOf: (resource: Resource) => string | undefined,
): {
  readonly places: ReadonlyMap<string, readonly Resource[]>;
  readonly accounts: ReadonlyMap<string, string>;
} {
  const places = new Map<string, Resource[]>();
  const accounts = new Map<string, string>();
  for (const resource of live.all()) {
    const account = accountOf(resource);
    if (account === undefined) continue;
    accounts.set(resource.key, account);
    const known = places.get(account);
    if (known === undefined) places.set(account, [resource]);
    else known.push(resource);
  }
  for (const known of places.values()) known.sort((a, b) => order(a.address, b.address));
  return { places, accounts };
}

/** What the platform answered about those who are not live. */
export function proven(
  unproven: readonly Unproven[],
  presenceOf: (written: Desired) => Presence | undefined,
): { readonly strangers: readonly Stranger[]; readonly findings: readonly Finding[] } {
  const strangers: Stranger[] = [];
  const findings: Finding[] = [];
  for (const each of unproven) {
    const { written, account, pinned, person } = each;
    const presence = presenceOf(written);
    if (typeof presence === "object") {
      if (presence.account === account) continue;
      strangers.push({ stop: registeredAnew(each, presence.account), held: [written.address] });
    } else if (pinned && presence !== "missing") {
      const position = written.source?.position();
      findings.push({
        code: "plan/unconfirmed-account",
        severity: "warning",
        message: `${written.key} is written as account ${account}${nameOf(person)}, and the platform does not tell whose a handle is before it is in use. Make sure of it.`,
        address: written.address,
        ...(position === undefined ? {} : { position }),
      });
    }
  }
  return { strangers, findings };
}

function nameOf(person: Person | undefined): string {
  return person === undefined ? "" : ` of ${person.name}`;
}

function stopAt({ written, pinned }: Unproven, message: string): Stop {
  const { address } = written;
  return {
    guard: "identity",
    scope: address,
    message,
    allow: pinned ? null : `identity:${address}`,
    setting: null,
  };
}

function registeredAnew(unlike: Unproven, now: string): Stop {
  const { written, account, pinned, person } = unlike;
  const what = pinned
    ? `The handle ${written.key} belongs to account ${now}, and the file means account ${account}${nameOf(person)}${placed(person)}`
    : `The handle ${written.key} belonged to account ${account} at the last apply and now belongs to ${now}`;
  const way = pinned
    ? "Write the handle that the person has now, or the id if that is wrong."
    : "Take the line out to remove it, or let the new account take the place over.";
  return stopAt(unlike, `${what}: a re-registered name is somebody else. Nothing is planned for it. ${way}`);
}

function calledOtherwise(unlike: Unproven, key: string): Stop {
  const { written, account, person } = unlike;
  return stopAt(
    unlike,
    `Account ${account}${nameOf(person)}, which is written as ${written.key}, is now called ${key}: write that${placed(person)}. Nothing is planned for either.`,
  );
}

function stillThere({ address, key }: Desired, account: string, left: Person): Stop {
  return {
    guard: "identity",
    scope: address,
    message: `${key} belongs to account ${account}, which is that of ${left.name}${placed(left)}, of whom nothing shall stay. Take the line out, or correct the person.`,
    allow: null,
    setting: null,
  };
}

function placed(person: Person | undefined): string {
  const at = person?.source?.position();
  return at === undefined ? "" : ` (${at.file}:${at.line}:${at.column})`;
}
