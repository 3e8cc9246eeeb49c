/** What effects say against what the sandbox does, on random states and calls (see the harness). */
import { it } from "vitest";
import { keyOf } from "../../../src/model/address.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { soughtAs } from "../harness/connect.ts";
import { effectsAgree } from "../harness/effects.ts";
import { drawCall, drawSeed, organizationNames, owners, people } from "./random.ts";

it("carries out on paper what the platform carries out", { timeout: 180_000 }, () =>
  effectsAgree({
    platform: marketplace,
    accounts: people,
    watchers: people,
    organizations: soughtAs(...organizationNames),
    drawSeed,
    drawCall,
    // Who owns an application that is shared nowhere is told to its owner alone, and the facts of an organization are
    // those of one account; and an owner who is no member may still unshare, but never sees the organization.
    beyondRoles: ({ operation, scope }, verdict, _, actor) =>
      verdict === "done" && operation.startsWith("application.") && owners[keyOf(scope)] === actor,
    // Only reading tells the account of somebody who was added by e-mail.
    volatileIds: ({ kind }) => kind === "member" || kind === "team-member",
  }),
);
