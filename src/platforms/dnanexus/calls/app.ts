import { type Address, keyOf } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { StateView } from "../../../model/state.ts";
import type { AppList } from "../resources.ts";
import type { Operation } from "../writes.ts";
import { draft } from "./draft.ts";

const operations = {
  authorizedUsers: { add: "addAuthorizedUsers", remove: "removeAuthorizedUsers" },
  developers: { add: "addDevelopers", remove: "removeDevelopers" },
} as const;

/**
 * One call adds all, one removes all. A removal says nothing about names that do not exist (dnanexus.md §6.24), so
 * only those that are live are sent.
 */
export function appListCalls(
  app: Address,
  list: AppList,
  changes: readonly Change[],
  state: StateView,
): readonly CallDraft[] {
  const calls: CallDraft[] = [];
  const add = changes.filter((change) => change.after !== null && state.get(change.address) === undefined);
  const remove = changes.filter((change) => change.after === null && state.get(change.address) !== undefined);
  for (const [route, some] of [
    [operations[list].add, add],
    [operations[list].remove, remove],
  ] as const) {
    if (some.length === 0) continue;
    calls.push(
      draft({
        operation: `app.${route}` satisfies Operation,
        // By name, which all versions share (§3.7).
        path: [keyOf(app), route],
        body: { [list]: some.map((change) => change.key) },
        scope: app,
        changes: some,
        lane: `app:${keyOf(app)}:${list}`,
      }),
    );
  }
  return calls;
}
