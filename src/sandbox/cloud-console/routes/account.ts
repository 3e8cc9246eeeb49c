import type { Route } from "../../rest.ts";
import { directory } from "../apps.ts";
import type { Call } from "../call.ts";
import { allRegions } from "../regions.ts";
import { findUser } from "../users.ts";

/** What needs no role anywhere (cloud-console.md §3.2 U0, R1). */
export const accountRoutes: readonly Route<Call>[] = [
  {
    method: "GET",
    path: `${directory}/users/me`,
    act: ({ store, user }) => {
      const me = findUser(store, user);
      return { id: user, email: me?.email, fullName: me?.fullName };
    },
  },
  { method: "GET", path: `${directory}/regions`, act: ({ store }) => allRegions(store) },
];
