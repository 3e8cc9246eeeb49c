/** The role × action table (cloud-console.md §2). Roles are those that `standing` gives. */
import type { ActionRule, Rules } from "../../model/rules.ts";
import { holds } from "./resources.ts";
import type { Operation } from "./writes.ts";

const owner = ["organization:owner"];
const managers = ["organization:owner", "organization:administrator"];

function byOwner(title: string, source: string): ActionRule {
  return { title, roles: owner, source };
}

function byManagers(title: string, source: string): ActionRule {
  return { title, roles: managers, source };
}

const actions: Readonly<Record<Operation, ActionRule>> = {
  "organization.create": { title: "create an organization", roles: [], source: "§2, §3.2 O2" },
  "organization.rename": byOwner("rename the organization", "§2, §3.2 O4"),
  "organization.delete": byOwner("delete the organization", "§2, §3.2 O5"),
  "organization.leave": {
    title: "leave the organization",
    roles: ["organization:administrator", "organization:member"],
    source: "§2, §3.2 O6",
  },
  "project.create": byManagers("create projects", "§2, §3.1 P2"),
  "project.rename": byManagers("rename projects", "§2, §3.1 P4"),
  "project.delete": byManagers("delete projects", "§2, §3.1 P5"),
  "group.create": byManagers("create groups", "§2, §3.4 G2"),
  "group.rename": byManagers("rename groups", "§2, §3.4 G4"),
  "group.delete": byManagers("delete groups", "§2, §3.4 G5"),
  "group.assign": byManagers("assign projects to groups", "§2, §3.4 G6"),
  "group.unassign": byManagers("take projects from groups", "§2, §3.4 G7"),
  "member.invite": byManagers("invite members of groups", "§2, §3.4 G8"),
  "member.uninvite": byManagers("withdraw invitations to groups", "§2, §3.4 G10"),
  "member.remove": byManagers("remove members of groups", "§2, §3.4 G10"),
  "administrator.invite": byManagers("invite administrators", "§2, §3.3 D2"),
  "administrator.uninvite": byManagers("withdraw invitations of administrators", "§2, §3.3 D4"),
  "administrator.remove": byManagers("remove administrators", "§2, §3.3 D4"),
  // Whoever could not make the offer has no reason to prepare it.
  "owner.invite": byOwner("invite the next owner as administrator", "§2, §3.3 D2, D5"),
  "transfer.start": byOwner("hand on the ownership", "§2, §3.3 D5"),
  "transfer.cancel": byOwner("withdraw the offer of the ownership", "§3.3 D7"),
  "billing.replace": byOwner("say who administers the billing", "§2, §3.5 B3"),
};

export const rules: Rules = {
  actions,
  invariants: [
    {
      name: "owner",
      kind: "owner",
      holds,
      minimum: 1,
      // There is never more than one, whatever number of administrators is asked for.
      admins: false,
      title: "owners of the organization",
    },
  ],
};
