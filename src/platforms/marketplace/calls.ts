/** From the changes that share a write, and what is live, to calls. Pure. */
import { parentIn } from "../../model/drafts.ts";
import type { Platform } from "../../model/platform.ts";
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
      return peopleCalls(kind, parentIn(batch), changes, state, actor);
    case "share":
    case "team-share":
      return { calls: changes.flatMap((change) => shareCalls(parentIn(batch), change, state)) };
    default:
      throw new Error(`no calls change the kind ${kind}`);
  }
};
