import { type Address, coveredBy } from "../model/address.ts";
import { sameValue } from "../model/attribute.ts";
import { digestOf } from "../model/digest.ts";
import { attributesOf, isThere, type Kind } from "../model/kind.ts";
import type { ChangeOutcome, Mismatch } from "../model/outcome.ts";
import type { PlannedChange, PlanSection } from "../model/plan.ts";
import { kindOf, type Platform } from "../model/platform.ts";
import { placeOf, type Resource, type Unreadable } from "../model/resource.ts";
import type { StateView } from "../model/state.ts";
import { sentence } from "../model/text.ts";
import { canonical, order, type Value } from "../model/value.ts";
import { type Answered, touchedBy, withDoubt } from "./outcomes.ts";

export interface Verification {
  readonly outcomes: readonly ChangeOutcome[];
  readonly mismatches: readonly Mismatch[];
}

interface VerifyOptions {
  readonly section: PlanSection;
  readonly platform: Platform;
  readonly answered: readonly Answered[];
  /** Live state when the run started, and now. */
  readonly before: StateView;
  readonly after: StateView;
  /** What could not be read again. */
  readonly unknown: readonly Unreadable[];
  /** Ids of what the run created: a new object is known by its id before any label is matched. */
  readonly ids: ReadonlyMap<Address, string>;
}

/**
 * Corrects what answers told by what is live. What was never attempted stays so.
 *
 * | answers say | live is | outcome |
 * | --- | --- | --- |
 * | applied | as planned | applied; pending, where the object waits for a person |
 * | applied | otherwise | failed: the platform answered with success, but… A mismatch |
 * | pending | not there yet | pending |
 * | done, the rest waits | there | waiting; pending, where the object waits for a person |
 * | done, the rest waits, and so far was only prepared | not there yet, or still there | waiting |
 * | waits, and nothing was sent | any | waiting |
 * | failed | as planned | applied |
 * | failed, with a doubt | otherwise | failed, and the doubt is gone |
 * | failed | otherwise | failed |
 * | any | could not be read again | as the answers say, with the doubt. A mismatch, once a place |
 */
export function verify(options: VerifyOptions): Verification {
  const mismatches: Mismatch[] = [];
  const places = placesOf(options.unknown);
  const outcomes = options.answered.map((answer) => {
    const { outcome, change } = answer;
    if (change.calls.length === 0 && outcome.status === "waiting") return outcome;
    if (outcome.status === "not-attempted") return outcome;
    if (places.covers(change.address)) return withDoubt(answer);
    const live = liveOf(change, options);
    const wrong = difference(change, kindOf(options.platform, change.kind), live);
    if (wrong === null) return asPlanned(change, live, outcome);
    const prepared = outcome.status === "waiting" && change.prepared === true;
    const later = prepared || outcome.status === "pending";
    if (later && (change.action === "delete") === (live !== undefined)) return outcome;
    if (outcome.status === "failed") {
      return answer.doubt
        ? { ...outcome, message: `${sentence(outcome.message)} Read again: what is live is not as planned.` }
        : outcome;
    }
    const message = `The platform answered with success, but ${wrong}.`;
    mismatches.push({ address: change.address, message });
    const call = change.by ?? change.calls.at(-1) ?? "";
    return { status: "failed", address: change.address, call, message } as const;
  });
  for (const mismatch of [...bystanders(options, places), ...places.missed()]) mismatches.push(mismatch);
  return { outcomes, mismatches: mismatches.sort((a, b) => order(a.address, b.address)) };
}

const notRead = "What is live now could not be read again";

/** Nothing could be read again: the answers are all there is. */
export function unverified(section: PlanSection, answered: readonly Answered[], why: string): Verification {
  const message = `${notRead}: ${why}`;
  return {
    outcomes: answered.map(withDoubt),
    mismatches: section.organizations.map((address) => ({ address, message })),
  };
}

/** What could not be read again, and what of it should have been. */
function placesOf(unknown: readonly Unreadable[]) {
  const places = new Map(unknown.map((each) => [placeOf(each), each.why]));
  const missed = new Map<Address, string>();
  return {
    covers: (address: Address): boolean => {
      const place = coveredBy(address, places);
      if (place !== null) missed.set(place, places.get(place) ?? "");
      return place !== null;
    },
    missed: (): readonly Mismatch[] =>
      [...missed].map(([address, why]) => ({ address, message: `${notRead}: ${why}` })),
  };
}

function liveOf(change: PlannedChange, { after, ids }: VerifyOptions): Resource | undefined {
  const id = ids.get(change.address);
  return (id === undefined ? undefined : after.withId(id, change.kind)) ?? after.get(change.address);
}

function asPlanned(change: PlannedChange, live: Resource | undefined, outcome: ChangeOutcome): ChangeOutcome {
  const { address } = change;
  if (live?.pending !== undefined) return { status: "pending", address, for: live.pending };
  const stays = outcome.status === "waiting" || (outcome.status === "pending" && live === undefined);
  return stays ? outcome : { status: "applied", address };
}

/** What is not as the change wants it, as the end of a sentence; null where all is. */
function difference(change: PlannedChange, kind: Kind, live: Resource | undefined): string | null {
  const there = live !== undefined && isThere(kind, live);
  if (change.action === "delete") return there ? `${change.address} is still there` : null;
  if (!there) return `${change.address} is not there`;
  // What the rest, which waits, will set cannot be told from what was to be set now.
  if (change.waiting !== undefined) return null;
  const known = attributesOf(kind);
  const wrong: string[] = [];
  for (const { name, after } of change.attributes) {
    const of = known.get(name);
    if (of?.secret || kind.implied?.(change.after ?? {}, name)) continue;
    const value = live.attributes[name];
    // An invitation need not show what it will become.
    if (value === undefined && live.pending !== undefined) continue;
    const wanted = after === null && of?.default !== undefined ? of.default : after;
    if (sameValue(of, value ?? null, after) || sameValue(of, value ?? null, wanted)) continue;
    wrong.push(`${name} is ${text(value)} and not ${text(wanted)}`);
  }
  return wrong.length === 0 ? null : `of ${change.address} ${wrong.join(", ")}`;
}

function text(value: Value | undefined): string {
  return value === undefined ? "not set" : canonical(value);
}

/** What the plan rests on and does not speak of must be as it was: else the platform did more, or somebody did. */
function* bystanders(
  { section, before, after }: VerifyOptions,
  places: ReturnType<typeof placesOf>,
): Iterable<Mismatch> {
  const touched = touchedBy(section);
  for (const [address, digest] of Object.entries(section.basis)) {
    if (touched.has(address)) continue;
    const old = before.get(address);
    if (old === undefined || digestOf(old) !== digest || places.covers(address)) continue;
    const live = after.get(address);
    if (live === undefined)
      yield { address, message: `${address} is gone, and the plan does not remove it.` };
    else if (digestOf(live) !== digest) {
      yield { address, message: `${address} has changed, and the plan does not change it.` };
    }
  }
}
