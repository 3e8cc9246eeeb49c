/** What `effects` says a call does, against what the sandbox does. */
import { test } from "vitest";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { soughtAs } from "../harness/connect.ts";
import { effectsAgree } from "../harness/effects.ts";
import { drawCall, drawOrganization, people } from "./draw.ts";

test("a call does what effects say, to whom the rules allow it", { timeout: 240_000 }, async () => {
  await effectsAgree({
    platform: cloudConsole,
    accounts: people,
    watchers: people,
    organizations: soughtAs("Acme", "Lab", "new", "web", "data", "ml"),
    drawSeed: (gen) => ({
      users: people.map((email) => ({ email })),
      organizations: [drawOrganization(gen, "Acme", people[0]), drawOrganization(gen, "Lab", people[1])],
    }),
    drawCall: (gen, state, { id }) => drawCall(gen, state, id),
    // The same route as an invitation of an administrator: only Charter asks more of who prepares an offer.
    beyondRoles: ({ operation }, verdict) => operation === "owner.invite" && verdict === "done",
    runs: 15,
    calls: 25,
  });
});
