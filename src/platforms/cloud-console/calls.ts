/** From the changes that share a write, and what is live, to calls. Pure. */
import type { Change } from "../../model/change.ts";
import { joined, parentIn } from "../../model/drafts.ts";
import type { Drafts, Platform } from "../../model/platform.ts";
import { administratorCalls } from "./calls/administrator.ts";
import { billingCalls } from "./calls/billing.ts";
import { groupCalls, groupProjectCalls, memberCalls } from "./calls/group.ts";
import { organizationCalls } from "./calls/organization.ts";
import { ownerCalls } from "./calls/owner.ts";
import { projectCalls } from "./calls/project.ts";

export const calls: Platform["calls"] = (batch, state, actor) => {
  const { changes, kind } = batch;
  const each = (of: (change: Change) => Drafts): Drafts => joined(changes.map(of));
  if (kind.parent === null) return each((change) => organizationCalls(change, state, actor));
  const parent = parentIn(batch);
  switch (kind.name) {
    case "project":
      return each((change) => projectCalls(parent, change, state));
    case "group":
      return each((change) => groupCalls(parent, change, state));
    case "group-project":
      return each((change) => groupProjectCalls(parent, change, state, batch));
    case "group-member":
      return each((change) => memberCalls(parent, change, state));
    case "administrator":
      return each((change) => administratorCalls(parent, change, state, actor, batch));
    case "billing-administrator":
      return billingCalls(parent, batch, state);
    case "owner":
      return each((change) => ownerCalls(parent, change, state, batch));
    default:
      throw new Error(`no calls change the kind ${kind.name}`);
  }
};
