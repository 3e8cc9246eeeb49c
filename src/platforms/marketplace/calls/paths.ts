import { type Address, parentOf, rootOf } from "../../../model/address.ts";
import type { Ref, Segment } from "../../../model/call.ts";
import type { StateView } from "../../../model/state.ts";
import { prefix } from "../requests.ts";

/** The id of a live resource, or what the call that creates it will answer. */
export function idOf(state: StateView, address: Address): string | Ref {
  return state.get(address)?.id ?? { $ref: "id", address };
}

/** The path of an organization, or of a team. */
export function pathOf(state: StateView, address: Address): readonly Segment[] {
  const root = rootOf(address);
  const organization: readonly Segment[] = [...prefix, "organizations", idOf(state, root)];
  return parentOf(address) === null ? organization : [...organization, "teams", idOf(state, address)];
}
