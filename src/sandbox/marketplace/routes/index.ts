import type { Route } from "../../rest.ts";
import type { Call } from "../call.ts";
import { ok } from "../respond.ts";
import { route } from "../route.ts";
import { applicationRoutes } from "./applications.ts";
import { memberRoutes } from "./members.ts";
import { organizationRoutes } from "./organizations.ts";
import { seatRoutes } from "./seats.ts";
import { shareRoutes } from "./shares.ts";
import { teamRoutes } from "./teams.ts";

/** All routes of the API (marketplace.md §3), below its prefix. */
export const routes: readonly Route<Call>[] = [
  route("GET", "/users/me", null, ({ user: { id, email, name } }) => ok({ userId: id, email, name })),
  ...organizationRoutes,
  ...memberRoutes,
  ...teamRoutes,
  ...seatRoutes,
  ...applicationRoutes,
  ...shareRoutes,
];
