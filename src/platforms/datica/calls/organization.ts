import type { Change } from "../../../model/change.ts";
import type { Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { draft, orgId, provisioning } from "./draft.ts";

/** Null in a file stands for the default. */
const defaults: Readonly<Record<string, Value>> = { description: "", mfaRequired: false };

/** Only what differs is said: any of the three may be (datica.md §3b). */
export function organizationCalls(change: Change, state: StateView): Drafts {
  const { address, action } = change;
  if (action === "create") return provisioning(address, "made");
  if (action !== "update") return provisioning(address, "taken down");
  const body = Object.fromEntries(
    change.attributes.map(({ name, after }) => [name, after ?? defaults[name] ?? null]),
  );
  return {
    calls: [
      draft({
        operation: "organization.update",
        method: "PUT",
        path: ["orgs", orgId(state, address)],
        body,
        scope: address,
        changes: [address],
      }),
    ],
  };
}
