/** The calls as the command prints them; ended at each write, and carried on. */
import { expect, it } from "vitest";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { type DeskWorld, more } from "../harness/desk.ts";
import { survivesKills } from "../harness/killed.ts";
import { printsItsCalls } from "../harness/printed.ts";
import { heedsSignals } from "../harness/signalled.ts";

const world: DeskWorld = {
  platform: dnanexus,
  seeded: more({
    users: [{ id: "user-heidi" }],
    projects: [
      {
        name: "Old",
        billTo: "org-acme",
        createdBy: "user-alice",
        permissions: { "user-alice": "ADMINISTER" },
      },
    ],
    apps: [
      {
        name: "map",
        version: "1.0.0",
        billTo: "org-acme",
        createdBy: "user-alice",
        developers: ["user-alice", "user-heidi"],
      },
    ],
  }),
  documents: [
    {
      organization: "org-acme",
      projects: { Old: { state: "absent" } },
      apps: { "app-map": { developers: ["user-alice"] } },
    },
    { organization: "org-new", name: "New", members: { "user-alice": "ADMIN", "user-bob": "MEMBER" } },
  ],
  // Who leaves a project cannot look what became of it: told with its own test (test/cli/ended.test.ts).
  never: ["project.leave"],
  intact: (dump) => {
    const { orgs } = dump as { readonly orgs: readonly { readonly members: object }[] };
    for (const { members } of orgs) expect(JSON.stringify(members)).toContain('"ADMIN"');
  },
};

it("prints the calls of the plan", { timeout: 60_000 }, () => printsItsCalls(world));

it.each(["acted", "answered"] as const)("killed, %s", { timeout: 240_000 }, (moment) =>
  survivesKills(world, moment),
);

it("by SIGINT and SIGTERM", { timeout: 240_000 }, () => heedsSignals(world));
