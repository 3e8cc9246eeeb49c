import { listIn, seedOf } from "../../seed.ts";
import { type At, bool, field, given, oneOf, only, optional } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { type Account, addAccountRole, insertAccount } from "../accounts.ts";
import { insertProvider, type Owner } from "../identity-providers.ts";
import { insertOrganization, rulesFor } from "../organizations.ts";
import type { PasswordRules } from "../passwords.ts";
import { roleKeys } from "../privileges.ts";
import { insertRole } from "../roles.ts";
import { insertSettings, type Settings } from "../settings.ts";
import { addFormerPassword, addUserRole, insertUser } from "../users.ts";
import { madeDefaultAccount, readAccount, requireOneDefault } from "./accounts.ts";
import { type Ids, idAt, idsBeside } from "./ids.ts";
import { providerIds, readOrganization, readPrivileges, readProviders } from "./organizations.ts";
import { readUser } from "./users.ts";

/** What the parts of a seed share while they are loaded. */
interface Loading {
  readonly store: Store;
  readonly now: number;
  readonly settings: Settings;
  readonly ids: Readonly<Record<"organizations" | "accounts" | "users" | "providers", Ids>>;
  /** What must be there once on the whole platform. */
  readonly taken: Set<string>;
}

/** Stores a seed document, or throws a SandboxError that names the first place where it is wrong. */
export function load(store: Store, document: unknown): void {
  const seed = seedOf(document);
  only(seed, ["settings", "organizations"]);
  const settings = readSettings(field(seed, "settings"));
  insertSettings(store, settings);
  const organizations = listIn(seed, "organizations");
  const loading = { store, now: Date.now(), settings, ids: idsFor(organizations), taken: new Set<string>() };
  for (const at of organizations) loadOrganization(loading, at);
}

function readSettings(at: At): Settings {
  if (!given(at)) return { modernPasswords: false };
  only(at, ["modernPasswords"]);
  return { modernPasswords: optional(field(at, "modernPasswords"), bool) ?? false };
}

/** Ids are the platform's, so they are looked for in the whole seed before any is given out. */
function idsFor(organizations: readonly At[]): Loading["ids"] {
  const accounts = organizations.flatMap((at) => listIn(at, "accounts"));
  const users = accounts.flatMap((at) => listIn(at, "users"));
  const idOf = (at: At): At => field(at, "id");
  return {
    organizations: idsBeside(organizations.map(idOf), 100),
    accounts: idsBeside(accounts.map(idOf), 1000),
    users: idsBeside(users.map(idOf), 10_000),
    providers: idsBeside([...organizations, ...accounts].flatMap(providerIds), 1),
  };
}

function loadOrganization(loading: Loading, at: At): void {
  const { store, now, settings, ids, taken } = loading;
  const organization = readOrganization(at, idAt(field(at, "id"), ids.organizations), now, taken);
  insertOrganization(store, organization);
  for (const [key, privileges] of readPrivileges(at)) insertRole(store, organization.id, key, privileges);
  loadProviders(loading, at, { organization: organization.id, account: null });

  const accounts = listIn(at, "accounts");
  const externalIds = new Set<string>();
  const rules = rulesFor(settings.modernPasswords, organization.passwordPolicy);
  if (!requireOneDefault(accounts)) {
    const made = madeDefaultAccount(organization.id, organization.name, now);
    externalIds.add(made.externalId);
    insertAccount(store, made, ids.accounts.next());
  }
  for (const one of accounts) {
    const account = readAccount(one, organization.id, now, externalIds);
    const id = insertAccount(store, account, idAt(field(one, "id"), ids.accounts));
    loadAccount(loading, one, { ...account, id }, rules);
  }
}

function loadAccount(loading: Loading, at: At, account: Account, rules: PasswordRules): void {
  const { store, now, ids, taken } = loading;
  for (const one of listIn(at, "roles")) {
    const role = oneOf(one, roleKeys);
    if (role === "org-admin" && !account.isDefault)
      one.fail(one.path, "can be org-admin in the default account only");
    addAccountRole(store, account.id, role);
  }
  loadProviders(loading, at, { organization: account.organization, account: account.id });
  for (const one of listIn(at, "users")) {
    const { user, roles, formerPasswords } = readUser(one, { account, rules, now, taken });
    const { id } = insertUser(store, user, idAt(field(one, "id"), ids.users));
    for (const role of roles) addUserRole(store, id, role);
    for (const password of formerPasswords) addFormerPassword(store, id, password, true);
  }
}

function loadProviders({ store, ids }: Loading, at: At, owner: Owner): void {
  for (const { at: one, provider } of readProviders(at)) {
    insertProvider(store, owner, provider, idAt(field(one, "id"), ids.providers));
  }
}
