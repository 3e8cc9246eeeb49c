import { randomUUID } from "node:crypto";
import type { Route } from "../../rest.ts";
import { bodyOf, type Call } from "../call.ts";
import { badOrganization, nameTaken, notConfirmed } from "../errors.ts";
import { readDetails } from "../fields.ts";
import { putMember, roleOf } from "../members.ts";
import {
  deleteOrganization,
  hasNamed,
  insertOrganization,
  organizationColumns,
  organizationOf,
  showOrganization,
  updateOrganization,
} from "../organizations.ts";
import { page } from "../paging.ts";
import { created, done, ok } from "../respond.ts";
import { onOrganization, type Place, route } from "../route.ts";

/** marketplace.md §3.1. */
export const organizationRoutes: readonly Route<Call>[] = [
  route("GET", "/organizations", "organization.full.read", list),
  route("POST", "/organizations", "organization.full:rw", create),
  onOrganization("GET", "", "viewDetails", (_call, { organization }) => ok(showOrganization(organization))),
  onOrganization("PUT", "", "editDetails", edit),
  onOrganization("DELETE", "", "deleteOrganization", remove),
];

/** One's own only; `filter.name` finds a part of the name, in any case of ASCII letters. */
function list(call: Call): Response {
  const name = call.query("filter.name") ?? "";
  return page(call, badOrganization, () => ({
    columns: `${organizationColumns}, members.role`,
    from: `members JOIN organizations ON organizations.id = members.organization
      WHERE members.user = ?1 ${name === "" ? "" : "AND instr(lower(organizations.name), lower(?2)) > 0"}`,
    order: "members.organization",
    values: name === "" ? [call.user.id] : [call.user.id, name],
    show: (row) => ({ ...showOrganization(organizationOf(row)), role: roleOf(row) }),
  }));
}

/** Whoever creates it becomes its first maintainer (§5.1). */
function create(call: Call): Response {
  const { store, user } = call;
  const details = readDetails(bodyOf(call, badOrganization));
  if (hasNamed(store, user.id, details.name, null)) throw nameTaken();
  const organization = { ...details, id: randomUUID(), created: Date.now() };
  insertOrganization(store, organization);
  putMember(store, organization.id, user.id, "maintainer");
  return created(showOrganization(organization));
}

function edit(call: Call, { organization }: Place): Response {
  const details = readDetails(bodyOf(call, badOrganization));
  if (hasNamed(call.store, call.user.id, details.name, organization.id)) throw nameTaken();
  updateOrganization(call.store, organization.id, details);
  return ok(showOrganization({ ...organization, ...details }));
}

/** The name has to be typed in full; being empty is not asked for (§5.2, §5.3). */
function remove(call: Call, { organization }: Place): Response {
  if (call.query("confirmName") !== organization.name) throw notConfirmed();
  deleteOrganization(call.store, organization.id);
  return done();
}
