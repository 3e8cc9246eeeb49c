import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { StateView } from "../../../model/state.ts";
import { environmentDraft } from "./draft.ts";

/** The name is all that can change (datica.md §3a). */
export function environmentCalls(change: Change, state: StateView): readonly CallDraft[] {
  const name = change.attributes.find((each) => each.name === "name")?.after;
  if (change.action !== "update" || typeof name !== "string") return [];
  return [
    environmentDraft(state, change.address, {
      operation: "environment.rename",
      method: "PUT",
      body: { name },
      changes: [change.address],
    }),
  ];
}
