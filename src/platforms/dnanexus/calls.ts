/** From the changes that share a write, and what is live, to calls. Pure. */
import { rootOf } from "../../model/address.ts";
import { joined, parentIn } from "../../model/drafts.ts";
import type { Platform } from "../../model/platform.ts";
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
      return { calls: memberCalls(parentIn(batch), changes, state) };
    case "project":
      return joined(changes.map((change) => projectCalls(parentIn(batch), change, state, batch.written)));
    case "grant":
      return { calls: grantCalls(parentIn(batch), changes, state, actor) };
    case "authorized-user":
      return { calls: appListCalls(parentIn(batch), "authorizedUsers", changes, state) };
    case "developer":
      return { calls: appListCalls(parentIn(batch), "developers", changes, state) };
    case "app":
      // Apps are published with the platform's own tools: one that is not there is waited for.
      return {
        calls: [],
        waiting: changes.map(({ address }) => ({
          address,
          for: `it to be published, billed to ${rootOf(address)}`,
        })),
      };
    default:
      throw new Error(`no calls change the kind ${batch.kind.name}`);
  }
};
