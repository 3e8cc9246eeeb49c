/** The calls as the command prints them; ended at each write, and carried on. */
import { expect, it } from "vitest";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { type DeskWorld, more } from "../harness/desk.ts";
import { survivesKills } from "../harness/killed.ts";
import { printsItsCalls } from "../harness/printed.ts";
import { heedsSignals } from "../harness/signalled.ts";

const world: DeskWorld = {
  platform: marketplace,
  seeded: more({
    organizations: [
      { name: "Old", members: { "alice@example.com": "maintainer" } },
      {
        name: "Acme Web",
        members: {
          "alice@example.com": "maintainer",
          "bob@example.com": "maintainer",
          "dave@example.com": "editor",
        },
        teams: [
          {
            name: "Shop",
            members: {
              "alice@example.com": "editor",
              "bob@example.com": "viewer",
              "dave@example.com": "viewer",
            },
          },
          { name: "Blog", members: { "bob@example.com": "viewer" } },
        ],
      },
    ],
  }),
  documents: [
    { organization: "old", name: "Old", state: "absent" },
    {
      organization: "labs",
      name: "Acme Labs",
      members: { "alice@example.com": "maintainer", "frank@example.com": "reviewer" },
    },
    {
      organization: "web",
      name: "Acme Web",
      members: {
        "alice@example.com": "maintainer",
        "bob@example.com": "maintainer",
        "dave@example.com": "viewer",
      },
      teams: {
        Shop: { members: { "bob@example.com": "editor" } },
        Blog: { state: "absent" },
      },
    },
  ],
  // Who leaves cannot look at what becomes of it.
  never: ["member.leave"],
  intact: (dump) => {
    const { organizations } = dump as { readonly organizations: readonly { readonly members: object }[] };
    for (const { members } of organizations) expect(Object.values(members)).toContain("maintainer");
  },
};

it("prints the calls of the plan", { timeout: 60_000 }, () => printsItsCalls(world));

it.each(["acted", "answered"] as const)("killed, %s", { timeout: 240_000 }, (moment) =>
  survivesKills(world, moment),
);

it("by SIGINT and SIGTERM", { timeout: 240_000 }, () => heedsSignals(world));
