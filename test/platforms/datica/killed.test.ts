/** The calls as the command prints them; ended at each write, and carried on. */
import { expect, it } from "vitest";
import { datica } from "../../../src/platforms/datica/index.ts";
import { type DeskWorld, more } from "../harness/desk.ts";
import { survivesKills } from "../harness/killed.ts";
import { printsItsCalls } from "../harness/printed.ts";
import { heedsSignals } from "../harness/signalled.ts";

const world: DeskWorld = {
  platform: datica,
  seeded: more({
    orgs: [
      {
        name: "Acme Ward",
        members: {
          "alice@example.com": "owner",
          "bob@example.com": "owner",
          "carol@example.com": "member",
          "dave@example.com": "admin",
        },
        groups: {
          Nurses: { acls: ["x:get"], members: ["carol@example.com"] },
          Night: { acls: ["x:get"], members: ["carol@example.com"] },
        },
      },
    ],
    environments: [{ name: "ward-old", organization: "Acme Ward", pod: "pod01" }],
  }),
  documents: [
    {
      organization: "Acme Ward",
      members: { "alice@example.com": "owner", "carol@example.com": "member", "dave@example.com": "admin" },
      environments: { ward: { name: "ward-new", previously: ["ward-old"] } },
      groups: { Nurses: { acls: ["x:get", "y:list"], members: [] }, Night: { state: "absent" } },
    },
  ],
  // The preflight stops both.
  patient: true,
  never: ["group.update-protected", "group.delete-protected"],
  intact: (dump) => {
    const { orgs } = dump as { readonly orgs: readonly { readonly members: object }[] };
    for (const { members } of orgs) expect(Object.values(members)).toContain("owner");
  },
};

it("prints the calls of the plan", { timeout: 60_000 }, () => printsItsCalls(world));

it.each(["acted", "answered"] as const)("killed, %s", { timeout: 240_000 }, (moment) =>
  survivesKills(world, moment),
);

it("by SIGINT and SIGTERM", { timeout: 240_000 }, () => heedsSignals(world));
