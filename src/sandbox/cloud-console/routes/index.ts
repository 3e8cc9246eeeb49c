import type { Route } from "../../rest.ts";
import type { Call } from "../call.ts";
import { accountRoutes } from "./account.ts";
import { administratorRoutes } from "./administrators.ts";
import { billingRoutes } from "./billing.ts";
import { groupMemberRoutes } from "./group-members.ts";
import { groupRoutes } from "./groups.ts";
import { invitationRoutes } from "./invitations.ts";
import { organizationRoutes } from "./organizations.ts";
import { projectRoutes } from "./projects.ts";
import { transferRoutes } from "./transfer.ts";
import { userRoutes } from "./users.ts";

/** Every call behind the gateway. */
export const routes: readonly Route<Call>[] = [
  ...accountRoutes,
  ...organizationRoutes,
  ...projectRoutes,
  ...administratorRoutes,
  ...transferRoutes,
  ...groupRoutes,
  ...groupMemberRoutes,
  ...invitationRoutes,
  ...userRoutes,
  ...billingRoutes,
];
