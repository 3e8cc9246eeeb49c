/** Marketplace roles, as the drop-down of a member's row has them (marketplace.md §1). */
export const roles = ["viewer", "reviewer", "editor", "maintainer"] as const;

export type Role = (typeof roles)[number];

/**
 * Who may do what, in the order of `roles`: viewer, reviewer, editor, maintainer. Every mark is inferred, so a
 * correction is one line here (§2.2, then §2.3).
 */
const matrix = {
  viewDetails: "Y Y Y Y",
  viewTeams: "Y Y Y Y",
  viewMembers: "Y Y Y Y",
  editDetails: "- - Y Y",
  manageSharedResources: "- - Y Y",
  addMember: "- - - Y",
  modifyMemberRoles: "- - - Y",
  removeMember: "- - - Y",
  deleteOrganization: "- - - Y",
  leave: "Y Y Y Y",
  manageTeams: "- - - Y",
  // Of applications that one owns.
  share: "Y Y Y Y",
} as const;

export type Action = keyof typeof matrix;

export function may(role: Role, action: Action): boolean {
  return matrix[action].split(" ")[roles.indexOf(role)] === "Y";
}
