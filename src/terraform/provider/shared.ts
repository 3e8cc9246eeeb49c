/** What both forms of resources (one, all of a collection) have in common. */

import type { LiveState } from "../../apply/apply.ts";
import type { Address } from "../../model/address.ts";
import type { Plan } from "../../model/plan.ts";
import type { Desired } from "../../model/resource.ts";
import { shortened } from "../../model/text.ts";
import type { Diagnostic, Path, TfValue } from "../contract.ts";
import { problem, warning } from "./diagnostics.ts";
import type { Want } from "./document.ts";
import type { Desk } from "./session.ts";
import { blindAt } from "./status.ts";
import type { Subject } from "./subject.ts";

/** What is written, with what has to be known to match it. */
export function desiredIn(want: Want, subject: Subject) {
  const { resources, managed } = want.desired;
  return {
    resources: new Map<Address, Desired>([...subject.interest.resources, ...resources]),
    managed: new Map([...subject.interest.managed, ...managed]),
  };
}

/**
 * The resource that holds others: without it nothing can be planned. Null: it is there, or cannot be looked at.
 *
 * | it is | planned by this run | |
 * | --- | --- | --- |
 * | live | | nothing is said |
 * | not live | yes | nothing is said, nothing is checked |
 * | not live | no | a warning: somebody else may yet make it |
 */
export function holderMissing(
  subject: Subject,
  live: LiveState,
  desk: Desk,
): { readonly address: Address; readonly planned: boolean } | null {
  for (const { address } of subject.holders) {
    if (live.live.get(address) !== undefined) continue;
    if (blindAt(live, address) !== null) return null;
    return { address, planned: desk.ledger.planned.has(address) };
  }
  return null;
}

/**
 * Another object under the label of one that is meant: nobody could tell which one the address means. `own`: the id in the
 * state of a resource that has a label itself.
 */
export function twinLabel(subject: Subject, own: TfValue, desk: Desk): Diagnostic | null {
  const { ids } = desk.ledger;
  const meant = subject.holders.map(({ address, parameters }) => [address, parameters.get("id")] as const);
  for (const [address, id] of [...meant, [subject.address, own] as const]) {
    const known = ids.get(address);
    if (typeof id !== "string" || known === undefined || known === id) continue;
    return problem(
      "One key, two objects",
      `The key of ${address} stands for ${known} and for ${id} in this configuration. Give one of them another key.`,
    );
  }
  return null;
}

/** Whether what holds it is the object that is meant: one that was made anew holds nothing of the former one. */
export function isHeld(subject: Subject, live: LiveState): boolean {
  return subject.holders.every(({ kind, address, parameters }) => {
    const id = kind.labelled === undefined ? undefined : parameters.get("id");
    return id === undefined || (live.live.get(address)?.id ?? id) === id;
  });
}

/** Whether any of the objects that hold it is live, although not at its address. */
export function isElsewhere(subject: Subject, { live }: LiveState): boolean {
  return subject.holders.some(({ kind, address, parameters }) => {
    const id = parameters.get("id");
    return id !== undefined && live.get(address)?.id !== id && live.withId(id, kind.name) !== undefined;
  });
}

export function holderWarning(address: Address, path: Path): Diagnostic {
  return warning(
    "What holds it is not there yet",
    `${address} is not live, and nothing before it in this plan creates it. Reference its resource (its id), so that it is ` +
      "made first; otherwise the apply fails here.",
    path,
  );
}

/** What else a plan takes away, in a sentence; null where nothing. */
export function alsoGoes(plan: Plan): Diagnostic | null {
  const gone = plan.sections.flatMap(({ effects }) =>
    effects.filter(({ effect }) => effect === "goes").map(({ address }) => address),
  );
  if (gone.length === 0) return null;
  return warning("More goes along with it", `The platform also removes ${shortened(gone, 5)}.`);
}

export const unopened = (platform: string): Diagnostic =>
  warning(
    "Nothing is checked against the platform yet",
    `Some of what the provider "charter" needs to connect to ${platform} is known only after apply. What the plan says is what ` +
      "the configuration says; guards and permissions are checked when it is applied.",
  );

export function moved(address: string): Diagnostic {
  return problem("The plan is stale", `${address} is not as it was when the plan was made. Plan again.`);
}
