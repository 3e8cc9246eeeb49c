import { member, teamMember } from "./kinds/member.ts";
import { organization } from "./kinds/organization.ts";
import { share, teamShare } from "./kinds/share.ts";
import { team } from "./kinds/team.ts";

/** Everything that can be kept in git, in order of creation (marketplace.md §6.3): what is referred to first. */
export const kinds = [organization, member, team, teamMember, share, teamShare] as const;
