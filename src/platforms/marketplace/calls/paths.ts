import { type Address, parentOf, rootOf } from "../../../model/address.ts";
import type { Segment } from "../../../model/call.ts";
import { idOf } from "../../../model/drafts.ts";
import type { StateView } from "../../../model/state.ts";
import { prefix } from "../requests.ts";

/** The path of an organization, or of a team. */
export function pathOf(state: StateView, address: Address): readonly Segment[] {
  const root = rootOf(address);
  const organization: readonly Segment[] = [...prefix, "organizations", idOf(state, root)];
  return parentOf(address) === null ? organization : [...organization, "teams", idOf(state, address)];
}
