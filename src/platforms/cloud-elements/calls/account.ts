import type { Address } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { isDefault } from "../resources.ts";
import { draft } from "./draft.ts";

/** cloud-elements.md §3c. */
export function accountCalls(organization: Address, change: Change, state: StateView): readonly CallDraft[] {
  const live = state.get(change.address);
  if (change.after === null) return live === undefined ? [] : [deletion(organization, change, state)];
  if (live === undefined) return [creation(organization, change)];
  const body = bodyOf(change.attributes.map(({ name, after }) => [name, after]));
  return [
    draft({
      operation: "account.update",
      method: "PATCH",
      path: ["accounts", idOf(state, change.address)],
      body,
      scope: organization,
      changes: [change],
    }),
  ];
}

/** A deleted account of the same external id is not reactivated: nothing lists it (§6), so a new one is made. */
function creation(organization: Address, change: Change): CallDraft {
  return draft({
    operation: "account.create",
    method: "POST",
    path: ["accounts"],
    body: bodyOf(Object.entries({ externalId: change.key, ...change.after })),
    scope: organization,
    changes: [change],
    yields: { address: change.address, pointer: "/id" },
  });
}

/** Deleting is the deactivation that also ends the access of its users (§5.7); the default one never goes (§5.8). */
function deletion(organization: Address, change: Change, state: StateView): CallDraft {
  const never = isDefault(state, change.address);
  return draft({
    operation: never ? "account.deleteDefault" : "account.delete",
    method: "DELETE",
    path: ["accounts", idOf(state, change.address)],
    scope: never ? change.address : organization,
    changes: [change],
  });
}

function bodyOf(wanted: readonly (readonly [string, Value])[]): { readonly [name: string]: Value } {
  return Object.fromEntries(wanted.filter(([, value]) => value !== null));
}
