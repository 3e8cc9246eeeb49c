import { type Address, collectionOf } from "../../../model/address.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Batch, Drafts } from "../../../model/platform.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { bank } from "../requests.ts";
import { isOwner, rowIdOf } from "../resources.ts";
import { passing } from "./administrator.ts";
import { draft } from "./draft.ts";

/**
 * One call writes the whole list (cloud-console.md §3.5 B3): what is live, spelled as it is there, with what goes and
 * what comes. The owner is never on it: whoever still owns the organization waits for the ownership to pass.
 */
export function billingCalls(organization: Address, { changes, planned }: Batch, state: StateView): Drafts {
  const emails = new Map<string, string>();
  const body = () => ({ emails: [...emails.values()].sort(order) });
  for (const live of state.list(collectionOf(organization, "billingAdministrators"))) {
    emails.set(live.key, rowIdOf(live));
  }
  const replaces = body();
  const waiting = changes.filter(({ key, after }) => after !== null && isOwner(state, organization, key));
  const sent = changes.filter((change) => !waiting.includes(change));
  for (const { key, after } of sent) {
    if (after === null) emails.delete(key);
    else emails.set(key, key);
  }
  return {
    waiting: waiting.map(({ address }) => ({ address, for: passing(state, organization, planned) })),
    calls:
      sent.length === 0
        ? []
        : [
            draft({
              operation: "billing.replace",
              method: "PUT",
              path: bank("orgs", idOf(state, organization), "admins"),
              body: body(),
              replaces,
              scope: organization,
              changes: sent.map(({ address }) => address),
            }),
          ],
  };
}
