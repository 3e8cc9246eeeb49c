import { bool, field, filled, optional, text } from "../../shape.ts";
import { anyMember, onlyOwner, onOrg, type Standing } from "../access.ts";
import { bodyOf, type Call, type SignedRoute } from "../call.ts";
import { type Org, orgsOf, updateOrg } from "../orgs.ts";
import { roleId, roleNames } from "../roles.ts";

/** Organizations and the roles in them (datica.md §3). `/orgs/roles` comes before `/orgs/:orgID`. */
export const orgRoutes: readonly SignedRoute[] = [
  {
    method: "GET",
    path: "/orgs/roles",
    act: () => roleNames.map((name) => ({ id: roleId(name), name })),
  },
  {
    method: "GET",
    path: "/orgs",
    act: ({ store, user }) =>
      orgsOf(store, user.id).map(({ id, name, description, role }) => ({
        id,
        name,
        description,
        roleID: roleId(role),
      })),
  },
  onOrg("GET", "/orgs/:orgID", anyMember, (_call, { org }) => org),
  onOrg("PUT", "/orgs/:orgID", onlyOwner, update),
];

function update(call: Call, { org }: Standing): Org {
  const body = bodyOf(call);
  const updated: Org = {
    id: org.id,
    name: optional(field(body, "name"), filled) ?? org.name,
    description: optional(field(body, "description"), text) ?? org.description,
    mfaRequired: optional(field(body, "mfaRequired"), bool) ?? org.mfaRequired,
  };
  updateOrg(call.store, updated);
  return updated;
}
