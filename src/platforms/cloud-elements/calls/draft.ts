import type { Address } from "../../../model/address.ts";
import type { CallDraft, Segment } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { StateView } from "../../../model/state.ts";
import { base } from "../requests.ts";
import type { Operation } from "../writes.ts";

export interface Draft extends Omit<CallDraft, "operation" | "path" | "changes"> {
  readonly operation: Operation;
  /** Below the API's own part of the path. */
  readonly path: readonly Segment[];
  readonly changes: readonly Change[];
}

export function draft(of: Draft): CallDraft {
  return { ...of, path: [...base, ...of.path], changes: of.changes.map(({ address }) => address) };
}

/** A resource in a path: its id, or where the same plan creates it, what that call will answer. */
export function idOf(state: StateView, address: Address): Segment {
  return state.get(address)?.id ?? { $ref: "id", address };
}

/** Several lists of calls as one: what depends on a call by its index still does. */
export function joined(parts: Iterable<readonly CallDraft[]>): readonly CallDraft[] {
  const all: CallDraft[] = [];
  for (const part of parts) {
    const start = all.length;
    for (const call of part) {
      all.push(
        call.after === undefined ? call : { ...call, after: call.after.map((index) => index + start) },
      );
    }
  }
  return all;
}

/** The same calls, each of which waits for all of `first`. */
export function inOrder(first: readonly CallDraft[], then: readonly CallDraft[]): readonly CallDraft[] {
  const before = first.map((_, index) => index);
  const late = then.map((call) => ({
    ...call,
    after: [...before, ...(call.after ?? []).map((index) => index + first.length)],
  }));
  return [...first, ...(first.length === 0 ? then : late)];
}
