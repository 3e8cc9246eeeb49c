import { type At, bool, entries, field, filled, given, only, optional, text } from "../../shape.ts";
import { type Account, isSetting, type SettingValue } from "../accounts.ts";
import { dateOf } from "../dates.ts";
import { createdAt } from "./read.ts";

const keys = [
  "externalId",
  "id",
  "name",
  "description",
  "default",
  "active",
  "roles",
  "settings",
  "identityProviders",
  "users",
  "createdDate",
];

/** An account of a seed. `taken` holds the external ids of the active ones of the organization. */
export function readAccount(
  at: At,
  organization: number,
  now: number,
  taken: Set<string>,
): Omit<Account, "id"> {
  only(at, keys);
  const externalId = filled(field(at, "externalId"));
  const isDefault = optional(field(at, "default"), bool) ?? false;
  const active = optional(field(at, "active"), bool) ?? true;
  if (isDefault && !active) at.fail(`${at.path}.active`, "must be true for the default account");
  if (active && taken.has(externalId)) {
    at.fail(`${at.path}.externalId`, `repeats ${externalId}, and only one of them can be active`);
  }
  if (active) taken.add(externalId);
  return {
    organization,
    externalId,
    name: optional(field(at, "name"), filled) ?? externalId,
    description: optional(field(at, "description"), text) ?? externalId,
    isDefault,
    active,
    settings: optional(field(at, "settings"), readSettings) ?? {},
    createdDate: createdAt(at, now),
    updatedDate: null,
  };
}

function readSettings(at: At): Record<string, SettingValue> {
  const settings: Record<string, SettingValue> = Object.create(null);
  for (const [key, one] of entries(at)) {
    if (isSetting(one.value)) settings[key] = one.value;
    else one.fail(one.path, "must be a text, a number, true or false");
  }
  return settings;
}

/** The default account of an organization whose seed has none. */
export function madeDefaultAccount(organization: number, name: string, now: number): Omit<Account, "id"> {
  return {
    organization,
    externalId: `${name} Default Account`,
    name: `${name} Default Account`,
    description: "Auto created default account for the entire company",
    isDefault: true,
    active: true,
    settings: {},
    createdDate: dateOf(now),
    updatedDate: null,
  };
}

/** Refuses a second default account. */
export function requireOneDefault(accounts: readonly At[]): boolean {
  const defaults = accounts
    .map((at) => field(at, "default"))
    .filter((one) => given(one) && one.value === true);
  const second = defaults[1];
  if (second !== undefined) second.fail(second.path, "cannot be true twice in an organization");
  return defaults.length > 0;
}
