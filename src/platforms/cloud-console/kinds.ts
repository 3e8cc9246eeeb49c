import { group, groupMember, groupProject } from "./kinds/group.ts";
import { administrator, billingAdministrator, owner } from "./kinds/managers.ts";
import { organization } from "./kinds/organization.ts";
import { project } from "./kinds/project.ts";

/**
 * Everything that can be kept in git, in the order of cloud-console.md §6.17: what holds or is referred to by others
 * first, the offer of ownership last.
 */
export const kinds = [
  organization,
  project,
  group,
  groupProject,
  groupMember,
  administrator,
  billingAdministrator,
  owner,
] as const;
