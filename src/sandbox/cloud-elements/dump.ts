import type { Store } from "../store.ts";
import { type Account, accountsOf, rolesOfAccount } from "./accounts.ts";
import { type Owner, providersOf, showProvider } from "./identity-providers.ts";
import { allOrganizations, type Organization } from "./organizations.ts";
import { defaultPrivileges, isBase } from "./privileges.ts";
import { rolesOf } from "./roles.ts";
import { settingsOf } from "./settings.ts";
import { baseIn } from "./user-writes.ts";
import { formerPasswords, lockedForGood, rolesOfUser, type User, usersOfAccount } from "./users.ts";

/**
 * Everything stored, as a seed document: what is left out of a seed is written out here. Clock times, made-up secrets
 * and tokens, passwords that came over the API and the audit log are missing, so that two sandboxes to which the same
 * was done give the same dump.
 */
export function dump(store: Store): unknown {
  return {
    settings: settingsOf(store),
    organizations: allOrganizations(store).map((organization) => dumpOrganization(store, organization)),
  };
}

function dumpOrganization(store: Store, organization: Organization): Record<string, unknown> {
  const { id, name, secret, secretGiven, twoFactorAuthMethod, branding } = organization;
  const changed = rolesOf(store, id).filter(
    ({ key, privileges }) => JSON.stringify(privileges) !== JSON.stringify(defaultPrivileges[key]),
  );
  return {
    id,
    name,
    ...(secretGiven ? { secret } : {}),
    twoFactorAuthEnabled: organization.twoFactorAuthEnabled,
    ...(twoFactorAuthMethod === null ? {} : { twoFactorAuthMethod }),
    passwordPolicy: organization.passwordPolicy,
    branding: branding === null ? null : { ...branding },
    identityProviders: dumpProviders(store, { organization: id, account: null }),
    roles: Object.fromEntries(changed.map(({ key, privileges }) => [key, privileges])),
    accounts: accountsOf(store, id).map((account) => dumpAccount(store, account)),
  };
}

function dumpAccount(store: Store, account: Account): Record<string, unknown> {
  return {
    id: account.id,
    externalId: account.externalId,
    name: account.name,
    description: account.description,
    default: account.isDefault,
    active: account.active,
    roles: rolesOfAccount(store, account.id),
    settings: { ...account.settings },
    identityProviders: dumpProviders(store, { organization: account.organization, account: account.id }),
    users: usersOfAccount(store, account.id).map((user) => dumpUser(store, account, user)),
  };
}

function dumpUser(store: Store, account: Account, user: User): Record<string, unknown> {
  const held = rolesOfUser(store, user.id);
  const base = held.find(isBase) ?? null;
  const former = formerPasswords(store, user.id).filter(({ given }) => given);
  return {
    id: user.id,
    email: user.email,
    firstName: user.firstName,
    lastName: user.lastName,
    ...user.profile,
    active: user.active,
    roles: held.filter((key) => !isBase(key)),
    ...(base === baseIn(account) ? {} : { baseRole: base }),
    ...(user.secretGiven ? { secret: user.secret } : {}),
    ...(user.passwordGiven ? { password: user.password } : {}),
    ...(former.length === 0 ? {} : { formerPasswords: former.map(({ password }) => password) }),
    ...(user.lockedUntil === lockedForGood ? { locked: true } : {}),
  };
}

function dumpProviders(store: Store, owner: Owner): Record<string, unknown>[] {
  return providersOf(store, owner).map(showProvider);
}
