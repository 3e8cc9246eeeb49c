/** The keys of which there is evidence, by group (cloud-elements.md §2). Others exist, so others are kept too. */
export const knownPrivileges: readonly string[] = [
  "viewUsersAccount",
  "addUsersAccount",
  "editUsersAccount",
  "deleteUsersAccount",
  "viewUsersOrg",
  "addUsersOrg",
  "editUsersOrg",
  "deleteUsersOrg",
  "modifySecurity",
  "configureRoles",
  "manageUiBranding",
  "viewLogsAccount",
  "viewLogsOrg",
  "viewElements",
  "createElements",
  "editElements",
  "deleteElements",
  "createElementInstances",
  "viewFormulas",
  "createFormulas",
  "editFormulas",
  "deleteFormulas",
  "createFormulaInstances",
  "viewCommonObjects",
  "createCommonObjects",
  "editCommonObjects",
  "deleteCommonObjects",
];

/** Why nobody may add this privilege to this role; null where one may (§2, §3e). */
export function whyInternal(privilege: string, role: string): string | null {
  if (privilege === "system") return "User can not add the 'system' privilege to any role.";
  if (privilege === "intelligence")
    return `User can not add the 'intelligence' privilege to the '${role}' role.`;
  return null;
}

/** The roles of every organization, in the order of their ids. The set is fixed (§3e). */
export const roleKeys = ["org-admin", "admin", "org", "default-user"] as const;
export type RoleKey = (typeof roleKeys)[number];

/** Those that people give; the other two are assigned by the platform (§2). */
export const administratorKeys = ["admin", "org-admin"] as const;

/** Exactly one of these is everybody's base, unless somebody overrode it (§2). */
export const baseKeys = ["org", "default-user"] as const;
export type BaseKey = (typeof baseKeys)[number];

/** A role of the vendor's own staff: it exists, and nobody here can give it (§2). */
export const staffKey = "sys-admin";

export function isBase(key: string): key is BaseKey {
  return baseKeys.some((base) => base === key);
}

const securityKeys = ["modifySecurity", "configureRoles", "manageUiBranding"];

/** Of the view keys only those of connectors and the like: seeing people and logs is for administrators. */
const plain = [
  "viewElements",
  "createElementInstances",
  "viewFormulas",
  "createFormulaInstances",
  "viewCommonObjects",
];

/** What each role may do until an organization changes it. Not public; as proposed in §2. */
export const defaultPrivileges: Readonly<Record<RoleKey, readonly string[]>> = {
  "org-admin": knownPrivileges,
  admin: knownPrivileges.filter((key) => !key.endsWith("Org") && !securityKeys.includes(key)),
  org: plain,
  "default-user": plain,
};

/** The names that answers have; "Account" is what the suite looks for (§2). */
export const roleNames: Readonly<Record<RoleKey, { readonly name: string; readonly description: string }>> = {
  "org-admin": { name: "Organization Administrator", description: "Organization Administrator" },
  admin: { name: "Account", description: "Account Administrator" },
  org: { name: "Organization User", description: "User of the organization's default account" },
  "default-user": { name: "Default User", description: "User of an account" },
};
