import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Drafts } from "../../../model/platform.ts";
import type { Operation } from "../writes.ts";

export interface Draft extends Omit<CallDraft, "operation"> {
  readonly operation: Operation;
}

/** A call of this platform: one that the tables know. */
export function draft(of: Draft): CallDraft {
  return of;
}

/** A change that cannot be sent yet. */
export function waits({ address }: Change, what: string): Drafts {
  return { calls: [], waiting: [{ address, for: what }] };
}
