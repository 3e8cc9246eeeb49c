import { environment } from "./kinds/environment.ts";
import { grant } from "./kinds/grant.ts";
import { group, groupMember } from "./kinds/group.ts";
import { member } from "./kinds/member.ts";
import { organization } from "./kinds/organization.ts";

/** Everything that can be kept in git, in order of creation: what holds or is referred to by others first. */
export const kinds = [organization, member, environment, grant, group, groupMember] as const;
