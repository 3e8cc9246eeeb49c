/** Privilege keys with evidence, from least to most (cloud-elements.md §2). More exist, and roles may hold them. */

/** What they allow ends at the user's own account. */
export const accountPrivileges = [
  "viewElements",
  "createElementInstances",
  "createElements",
  "editElements",
  "deleteElements",
  "viewFormulas",
  "createFormulaInstances",
  "createFormulas",
  "editFormulas",
  "deleteFormulas",
  "viewCommonObjects",
  "createCommonObjects",
  "editCommonObjects",
  "deleteCommonObjects",
  "viewLogs",
  "viewLogsAccount",
  "viewUsersAccount",
  "addUsersAccount",
  "editUsersAccount",
  "deleteUsersAccount",
] as const;

/** What they allow concerns the whole organization. */
export const organizationPrivileges = [
  "viewLogsOrg",
  "viewUsersOrg",
  "addUsersOrg",
  "editUsersOrg",
  "deleteUsersOrg",
  "manageUiBranding",
  "modifySecurity",
  "configureRoles",
] as const;

/**
 * Privileges that the platform keeps to itself: no customer can add them to a role, and a role that has one keeps it
 * (§2, §6).
 */
export const internalPrivileges: readonly string[] = ["system", "intelligence"];

export function isInternal(privilege: string): boolean {
  return internalPrivileges.includes(privilege);
}
