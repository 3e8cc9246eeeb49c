import type { CallDraft, Segment } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
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

/** The same calls, each of which waits for all of `first`. */
export function inOrder(first: readonly CallDraft[], then: readonly CallDraft[]): readonly CallDraft[] {
  const before = first.map((_, index) => index);
  const late = then.map((call) => ({
    ...call,
    after: [...before, ...(call.after ?? []).map((index) => index + first.length)],
  }));
  return [...first, ...(first.length === 0 ? then : late)];
}
