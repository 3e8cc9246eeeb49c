import { randomUUID } from "node:crypto";
import type { Route } from "../../rest.ts";
import { removeAdministrator } from "../administrators.ts";
import { directory } from "../apps.ts";
import type { Call } from "../call.ts";
import { conflict } from "../errors.ts";
import { leaveGroups } from "../groups.ts";
import { anyRole, inDirectory, ownerOnly } from "../guard.ts";
import { nameIn, plainName } from "../names.ts";
import { deleteOrganization, insertOrganization, renameOrganization } from "../organizations.ts";
import { hasProjects } from "../projects.ts";
import { type Standing, standingsOf } from "../standing.ts";

const tell = ({ id, name, role }: Pick<Standing, "id" | "name" | "role">) => ({ id, name, role });

/** cloud-console.md §3.2. */
export const organizationRoutes: readonly Route<Call>[] = [
  {
    method: "GET",
    path: `${directory}/orgs`,
    act: ({ store, user }) => standingsOf(store, user).map(tell),
  },
  {
    method: "POST",
    path: `${directory}/orgs`,
    act: ({ store, user, body }) => {
      const organization = { id: randomUUID(), name: nameIn(body, plainName), owner: user };
      insertOrganization(store, organization);
      return tell({ ...organization, role: "owner" });
    },
  },
  { method: "GET", path: `${directory}/orgs/:org`, act: inDirectory(anyRole, (_call, on) => tell(on)) },
  {
    method: "PUT",
    path: `${directory}/orgs/:org`,
    act: inDirectory(ownerOnly, ({ store, body }, on) => {
      const name = nameIn(body, plainName);
      renameOrganization(store, on.id, name);
      return tell({ ...on, name });
    }),
  },
  {
    method: "DELETE",
    path: `${directory}/orgs/:org`,
    act: inDirectory(ownerOnly, ({ store }, { id }) => {
      if (hasProjects(store, id)) throw conflict("org_has_projects", "Delete its projects first");
      deleteOrganization(store, id);
    }),
  },
  {
    method: "DELETE",
    path: `${directory}/orgs/:org/membership`,
    act: inDirectory(anyRole, ({ store, user }, { id, role }) => {
      if (role === "owner") throw conflict("owner_cannot_leave", "Transfer the ownership first");
      removeAdministrator(store, id, user);
      leaveGroups(store, id, user);
    }),
  },
];
