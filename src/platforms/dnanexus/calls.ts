/** From the changes that share a write, and what is live, to calls. Pure. */
import type { Address } from "../../model/address.ts";
import type { CallDraft } from "../../model/call.ts";
import type { Batch, Drafts, Platform } from "../../model/platform.ts";
import { appListCalls } from "./calls/app.ts";
import { grantCalls } from "./calls/grant.ts";
import { memberCalls } from "./calls/member.ts";
import { organizationCalls } from "./calls/organization.ts";
import { projectCalls } from "./calls/project.ts";

export const calls: Platform["calls"] = (batch, state, actor) => {
  const { changes } = batch;
  switch (batch.kind.name) {
    case "organization":
      return joined(changes.map((change) => ({ calls: organizationCalls(change) })));
    case "member":
      return { calls: memberCalls(parentOf(batch), changes, state) };
    case "project":
      return joined(changes.map((change) => projectCalls(parentOf(batch), change, state, batch.written)));
    case "grant":
      return { calls: grantCalls(parentOf(batch), changes, state, actor) };
    case "authorized-user":
      return { calls: appListCalls(parentOf(batch), "authorizedUsers", changes, state) };
    case "developer":
      return { calls: appListCalls(parentOf(batch), "developers", changes, state) };
    default:
      throw new Error(`no calls change the kind ${batch.kind.name}`);
  }
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
