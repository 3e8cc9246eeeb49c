/** The small world in which the traps are set: one for the sandbox, one on paper. */
import type { Plan } from "../../../src/model/plan.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { desiredOf, planOf } from "../../support/plans.ts";
import { actor } from "./changes.ts";
import { grantOf, memberOf, org, organizationOf, projectAddress, projectOf } from "./support.ts";

export const seed = {
  users: ["root", "alice", "bob", "carol"].map((name) => ({ id: `user-${name}` })),
  orgs: [
    { id: "org-acme", members: { "user-root": "ADMIN", "user-alice": "MEMBER" } },
    { id: "org-lab", members: { "user-alice": "ADMIN", "user-root": "MEMBER" } },
  ],
  projects: [
    {
      name: "raw",
      billTo: "org-acme",
      permissions: { "user-root": "ADMINISTER", "user-alice": "CONTRIBUTE" },
    },
    { name: "seen", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER", "org-lab": "VIEW" } },
    { name: "dark", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER" } },
  ],
};

export const grantAt = (who: string) => `${projectAddress}/grants/${who}`;
export const memberAt = (user: string) => `${org}/members/${user}`;
export const world = [
  organizationOf(),
  memberOf("user-root", { level: "ADMIN" }),
  projectOf(),
  grantOf("user-root", "ADMINISTER"),
];

/** A plan over a small live world, as the actor. */
export function planned(tree: Parameters<typeof desiredOf>[1], live: readonly Resource[] = world): Plan {
  return planOf(dnanexus, desiredOf(dnanexus, tree), createState(live), { actor });
}

export function operationsOf(plan: Plan): readonly string[] {
  return plan.sections.flatMap((section) => section.calls.map((call) => call.operation));
}
