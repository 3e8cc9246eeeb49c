/** What holds a resource: whether it is there, and whether it is the object that is meant. */
import type { LiveState } from "../../apply/apply.ts";
import type { Address } from "../../model/address.ts";
import type { Diagnostic, Path, TfValue } from "../contract.ts";
import { parentAttribute } from "../schema/names.ts";
import { moved, problem, warning } from "./diagnostics.ts";
import type { Desk } from "./session.ts";
import { blindAt } from "./status.ts";
import type { Subject } from "./subject.ts";

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

/** Where a resource says what holds it. */
function holderPath({ type: { kind } }: Subject): Path {
  return [{ attribute: parentAttribute(kind) ?? "key" }];
}

/** While planning: somebody else may yet make it, so that this is no error. */
export function holderWarning(subject: Subject, address: Address): Diagnostic {
  return warning(
    "What holds it is not there yet",
    `${address} is not live, and nothing before it in this plan creates it. Reference its resource (its id), so that it is ` +
      "made first; otherwise the apply fails here.",
    holderPath(subject),
  );
}

/** When it is applied: what holds it is there and is the one that is meant, or nothing is sent. */
export function unheld(subject: Subject, live: LiveState, desk: Desk): Diagnostic | null {
  const missing = holderMissing(subject, live, desk);
  if (missing !== null) {
    return problem(
      "What holds it is not there",
      `${missing.address} is not live. Create it first, or correct the address.`,
      holderPath(subject),
    );
  }
  return isHeld(subject, live) ? null : moved(subject.address);
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
