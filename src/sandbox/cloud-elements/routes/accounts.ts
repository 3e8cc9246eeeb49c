import { type At, bool, entries, field, filled, optional, text } from "../../shape.ts";
import { activeAccounts, showAccount } from "../account-view.ts";
import {
  type Account,
  accountByExternalId,
  findAccount,
  insertAccount,
  isSetting,
  type SettingValue,
  updateAccount,
} from "../accounts.ts";
import type { Call, CallRoute } from "../call.ts";
import { dateOf } from "../dates.ts";
import { conflict, forbidden } from "../errors.ts";
import { byOffset } from "../listing.ts";
import { accountHere, requireOrgAdmin } from "../standing.ts";

/** An organization's customers (cloud-elements.md §3c). */
export const accountRoutes: readonly CallRoute[] = [
  { method: "GET", path: "/accounts/settings", act: settings },
  { method: "PATCH", path: "/accounts/settings", act: changeSettings },
  { method: "GET", path: "/accounts", act: list },
  { method: "POST", path: "/accounts", act: create },
  { method: "GET", path: "/accounts/:account", act: onAccount((_call, account) => showAccount(account)) },
  { method: "PATCH", path: "/accounts/:account", act: onAccount(patch) },
  { method: "PUT", path: "/accounts/:account", act: onAccount(put) },
  { method: "DELETE", path: "/accounts/:account", act: onAccount(remove) },
];

/** An organization administrator on an account of the organization. */
function onAccount(act: (call: Call, account: Account) => unknown): CallRoute["act"] {
  return (call, params) => {
    requireOrgAdmin(call);
    return act(call, accountHere(call, params["account"] ?? ""));
  };
}

function list(call: Call): unknown {
  requireOrgAdmin(call);
  return byOffset(call, activeAccounts(call.caller.user.organization));
}

/** Only the external id is needed; the others default to it. */
function create(call: Call): unknown {
  requireOrgAdmin(call);
  const { store, caller, now } = call;
  const { organization } = caller.user;
  const names = readNames(call.body());
  requireFree(call, names.externalId, null);
  const account: Omit<Account, "id"> = {
    organization,
    ...names,
    isDefault: false,
    active: true,
    settings: {},
    createdDate: dateOf(now),
    updatedDate: null,
  };
  return showAccount({ ...account, id: insertAccount(store, account) });
}

function readNames(body: At): Pick<Account, "externalId" | "name" | "description"> {
  const externalId = filled(field(body, "externalId"));
  return {
    externalId,
    name: optional(field(body, "name"), filled) ?? externalId,
    description: optional(field(body, "description"), text) ?? externalId,
  };
}

function put(call: Call, account: Account): unknown {
  return change(call, { ...account, ...readNames(call.body()) });
}

function patch(call: Call, account: Account): unknown {
  const body = call.body();
  const active = optional(field(body, "active"), bool) ?? account.active;
  const next: Account = {
    ...account,
    externalId: optional(field(body, "externalId"), filled) ?? account.externalId,
    name: optional(field(body, "name"), filled) ?? account.name,
    description: optional(field(body, "description"), text) ?? account.description,
    active,
  };
  if (!active) requireNotDefault(account);
  if (!active && call.query("permanent") === "true") deleteUsers(call, account);
  return change(call, next);
}

/** Gone from the list, still readable, can be brought back; its users are gone for good, as the suite has it (§5.7). */
function remove(call: Call, account: Account): unknown {
  requireNotDefault(account);
  deleteUsers(call, account);
  change(call, { ...account, active: false });
  return undefined;
}

function change(call: Call, next: Account): unknown {
  if (next.active) requireFree(call, next.externalId, next.id);
  const stored = { ...next, updatedDate: dateOf(call.now) };
  updateAccount(call.store, stored);
  return showAccount(stored);
}

/** Without it nobody could sign in any more (§5.8). */
function requireNotDefault({ isDefault }: Account): void {
  if (isDefault) throw forbidden("The default account cannot be deactivated or deleted");
}

function deleteUsers({ store }: Call, { id }: Account): void {
  store.run("DELETE FROM users WHERE account = ?", id);
}

/** One active account an external id: not documented, but it is what accounts are known by (§6). */
function requireFree({ store, caller }: Call, externalId: string, own: number | null): void {
  const found = accountByExternalId(store, caller.user.organization, externalId);
  if (found !== undefined && found !== own) {
    throw conflict(`An account with the external id ${externalId} already exists`);
  }
}

/** Those of the caller's own account. */
function settings({ store, caller }: Call): unknown {
  return findAccount(store, caller.user.account)?.settings ?? {};
}

/** Null takes a setting away. */
function changeSettings(call: Call): unknown {
  const { store, caller } = call;
  const account = accountHere(call, String(caller.user.account));
  const next = new Map<string, SettingValue>(Object.entries(account.settings));
  for (const [key, at] of entries(call.body())) {
    if (at.value === null) next.delete(key);
    else if (isSetting(at.value)) next.set(key, at.value);
    else at.fail(at.path, "must be a text, a number, true, false or null");
  }
  const changed: Record<string, SettingValue> = Object.create(null);
  for (const [key, value] of next) changed[key] = value;
  updateAccount(store, { ...account, settings: changed });
  return changed;
}
