import { datica } from "../../../src/platforms/datica/index.ts";
import { objectOf } from "../core/values.ts";
import type { World } from "./world.ts";

const people = ["bob", "carol", "dave", "erin"].map((name) => `${name}@example.com`);
const newcomer = "new@example.com";

export const daticaWorld: World = {
  platform: datica,
  seed: {
    users: ["alice@example.com", ...people].map((email) => ({ email })),
    pods: ["pod01", "pod02"],
    orgs: [
      {
        name: "acme",
        members: {
          "alice@example.com": "owner",
          "carol@example.com": "member",
          "erin@example.com": "admin",
        },
        invites: [{ email: "dave@example.com", role: "member" }],
        groups: {
          Admins: { members: ["alice@example.com"] },
          readers: { acls: ["x:get"], members: ["carol@example.com"] },
        },
      },
      { name: "labs", members: { "alice@example.com": "owner", "dave@example.com": "member" } },
    ],
    environments: [
      { name: "production", organization: "acme", pod: "pod01", users: ["carol@example.com"] },
      { name: "staging", organization: "acme", pod: "pod02" },
    ],
  },
  pool: {
    holders: {
      organization: ["acme", "acme", "labs"],
      environment: ["acme/environments/production", "acme/environments/staging"],
      group: ["acme/groups/readers", "acme/groups/Admins"],
    },
    keys: {
      organization: ["acme", "labs", "nowhere"],
      member: [...people, newcomer],
      environment: ["production", "staging"],
      grant: people,
      group: ["readers", "Admins", "Full Access", "writers"],
      "group-member": people,
    },
    values: {
      "environment.pod": ["pod01", "pod02"],
      "group.acls": [["x:get"], ["x:get", "y:list"], []],
      // With it whoever has no second factor cannot come in any more: the account that all runs as is one of them.
      "organization.mfaRequired": [false],
    },
    always: {
      member: { "alice@example.com": objectOf([["role", "owner"]]) },
    },
  },
};
