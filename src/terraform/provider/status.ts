/** How a resource stands: there, waiting for a person, waiting to be sent, or over. */

import type { LiveState } from "../../apply/apply.ts";
import { type Address, coveredBy } from "../../model/address.ts";
import { isThere, type Kind } from "../../model/kind.ts";
import type { ChangeOutcome } from "../../model/outcome.ts";
import type { PlannedChange } from "../../model/plan.ts";
import { type Desired, placeOf, type Resource } from "../../model/resource.ts";
import type { StateView } from "../../model/state.ts";
import type { TfObject, TfValue } from "../contract.ts";

export type Status = "active" | "pending" | "waiting" | "expired";

export interface Standing {
  readonly status: Status;
  /** What it waits for, while it does. */
  readonly waitsFor: string | null;
}

/** As two attributes. */
export function statusAttributes({ status, waitsFor }: Standing): { readonly [name: string]: TfValue } {
  return { status, waits_for: waitsFor };
}

/** How something that is live stands. */
export function standingOf(live: Resource): Standing {
  return live.pending === undefined
    ? { status: "active", waitsFor: null }
    : { status: "pending", waitsFor: live.pending };
}

/** The last day is over: nothing shall be there any more. */
export function isExpired(desired: Desired | undefined): boolean {
  return desired?.state === "absent" && desired.absentBecause === "expired";
}

/** Whether a state's last day is over. */
export function hasEnded(state: TfObject, today: string): boolean {
  const expires = state["expires"];
  return typeof expires === "string" && expires < today;
}

/** How something stands after an apply. */
export function standingAfter(
  desired: Desired | undefined,
  change: PlannedChange | undefined,
  outcome: ChangeOutcome | undefined,
  live: Resource | undefined,
): Standing {
  if (isExpired(desired)) return { status: "expired", waitsFor: null };
  if (outcome?.status === "waiting") return { status: "waiting", waitsFor: outcome.for };
  if (outcome?.status === "pending") {
    // The invitation is out; where the rest must follow, that is what matters.
    return change?.waiting === undefined
      ? { status: "pending", waitsFor: outcome.for }
      : { status: "waiting", waitsFor: change.waiting };
  }
  if (outcome === undefined && change?.waiting !== undefined)
    return { status: "waiting", waitsFor: change.waiting };
  return live === undefined ? { status: "active", waitsFor: null } : standingOf(live);
}

/** Why nothing is known about an address; null where something is. */
export function blindAt({ unknown }: Pick<LiveState, "unknown">, address: Address): string | null {
  const places = new Map(unknown.map((each) => [placeOf(each), each.why]));
  const place = coveredBy(address, places);
  return place === null ? null : `${place} cannot be read: ${places.get(place)}`;
}

/** What is live at an address; undefined also for what counts as absent. */
export function liveAt(kind: Kind, live: StateView, address: Address): Resource | undefined {
  const resource = live.get(address);
  return isThere(kind, resource) ? resource : undefined;
}
