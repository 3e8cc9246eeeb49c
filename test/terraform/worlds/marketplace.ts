import { marketplace } from "../../../src/platforms/marketplace/index.ts";
import { objectOf } from "../core/values.ts";
import type { World } from "./world.ts";

const people = ["bob", "carol", "dave", "erin"].map((name) => `${name}@example.com`);

export const marketplaceWorld: World = {
  platform: marketplace,
  seed: {
    users: ["alice@example.com", ...people].map((email) => ({ email })),
    applications: [
      { clientId: "clipper-1", owner: "alice@example.com", name: "Clipper" },
      { clientId: "planner-2", owner: "alice@example.com", name: "Planner" },
      { clientId: "finder-3", owner: "bob@example.com", name: "Finder" },
    ],
    organizations: [
      {
        name: "acme",
        members: {
          "alice@example.com": "maintainer",
          "bob@example.com": "editor",
          "carol@example.com": "maintainer",
        },
        applications: ["clipper-1"],
        teams: [
          {
            name: "stores",
            description: "Finding stores",
            members: { "bob@example.com": "maintainer" },
            applications: ["finder-3"],
          },
        ],
      },
    ],
  },
  pool: {
    holders: { organization: ["acme"], team: ["acme/teams/stores"] },
    keys: {
      organization: ["acme", "other"],
      member: people,
      team: ["stores", "shopping"],
      "team-member": people,
      share: ["clipper-1", "planner-2"],
      "team-share": ["clipper-1", "planner-2", "finder-3"],
    },
    always: { member: { "alice@example.com": objectOf([["role", "maintainer"]]) } },
  },
};
