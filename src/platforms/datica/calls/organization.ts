import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { draft, orgId } from "./draft.ts";

/** Null in a file stands for the default. */
const defaults: Readonly<Record<string, Value>> = { description: "", mfaRequired: false };

/** Only what differs is said: any of the three may be (datica.md §3b). */
export function organizationCalls(change: Change, state: StateView): readonly CallDraft[] {
  if (change.action !== "update") return [];
  return [
    draft({
      operation: "organization.update",
      method: "PUT",
      path: ["orgs", orgId(state, change.address)],
      body: Object.fromEntries(
        change.attributes.map(({ name, after }) => [name, after ?? defaults[name] ?? null]),
      ),
      scope: change.address,
      changes: [change.address],
    }),
  ];
}
