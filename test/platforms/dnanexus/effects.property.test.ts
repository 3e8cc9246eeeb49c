/** What effects say against what the sandbox does, on random states and calls (see the harness). */
import { it } from "vitest";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { soughtAs } from "../harness/connect.ts";
import { effectsAgree } from "../harness/effects.ts";
import { drawCall, drawn, drawSeed, users } from "./random.ts";

it("carries out on paper what the platform carries out", { timeout: 120_000 }, () =>
  effectsAgree({
    platform: dnanexus,
    accounts: users,
    watchers: users,
    get organizations() {
      return soughtAs(...drawn);
    },
    drawSeed,
    drawCall,
    // A new organization cannot be billed whoever asks. By its name `projectMemberDemotion` lets its holder lower
    // grants; nothing is planned on that (dnanexus.md §8.6).
    beyondRoles: ({ operation }, verdict) =>
      verdict === "refused" ? operation === "project.new" : operation === "project.decreasePermissions",
    chosen: ["region", "policies.jobReuse", "policies.detailedJobMetricsCollectDefault"],
    runs: 40,
  }),
);
