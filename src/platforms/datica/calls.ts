/** From changes and what is live to calls. Every change is a write of its own (datica.md §5.6). Pure. */
import type { Address } from "../../model/address.ts";
import type { CallDraft } from "../../model/call.ts";
import type { Change } from "../../model/change.ts";
import type { Batch, Drafts, Platform } from "../../model/platform.ts";
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
        return memberCalls(parentOf(batch), change, batch, state, actor);
      case "environment":
        return environmentCalls(change, state);
      case "grant":
        return grantCalls(parentOf(batch), change, batch, state);
      case "group":
        return { calls: groupCalls(parentOf(batch), change, state) };
      case "group-member":
        return groupMemberCalls(parentOf(batch), change, state);
      default:
        throw new Error(`no calls change the kind ${batch.kind.name}`);
    }
  };
  return joined(batch.changes.map(one));
};

function parentOf(batch: Batch): Address {
  if (batch.parent === null) throw new Error(`${batch.kind.name} stands in no parent`);
  return batch.parent;
}

/** Several drafts as one: what depends on a call by its index still does. */
function joined(parts: readonly Drafts[]): Drafts {
  const all: CallDraft[] = [];
  for (const part of parts) {
    const start = all.length;
    for (const call of part.calls) {
      all.push(
        call.after === undefined ? call : { ...call, after: call.after.map((index) => index + start) },
      );
    }
  }
  return { calls: all, waiting: parts.flatMap((part) => part.waiting ?? []) };
}
