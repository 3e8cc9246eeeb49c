import { app, authorizedUser, developer } from "./kinds/app.ts";
import { grant } from "./kinds/grant.ts";
import { member } from "./kinds/member.ts";
import { organization } from "./kinds/organization.ts";
import { project } from "./kinds/project.ts";

/** Everything that can be kept in git, in order of creation: what holds or is referred to by others first. */
export const kinds = [organization, member, project, grant, app, authorizedUser, developer] as const;
