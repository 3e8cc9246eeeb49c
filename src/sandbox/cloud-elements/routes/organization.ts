import type { Params } from "../../rest.ts";
import { bool, field, filled, oneOf, optional } from "../../shape.ts";
import { activeAccounts, showAccount } from "../account-view.ts";
import type { Call, CallRoute } from "../call.ts";
import { badRequest, forbidden, notFound } from "../errors.ts";
import { byOffset } from "../listing.ts";
import {
  findOrganization,
  type Organization,
  organizationOf,
  twoFactorMethods,
  updateOrganization,
} from "../organizations.ts";
import { vendorPolicy } from "../password-policy.ts";
import { accountHere, idIn, requireOrgAdmin, requirePrivilege } from "../standing.ts";

/** The organization itself, and its accounts by another path (cloud-elements.md §3b). */
export const organizationRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/organizations/me", act: (call) => show(mine(call)) },
  { method: "PUT", path: "/organizations/me", act: update },
  { method: "GET", path: "/organizations/:organization/accounts", act: accounts },
  { method: "GET", path: "/organizations/:organization/accounts/:account", act: account },
];

function mine({ store, caller }: Call): Organization {
  return organizationOf(store, caller.user.organization);
}

function show(organization: Organization): unknown {
  const { twoFactorAuthMethod } = organization;
  return {
    id: organization.id,
    name: organization.name,
    active: true,
    createdDate: organization.createdDate,
    secret: organization.secret,
    passwordPolicy: organization.passwordPolicy ?? vendorPolicy,
    twoFactorAuthEnabled: organization.twoFactorAuthEnabled,
    ...(twoFactorAuthMethod === null ? {} : { twoFactorAuthMethod }),
  };
}

/** The name is the administrators'; two-factor sign-in belongs to the security settings (§3b). */
function update(call: Call): unknown {
  const body = call.body();
  const name = optional(field(body, "name"), filled);
  const enabled = optional(field(body, "twoFactorAuthEnabled"), bool);
  const method = optional(field(body, "twoFactorAuthMethod"), (at) => oneOf(at, twoFactorMethods));
  const secures = enabled !== undefined || method !== undefined;
  if (name === undefined && !secures) {
    throw badRequest("name, twoFactorAuthEnabled or twoFactorAuthMethod must be given");
  }
  if (name !== undefined) requireOrgAdmin(call);
  if (secures) requirePrivilege(call, "modifySecurity");
  const organization = mine(call);
  const next: Organization = {
    ...organization,
    name: name ?? organization.name,
    twoFactorAuthEnabled: enabled ?? organization.twoFactorAuthEnabled,
    twoFactorAuthMethod: method ?? organization.twoFactorAuthMethod,
  };
  if (next.twoFactorAuthEnabled && next.twoFactorAuthMethod === null) {
    throw badRequest(`twoFactorAuthMethod must be one of ${twoFactorMethods.join(", ")}`);
  }
  updateOrganization(call.store, next);
  return show(next);
}

/** Only the caller's own organization can be looked into; others there are, but they are closed. */
function requireOwn(call: Call, params: Params): number {
  requireOrgAdmin(call);
  const id = idIn(params["organization"] ?? "");
  if (id === null || findOrganization(call.store, id) === undefined) {
    throw notFound(`No organization found with the given id ${params["organization"]}`);
  }
  if (id !== call.caller.user.organization) throw forbidden("User does not belong to the organization");
  return id;
}

function accounts(call: Call, params: Params): unknown {
  return byOffset(call, activeAccounts(requireOwn(call, params)));
}

function account(call: Call, params: Params): unknown {
  requireOwn(call, params);
  return showAccount(accountHere(call, params["account"] ?? ""));
}
