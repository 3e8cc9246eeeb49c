/**
 * The role × action table (cloud-elements.md §2, §3). `standing` gives roles of the actor as `role:KEY` and privileges,
 * where they count at the place of the call, as `privilege:KEY`.
 */
import type { ActionRule, Rules } from "../../model/rules.ts";
import { texts } from "../../model/value.ts";
import { isActive } from "./resources.ts";
import { organizationAdmin } from "./roles.ts";
import type { Operation } from "./writes.ts";

const organizationAdmins = ["role:org-admin"];

const modifySecurity = ["privilege:modifySecurity"];
/** In the own account the account's privilege is enough (§3d; the platform's suite must take both away). */
const editUsersOrg = ["privilege:editUsersOrg", "privilege:editUsersAccount"];
const editUsersAccount = ["privilege:editUsersAccount", "privilege:editUsersAccount and editUsersOrg"];
const addUsersOrg = ["privilege:addUsersOrg"];
const addUsersAccount = ["privilege:addUsersAccount", "privilege:addUsersAccount and addUsersOrg"];

/** A role above the own power cannot be given (§3d). */
function as(roles: readonly string[], privileges: readonly string[]): readonly string[] {
  return privileges.flatMap((privilege) => roles.map((role) => `${privilege} as ${role}`));
}

/** What the platform refuses to everybody is planned only to be stopped. */
function nobody(title: string, never: string, source: string): ActionRule {
  return { title, roles: ["nobody"], never, source };
}

const elsewhere = nobody(
  "make an organization administrator outside the default account",
  "Write the user in the default account, or take org-admin out.",
  "§2, §3d",
);

const actions: Readonly<Record<Operation, ActionRule>> = {
  "organization.rename": { title: "rename the organization", roles: organizationAdmins, source: "§3b" },
  "organization.setTwoFactor": { title: "set two-factor sign-in", roles: modifySecurity, source: "§3b" },
  "organization.setTwoFactorWithoutMethod": nobody(
    "switch two-factor sign-in on without saying how",
    "Write `twoFactorAuthMethod` beside it.",
    "§3b",
  ),
  "organization.setPolicy": { title: "set the password policy", roles: modifySecurity, source: "§3b" },
  "organization.setUnacceptablePolicy": nobody(
    "set a password policy that lacks a field or takes less than 8 characters",
    "Write all eight fields of `passwordPolicy`, with a `minLength` of 8 or more.",
    "§3b, §5.9",
  ),
  "roles.setPrivileges": {
    title: "change what roles may do",
    roles: ["privilege:configureRoles"],
    source: "§3e",
  },
  "account.create": { title: "create accounts", roles: organizationAdmins, source: "§3c" },
  "account.update": { title: "change accounts", roles: organizationAdmins, source: "§3c" },
  "account.delete": { title: "delete accounts", roles: organizationAdmins, source: "§3c" },
  "account.deleteDefault": nobody(
    "delete the default account",
    "It would lock everybody out: take `state: absent` out.",
    "§5.8",
  ),
  "organizationUser.create": {
    title: "add users to the default account",
    roles: addUsersOrg,
    source: "§3d",
  },
  "organizationUser.createAdmin": {
    title: "add administrators to the default account",
    roles: as(["org-admin", "admin"], addUsersOrg),
    source: "§3d",
  },
  "organizationUser.createOrgAdmin": {
    title: "add organization administrators",
    roles: as(["org-admin"], addUsersOrg),
    source: "§3d",
  },
  "organizationUser.update": {
    title: "change users of the default account",
    roles: editUsersOrg,
    source: "§3d",
  },
  "organizationUser.deactivate": {
    title: "deactivate users of the default account",
    roles: editUsersOrg,
    source: "§3d, §5.5",
  },
  "organizationUser.reactivate": {
    title: "reactivate users of the default account",
    roles: editUsersOrg,
    source: "§3d, §5.5",
  },
  "accountUser.create": {
    title: "add users to the account",
    roles: addUsersAccount,
    source: "§3d",
  },
  "accountUser.createAdmin": {
    title: "add administrators to the account",
    roles: as(["org-admin", "admin"], addUsersAccount),
    source: "§3d",
  },
  "accountUser.createOrgAdmin": elsewhere,
  "accountUser.update": { title: "change users of the account", roles: editUsersAccount, source: "§3d" },
  "accountUser.deactivate": {
    title: "deactivate users of the account",
    roles: editUsersAccount,
    source: "§3d, §5.5",
  },
  "accountUser.reactivate": {
    title: "reactivate users of the account",
    roles: editUsersAccount,
    source: "§3d, §5.5",
  },
  "accountUser.giveOrgAdmin": elsewhere,
  "user.giveAdmin": { title: "make administrators", roles: organizationAdmins, notSelf: true, source: "§3d" },
  "user.giveOrgAdmin": {
    title: "make organization administrators",
    roles: organizationAdmins,
    notSelf: true,
    source: "§3d",
  },
  "user.takeAdmin": {
    title: "take the role of administrators",
    roles: organizationAdmins,
    notSelf: true,
    source: "§3d",
  },
  "user.takeOrgAdmin": {
    title: "take the role of organization administrators",
    roles: organizationAdmins,
    notSelf: true,
    source: "§3d",
  },
  "user.createWithTakenMail": nobody(
    "make a second user with the mail of the one",
    "Users cannot be moved, and one who is deactivated keeps the mail: delete that one in the console first, with all it owns, or keep it where it is.",
    "§5.4, §6",
  ),
};

/** Only users of the default account can be organization administrators (§2), so its users alone are counted. */
export const rules: Rules = {
  actions,
  invariants: [
    {
      name: "last-org-admin",
      kind: "user",
      holds: (user) => isActive(user) && texts(user.attributes.roles).includes(organizationAdmin),
      minimum: 1,
      admins: true,
      title: "organization administrators",
    },
  ],
};
