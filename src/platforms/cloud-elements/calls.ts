/** From the changes that share a write, and what is live, to calls. Pure. */
import { joined, parentIn } from "../../model/drafts.ts";
import type { Batch, Drafts, Platform } from "../../model/platform.ts";
import { accountCalls } from "./calls/account.ts";
import { organizationCalls } from "./calls/organization.ts";
import { privilegeCalls } from "./calls/privileges.ts";
import { userCalls } from "./calls/user.ts";

export const calls: Platform["calls"] = (batch, state) => {
  const { changes } = batch;
  switch (batch.kind.name) {
    case "organization":
      return (
        absent(batch, "the organization to be made by signing up") ??
        joined(changes.map((change) => ({ calls: organizationCalls(change) })))
      );
    case "role":
      return absent(batch, "a role of that key") ?? { calls: [] };
    case "privilege":
      return { calls: privilegeCalls(parentIn(batch), changes, state) };
    case "account":
      return joined(changes.map((change) => ({ calls: accountCalls(parentIn(batch), change, state) })));
    case "user":
      return joined(changes.map((change) => ({ calls: userCalls(parentIn(batch), change, state) })));
    default:
      throw new Error(`no calls change the kind ${batch.kind.name}`);
  }
};

/** What the platform has and Charter cannot make: the plan says so, and what lies in it waits. */
function absent({ changes }: Batch, what: string): Drafts | null {
  const missing = changes.filter(({ action }) => action === "create");
  return missing.length === 0
    ? null
    : { calls: [], waiting: missing.map(({ address }) => ({ address, for: what })) };
}
