import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { objectOf } from "../core/values.ts";
import type { World } from "./world.ts";

const people = ["bob", "carol", "dave", "erin"].map((name) => `${name}@example.com`);
const website = "0123456789abcdef0123456789abcdef";
const shop = "123456789abcdef0123456789abcdef0";
const newcomer = "new@example.com";

export const cloudConsoleWorld: World = {
  platform: cloudConsole,
  seed: {
    users: ["alice@example.com", ...people].map((email) => ({ email, fullName: email })),
    organizations: [
      {
        name: "acme",
        owner: "alice@example.com",
        administrators: ["dave@example.com"],
        billingAdministrators: ["carol@example.com"],
        projects: [
          { id: website, name: "website", region: "Eastern-Switzerland" },
          { id: shop, name: "shop", region: "Vienna" },
        ],
        groups: [{ name: "web", projects: ["website"], members: ["carol@example.com"] }],
      },
    ],
  },
  // An owner-to-be is an administrator on the way: a list of administrators without them takes that back, each time.
  apart: ["owner"],
  pool: {
    holders: { organization: ["acme"], project: ["acme/projects/website"], group: ["acme/groups/web"] },
    keys: {
      organization: ["acme", "other"],
      project: ["website", "shop", "research"],
      group: ["web", "science"],
      // By id: a label would have to be written beside it.
      "group-project": [website, shop],
      "group-member": [...people, newcomer],
      administrator: [...people, newcomer],
      "billing-administrator": people,
      owner: ["alice@example.com", "bob@example.com", "dave@example.com"],
    },
    values: { "project.region": ["eastern-switzerland", "vienna"] },
    always: { owner: { "alice@example.com": objectOf([]) } },
    written: ["project.region"],
  },
};
