import type { Change } from "../../../model/change.ts";
import type { Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { environmentDraft, provisioning } from "./draft.ts";

/** The name is all that can change (datica.md §3a): another pod is up to the provider. */
export function environmentCalls(change: Change, state: StateView): Drafts {
  const { address, action, attributes } = change;
  if (action === "create") return provisioning(address, "made");
  if (action !== "update") return provisioning(address, "taken down");
  const name = attributes.find((each) => each.name === "name")?.after;
  const moves = attributes.some((each) => each.name === "pod");
  const rename = (to: string) =>
    environmentDraft(state, address, {
      operation: "environment.rename",
      method: "PUT",
      body: { name: to },
      changes: [address],
    });
  return {
    calls: typeof name === "string" ? [rename(name)] : [],
    ...(moves ? { waiting: provisioning(address, "moved").waiting } : {}),
  };
}
