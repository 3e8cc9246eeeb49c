import type { Address } from "../../../model/address.ts";
import type { CallDraft, Ref } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import type { Operation } from "../writes.ts";

export interface Draft extends Omit<CallDraft, "operation"> {
  readonly operation: Operation;
}

/** A call of this platform: one that the tables know. */
export function draft(of: Draft): CallDraft {
  return of;
}

/** The platform's id of an object, or where the same plan creates it, what that call will answer. */
export function idOf(state: StateView, address: Address): string | Ref {
  return state.get(address)?.id ?? { $ref: "id", address };
}

/** A change that cannot be sent yet. */
export function waits({ address }: Change, what: string): Drafts {
  return { calls: [], waiting: [{ address, for: what }] };
}

/** Several drafts as one: what depends on a call by its index still does. */
export function joined(parts: readonly Drafts[]): Drafts {
  const calls: CallDraft[] = [];
  for (const part of parts) {
    const start = calls.length;
    for (const call of part.calls) {
      calls.push(
        call.after === undefined ? call : { ...call, after: call.after.map((index) => index + start) },
      );
    }
  }
  return {
    calls,
    waiting: parts.flatMap((part) => part.waiting ?? []),
    notes: parts.flatMap((part) => part.notes ?? []),
  };
}
