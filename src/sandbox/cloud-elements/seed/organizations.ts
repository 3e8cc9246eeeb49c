import { claim, listIn } from "../../seed.ts";
import {
  type At,
  bool,
  entries,
  field,
  filled,
  given,
  items,
  nullable,
  oneOf,
  only,
  optional,
} from "../../shape.ts";
import { readBranding } from "../branding.ts";
import { ApiError } from "../errors.ts";
import { type IdentityProvider, providerFields, readProvider } from "../identity-providers.ts";
import { type Organization, twoFactorMethods } from "../organizations.ts";
import { policyFields, readPolicy } from "../password-policy.ts";
import { defaultPrivileges, type RoleKey, roleKeys } from "../privileges.ts";
import { makeOrganizationSecret, organizationSecret } from "../secrets.ts";
import { createdAt, matching } from "./read.ts";

const keys = [
  "name",
  "id",
  "secret",
  "twoFactorAuthEnabled",
  "twoFactorAuthMethod",
  "passwordPolicy",
  "branding",
  "identityProviders",
  "roles",
  "accounts",
  "createdDate",
];

/** An organization of a seed. `taken` holds the secrets seen so far. */
export function readOrganization(at: At, id: number, now: number, taken: Set<string>): Organization {
  only(at, keys);
  const secret = optional(field(at, "secret"), (one) => matching(one, organizationSecret));
  if (secret !== undefined) claim(field(at, "secret"), "the secret of another organization", taken);
  const enabled = optional(field(at, "twoFactorAuthEnabled"), bool) ?? false;
  const method = optional(field(at, "twoFactorAuthMethod"), (one) => oneOf(one, twoFactorMethods));
  return {
    id,
    name: filled(field(at, "name")),
    secret: secret ?? makeOrganizationSecret(),
    secretGiven: secret !== undefined,
    twoFactorAuthEnabled: enabled,
    twoFactorAuthMethod: method ?? (enabled ? "sms" : null),
    passwordPolicy: optional(field(at, "passwordPolicy"), (one) => nullable(one, policyIn)) ?? null,
    branding: optional(field(at, "branding"), (one) => nullable(one, brandingIn)) ?? null,
    createdDate: createdAt(at, now),
  };
}

function policyIn(at: At): Organization["passwordPolicy"] {
  only(at, policyFields);
  return readPolicy(at);
}

/** The rules for brandings speak the platform's words; the place is added here. */
function brandingIn(at: At): Organization["branding"] {
  try {
    return readBranding(at);
  } catch (error) {
    return error instanceof ApiError ? at.fail(at.path, `is refused: ${error.message}`) : throwAgain(error);
  }
}

function throwAgain(error: unknown): never {
  throw error;
}

/** What each role may do: the vendor's choice where the seed says nothing. */
export function readPrivileges(at: At): ReadonlyMap<RoleKey, readonly string[]> {
  const written = field(at, "roles");
  const roles = new Map<RoleKey, readonly string[]>(roleKeys.map((key) => [key, defaultPrivileges[key]]));
  if (!given(written)) return roles;
  for (const [key, privileges] of entries(written)) {
    const role = oneOf({ ...privileges, value: key }, roleKeys);
    roles.set(role, [...new Set(items(privileges).map(filled))]);
  }
  return roles;
}

/** The identity providers of an organization or an account; at most one is the default. */
export function readProviders(
  at: At,
): { readonly at: At; readonly provider: Omit<IdentityProvider, "id"> }[] {
  let defaults = 0;
  return listIn(at, "identityProviders").map((one) => {
    only(one, ["id", ...providerFields, "isDefault"]);
    const { isDefault = false, document } = readProvider(one, true);
    defaults += Number(isDefault);
    if (defaults > 1) one.fail(one.path, "cannot be a second default");
    return { at: one, provider: { isDefault, document } };
  });
}

/** Where the ids of identity providers stand, unread. */
export function providerIds(at: At): At[] {
  return listIn(at, "identityProviders").map((one) => field(one, "id"));
}
