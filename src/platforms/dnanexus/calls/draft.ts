import type { Address } from "../../../model/address.ts";
import type { Body, CallDraft, Segment } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { StateView } from "../../../model/state.ts";
import type { Operation } from "../writes.ts";

export interface Draft extends Omit<CallDraft, "operation" | "method" | "path" | "changes" | "scope"> {
  readonly operation: Operation;
  readonly path: readonly [object: Segment, route: string];
  readonly body: Body;
  readonly scope: Address;
  readonly changes: readonly Change[];
}

/** A call of this platform: always a POST of an object. */
export function draft(of: Draft): CallDraft {
  return { ...of, method: "POST", changes: of.changes.map((change) => change.address) };
}

/** Two writes to one project at once are refused, writes to different ones are not (dnanexus.md §6.10). */
export function projectLane(state: StateView, project: Address): string {
  return `project:${state.get(project)?.id ?? project}`;
}
