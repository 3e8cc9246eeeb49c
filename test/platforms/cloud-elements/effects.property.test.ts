/** What effects say against what the sandbox does, on random states and calls (see the harness). */
import { it } from "vitest";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { soughtAs } from "../harness/connect.ts";
import { effectsAgree } from "../harness/effects.ts";
import { actors, drawCall, drawSeed, root } from "./random.ts";

it("carries out on paper what the platform carries out", { timeout: 120_000 }, () =>
  effectsAgree({
    platform: cloudElements,
    // Mostly as somebody who may.
    accounts: [root, root, ...actors],
    watchers: [root],
    organizations: soughtAs("100"),
    drawSeed,
    drawCall,
    secrets: { PASSWORD: "Pa55word!x" },
    // What a new user is called nothing tells beforehand.
    volatileIds: ({ kind }) => kind === "user",
    // Planned only to be stopped.
    never: [
      "organization.setTwoFactorWithoutMethod",
      "organization.setUnacceptablePolicy",
      "account.deleteDefault",
      "accountUser.createOrgAdmin",
      "accountUser.giveOrgAdmin",
      "user.createWithTakenMail",
    ],
    runs: 12,
    calls: 30,
  }),
);
