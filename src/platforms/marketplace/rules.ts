/** Who may do what (marketplace.md §2.2, §2.3). Roles of rules are those that `standing` gives. */
import type { ActionRule, Rules } from "../../model/rules.ts";
import { type Role, roles } from "./roles.ts";
import type { Operation } from "./writes.ts";

/**
 * The platform's own table, row by row: viewer, reviewer, editor, maintainer. Its marks were lost in every copy that was
 * found, so all of them are inferred; correcting one is a change of one letter here.
 */
export const matrix = {
  "view details": "Y Y Y Y",
  "view teams": "Y Y Y Y",
  "view members": "Y Y Y Y",
  "edit details": "- - Y Y",
  "manage shared resources": "- - Y Y",
  "add member": "- - - Y",
  "modify member roles": "- - - Y",
  "remove member": "- - - Y",
  "delete organization": "- - - Y",
} as const;

/** What the table does not name (§2.3). */
const further = {
  "leave the organization": "Y Y Y Y",
  "manage teams": "- - - Y",
} as const;

const table: Readonly<Record<keyof typeof matrix | keyof typeof further, string>> = { ...matrix, ...further };

/** Whether a role has its mark in a row. */
export function may(role: Role, row: keyof typeof table): boolean {
  return table[row].split(" ")[roles.indexOf(role)] === "Y";
}

function withMark(row: keyof typeof table): readonly string[] {
  return roles.filter((role) => may(role, row)).map((role) => `organization:${role}`);
}

function action(title: string, row: keyof typeof table): ActionRule {
  return { title, roles: withMark(row), source: row in matrix ? "§2.2" : "§2.3" };
}

const manageTeam = (title: string): ActionRule => action(title, "manage teams");

const actions: Readonly<Record<Operation, ActionRule>> = {
  "organization.create": { title: "create an organization", roles: [], source: "§2.3" },
  "organization.update": action("edit details of the organization", "edit details"),
  "organization.delete": action("delete the organization", "delete organization"),
  "member.add": action("add members", "add member"),
  "member.change": action("change roles of members", "modify member roles"),
  "member.remove": action("remove members", "remove member"),
  "member.leave": action("leave the organization", "leave the organization"),
  "team.create": manageTeam("create teams"),
  "team.update": manageTeam("edit the team"),
  "team.delete": manageTeam("delete the team"),
  "team-member.add": manageTeam("add team members"),
  "team-member.change": manageTeam("change roles of team members"),
  "team-member.remove": manageTeam("remove team members"),
  "team-member.leave": action("leave the team", "leave the organization"),
  "application.share": {
    title: "share the application",
    roles: ["application:owner"],
    source: "§2.3",
  },
  "application.unshare": {
    title: "unshare the application",
    roles: ["application:owner", ...withMark("manage shared resources")],
    source: "§2.2, §2.3",
  },
};

export const rules: Rules = {
  actions,
  // Not documented; kept as a precaution (§5.9).
  invariants: [
    {
      name: "last-maintainer",
      kind: "member",
      holds: (resource) => resource.attributes.role === "maintainer",
      minimum: 1,
      admins: true,
      title: "maintainers of the organization",
    },
  ],
};
