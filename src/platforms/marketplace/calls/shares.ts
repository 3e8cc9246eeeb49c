import { type Address, parentOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { StateView } from "../../../model/state.ts";
import { prefix } from "../requests.ts";
import type { Operation } from "../writes.ts";

/** One call an application and target; there is no level to send (marketplace.md §3.4 A4, A5, §6.6). */
export function shareCalls(home: Address, change: Change, state: StateView): readonly CallDraft[] {
  const wanted = change.after !== null;
  if (wanted === (state.get(change.address) !== undefined)) return [];
  const type = parentOf(home) === null ? "organization" : "team";
  const operation: Operation = wanted ? "application.share" : "application.unshare";
  return [
    {
      operation,
      method: wanted ? "PUT" : "DELETE",
      path: [...prefix, "applications", change.key, "shares", type, idOf(state, home)],
      scope: change.address,
      changes: [change.address],
    },
  ];
}
