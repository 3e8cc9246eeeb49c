/** From changes and what is live to calls. Every change is a write of its own (datica.md §5.6). Pure. */
import type { Change } from "../../model/change.ts";
import { joined, parentIn } from "../../model/drafts.ts";
import type { Drafts, Platform } from "../../model/platform.ts";
import { environmentCalls } from "./calls/environment.ts";
import { grantCalls } from "./calls/grant.ts";
import { groupCalls, groupMemberCalls } from "./calls/group.ts";
import { memberCalls } from "./calls/member.ts";
import { organizationCalls } from "./calls/organization.ts";

export const calls: Platform["calls"] = (batch, state, actor) => {
  const one = (change: Change): Drafts => {
    switch (batch.kind.name) {
      case "organization":
        return organizationCalls(change, state);
      case "member":
        return memberCalls(parentIn(batch), change, batch, state, actor);
      case "environment":
        return environmentCalls(change, state);
      case "grant":
        return grantCalls(parentIn(batch), change, batch, state);
      case "group":
        return { calls: groupCalls(parentIn(batch), change, state) };
      case "group-member":
        return groupMemberCalls(parentIn(batch), change, state);
      default:
        throw new Error(`no calls change the kind ${batch.kind.name}`);
    }
  };
  return joined(batch.changes.map(one));
};
