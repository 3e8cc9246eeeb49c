/** Organizations and teams: what they say of themselves, and their end. */
import { type Address, parentOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { prefix } from "../requests.ts";
import type { Operation } from "../writes.ts";
import { pathOf } from "./paths.ts";

/**
 * | live | wanted | call |
 * | --- | --- | --- |
 * | no | yes | POST |
 * | yes | yes | PUT of all that it says: what is left out would be emptied (marketplace.md §6.8) |
 * | yes | no | DELETE; of an organization with its name of that moment (§5.2) |
 */
export function detailsCalls(
  kind: "organization" | "team",
  change: Change,
  state: StateView,
): readonly CallDraft[] {
  const { address } = change;
  const live = state.get(address);
  const parent = parentOf(address);
  const draft = (of: Pick<CallDraft, "method" | "path" | "scope"> & { operation: Operation }): CallDraft => ({
    changes: [address],
    ...of,
  });
  if (change.after === null) {
    if (live === undefined) return [];
    const path = pathOf(state, address);
    const deletion = draft({ operation: `${kind}.delete`, method: "DELETE", path, scope: address });
    const name = live.attributes.name ?? "";
    return [parent === null ? { ...deletion, query: { confirmName: name } } : deletion];
  }
  if (live === undefined) {
    return [
      {
        ...draft({
          operation: `${kind}.create`,
          method: "POST",
          path: homePath(state, parent),
          scope: parent ?? address,
        }),
        body: bodyOf({ name: change.key, ...change.after }),
        yields: { address, pointer: "/data/id" },
      },
    ];
  }
  const wanted = Object.fromEntries(change.attributes.map(({ name, after }) => [name, after]));
  return [
    {
      ...draft({
        operation: `${kind}.update`,
        method: "PUT",
        path: pathOf(state, address),
        scope: address,
      }),
      body: bodyOf({ ...live.attributes, ...wanted }),
      replaces: bodyOf(live.attributes),
    },
  ];
}

function homePath(state: StateView, parent: Address | null): CallDraft["path"] {
  return parent === null ? [...prefix, "organizations"] : [...pathOf(state, parent), "teams"];
}

function bodyOf({ name, description }: Change["before"] & {}): { readonly [name: string]: Value } {
  return { name: name ?? "", description: description ?? "" };
}
