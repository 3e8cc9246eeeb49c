import { account } from "./kinds/account.ts";
import { organization } from "./kinds/organization.ts";
import { privilege, role } from "./kinds/role.ts";
import { user } from "./kinds/user.ts";

/**
 * Everything that can be kept in git, in order of creation. Roles stand before accounts: what is taken from them goes
 * last, since it may be what Charter needs for all the rest (cloud-elements.md §6).
 */
export const kinds = [organization, role, privilege, account, user] as const;
