/** From the changes that share a write, and what is live, to calls. Pure. */
import type { Address } from "../../model/address.ts";
import type { Batch, Platform } from "../../model/platform.ts";
import { detailsCalls } from "./calls/details.ts";
import { peopleCalls } from "./calls/people.ts";
import { shareCalls } from "./calls/shares.ts";

export const calls: Platform["calls"] = (batch, state, actor) => {
  const { changes } = batch;
  const kind = batch.kind.name;
  switch (kind) {
    case "organization":
    case "team":
      return { calls: changes.flatMap((change) => detailsCalls(kind, change, state)) };
    case "member":
    case "team-member":
      return peopleCalls(kind, homeOf(batch), changes, state, actor);
    case "share":
    case "team-share":
      return { calls: changes.flatMap((change) => shareCalls(homeOf(batch), change, state)) };
    default:
      throw new Error(`no calls change the kind ${kind}`);
  }
};

function homeOf(batch: Batch): Address {
  if (batch.parent === null) throw new Error(`${batch.kind.name} stands in no parent`);
  return batch.parent;
}
