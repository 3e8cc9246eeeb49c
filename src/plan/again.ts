/**
 * A saved plan is not trusted: it is made again, from the configuration and from what is live now, and must come out
 * the same. Whoever edits a plan file, digest and all, gets nothing sent that Charter would not plan itself.
 */
import { type Address, coveredBy } from "../model/address.ts";
import type { AccessChange, Plan, PlanSection, Stop } from "../model/plan.ts";
import { placeOf } from "../model/resource.ts";
import { shortened } from "../model/text.ts";
import { canonical, type Value } from "../model/value.ts";
import type { Diff } from "./diff.ts";

/** The addresses that a saved plan changes, by connection; none for a connection where it changes nothing. */
export function changedBy({ sections }: Plan): Map<string, ReadonlySet<Address>> {
  return new Map(
    sections
      .filter(({ changes, calls }) => changes.length > 0 || calls.length > 0)
      .map(({ connection, changes }) => [connection, new Set(changes.map(({ address }) => address))]),
  );
}

/** The part of a difference, and of what matching found, that concerns these changes: the rest may have moved. */
export function concerning(
  addresses: ReadonlySet<Address>,
  all: Diff,
  stops: readonly Stop[],
): { readonly diff: Diff; readonly stops: readonly Stop[] } {
  const places = new Set([...stops.map(({ scope }) => scope), ...all.unknown.map(placeOf)]);
  const concerned = new Set<Address>();
  for (const address of addresses) {
    // Nearest first, and then what holds it.
    for (let at = coveredBy(address, places); at !== null; at = above(at, places)) concerned.add(at);
  }
  const diff: Diff = {
    ...all,
    changes: all.changes.filter(({ address }) => addresses.has(address)),
    impossible: all.impossible.filter(({ address }) => addresses.has(address)),
    unknown: all.unknown.filter((each) => concerned.has(placeOf(each))),
    unmanaged: [],
    pending: [],
  };
  return { diff, stops: stops.filter(({ scope }) => concerned.has(scope)) };
}

function above(place: Address, places: ReadonlySet<Address>): Address | null {
  const slash = place.lastIndexOf("/");
  return slash < 0 ? null : coveredBy(place.slice(0, slash), places);
}

/** What a saved plan and the same plan made again do not have in common. */
export interface Deviation {
  /** `edited`: no live state gives such a plan, or not the present one. `moved`: it would do more than it says. */
  readonly type: "edited" | "moved";
  readonly address: Address;
  /** A clause. */
  readonly what: string;
}

/**
 * Where a saved plan differs from the same plan made again, which holds only the sections that change something.
 *
 * | part | must be |
 * | --- | --- |
 * | organizations, changes (save where they were written), calls, effects, basis, covers | the same |
 * | overridden guards, access that changes | told in the saved plan |
 * | what is pending, unmanaged, unknown, next | anything: nothing of it is sent, and others move it |
 */
export function deviations(saved: Plan, again: Plan): readonly Deviation[] {
  const made = new Map(again.sections.map((section) => [section.connection, section]));
  return [
    ...overridden(saved.allowed, again.allowed),
    ...saved.sections.flatMap((section): readonly Deviation[] => {
      const now = made.get(section.connection);
      return now === undefined ? [] : sectionDeviations(section, now);
    }),
  ];
}

function sectionDeviations(saved: PlanSection, again: PlanSection): readonly Deviation[] {
  const found = [
    ...listDeviations(saved.changes, again.changes, {
      key: ({ address }) => address,
      address: ({ address }) => address,
      bare: ({ position: _position, ...change }) => change,
      name: ({ action, address }) => `${action} ${address}`,
    }),
    ...listDeviations(saved.calls, again.calls, {
      key: ({ id }) => id,
      address: ({ scope }) => scope,
      // Who has meanwhile got another role that lets them do the same does the same.
      bare: ({ as: _as, ...call }) => call,
      name: ({ id, operation, scope }) => `call ${id} (${operation} on ${scope})`,
    }),
    ...untold(saved, again),
  ];
  if (found.length > 0) return found;
  const { connection } = saved;
  const parts = ["organizations", "effects", "basis", "covers"] as const;
  return parts
    .filter((part) => !same(saved[part], again[part]))
    .map((part) => ({
      type: "edited",
      address: connection,
      what: `its ${part} for ${connection} are not those of its changes`,
    }));
}

interface Listed<T> {
  readonly key: (item: T) => string;
  readonly address: (item: T) => Address;
  /** What counts of it. */
  readonly bare: (item: T) => unknown;
  readonly name: (item: T) => string;
}

function listDeviations<T>(saved: readonly T[], again: readonly T[], of: Listed<T>): readonly Deviation[] {
  const left = new Map(again.map((item) => [of.key(item), item]));
  const found: Deviation[] = [];
  const note = (item: T, what: string): void => {
    found.push({ type: "edited", address: of.address(item), what: `${of.name(item)} ${what}` });
  };
  for (const item of saved) {
    const twin = left.get(of.key(item));
    left.delete(of.key(item));
    if (twin === undefined) note(item, "is not planned");
    else if (!same(of.bare(item), of.bare(twin))) note(item, "is planned otherwise");
  }
  for (const item of left.values()) note(item, "is missing in it");
  if (found.length > 0) return found;
  const [moved] = saved.filter((item, index) => of.key(item) !== of.key(again[index] ?? item));
  if (moved !== undefined) note(moved, "is planned in another place");
  return found;
}

function* overridden(saved: readonly Stop[], again: readonly Stop[]): Iterable<Deviation> {
  const told = new Set(saved.map(({ guard, scope }) => `${guard}:${scope}`));
  for (const { guard, scope } of again) {
    if (!told.has(`${guard}:${scope}`))
      yield { type: "moved", address: scope, what: `The guard ${guard} would be overridden at ${scope}` };
  }
}

/** Guards that were overridden and access that changes although the saved plan does not say so. */
function* untold(saved: PlanSection, again: PlanSection): Iterable<Deviation> {
  yield* overridden(saved.allowed, again.allowed);
  const told = new Map(saved.access.map((row) => [`${row.who}\n${row.target}`, row]));
  for (const row of again.access) {
    const known = told.get(`${row.who}\n${row.target}`);
    const gained = missing(row.gained, known?.gained);
    const lost = missing(row.lost, known?.lost);
    if (gained.length > 0) yield { type: "moved", address: row.target, what: wouldBe(row, "gain", gained) };
    if (lost.length > 0) yield { type: "moved", address: row.target, what: wouldBe(row, "lose", lost) };
  }
}

function missing(all: readonly string[], known: readonly string[] = []): readonly string[] {
  return all.filter((each) => !known.includes(each));
}

function wouldBe({ who, target }: AccessChange, verb: string, actions: readonly string[]): string {
  return `${who} would ${verb} ${shortened(actions)} on ${target}`;
}

/** Equal as JSON, whatever the order of members. */
function same(a: unknown, b: unknown): boolean {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left === right || canonicalText(left) === canonicalText(right);
}

function canonicalText(json: string): string {
  const value: Value = JSON.parse(json);
  return canonical(value);
}
