import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { objectOf } from "../core/values.ts";
import type { World } from "./world.ts";

const people = ["user-bob", "user-carol", "user-dave", "user-erin"];

export const dnanexusWorld: World = {
  platform: dnanexus,
  seed: {
    users: ["user-alice", ...people].map((id) => ({ id })),
    orgs: [
      {
        id: "org-acme",
        name: "Acme",
        phi: true,
        members: { "user-alice": "ADMIN", "user-carol": "MEMBER", "user-dave": "ADMIN" },
      },
      { id: "org-lab", name: "Lab", members: { "user-alice": "ADMIN", "user-bob": "MEMBER" } },
    ],
    projects: [
      {
        name: "cleared",
        billTo: "org-acme",
        createdBy: "user-alice",
        permissions: { "user-alice": "ADMINISTER", "user-carol": "CONTRIBUTE", "user-erin": "VIEW" },
      },
    ],
    apps: [
      {
        name: "qc",
        version: "1.0.0",
        billTo: "org-acme",
        createdBy: "user-alice",
        developers: ["user-alice"],
        authorizedUsers: ["user-carol"],
      },
    ],
  },
  pool: {
    holders: {
      organization: ["org-acme", "org-acme", "org-lab"],
      project: ["org-acme/projects/cleared"],
      app: ["org-acme/apps/app-qc"],
    },
    keys: {
      organization: ["org-acme", "org-lab", "org-new"],
      member: people,
      project: ["cleared", "raw", "raw data"],
      grant: [...people, "org-lab", "org-acme", "PUBLIC"],
      app: ["app-qc"],
      "authorized-user": [...people, "org-lab", "PUBLIC"],
      developer: [...people, "org-lab"],
    },
    values: {
      "project.region": ["aws:us-east-1", "aws:us-east-1", "aws:eu-central-1"],
      "project.allowedExecutables": [["app-qc"], []],
      "organization.samlIdP": ["https://login.acme.example/saml"],
    },
    always: {
      member: { "user-alice": objectOf([["level", "ADMIN"]]) },
      grant: { "user-alice": objectOf([["level", "ADMINISTER"]]) },
      developer: { "user-alice": objectOf([]) },
    },
  },
};
