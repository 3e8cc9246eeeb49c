/** The calls as the command prints them; ended at each write, and carried on. */
import { expect, it } from "vitest";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { type DeskWorld, more } from "../harness/desk.ts";
import { survivesKills } from "../harness/killed.ts";
import { printsItsCalls } from "../harness/printed.ts";
import { heedsSignals } from "../harness/signalled.ts";

const region = "Eastern-Switzerland";

const world: DeskWorld = {
  platform: cloudConsole,
  seeded: more({
    organizations: [
      { name: "Old", owner: "alice@example.com" },
      { name: "Spin", owner: "alice@example.com" },
      {
        name: "Shop",
        owner: "alice@example.com",
        administrators: ["bob@example.com"],
        invitedAdministrators: ["dave@example.com"],
        transfer: "bob@example.com",
        projects: [
          { name: "old", region },
          { name: "web", region },
        ],
        groups: [
          {
            name: "Web",
            projects: [`${region}/web`],
            members: ["carol@example.com"],
            invited: ["grace@example.com"],
          },
          { name: "Gone", members: ["carol@example.com"] },
        ],
      },
    ],
  }),
  documents: [
    { organization: "lab", name: "Acme Laboratory", owners: ["alice@example.com"] },
    { organization: "old", name: "Old", state: "absent" },
    {
      organization: "spin",
      name: "Spin",
      owners: ["bob@example.com"],
      administrators: ["alice@example.com"],
    },
    {
      organization: "shop",
      name: "Shop",
      owners: ["alice@example.com"],
      administrators: ["bob@example.com"],
      projects: {
        old: { region: "eastern-switzerland", state: "absent" },
        site: { region: "eastern-switzerland", previously: ["web"] },
      },
      groups: {
        Site: { previously: ["Web"], projects: [], members: ["carol@example.com"] },
        Gone: { state: "absent" },
      },
    },
  ],
  // Who leaves cannot look at what becomes of it.
  patient: true,
  never: ["organization.leave"],
  intact: (dump) => {
    const { organizations } = dump as { readonly organizations: readonly { readonly owner?: string }[] };
    for (const { owner } of organizations) expect(owner).toMatch(/@/);
  },
};

it("prints the calls of the plan", { timeout: 60_000 }, () => printsItsCalls(world));

it.each(["acted", "answered"] as const)("killed, %s", { timeout: 240_000 }, (moment) =>
  survivesKills(world, moment),
);

it("by SIGINT and SIGTERM", { timeout: 240_000 }, () => heedsSignals(world));
