/**
 * Effective access. Roles are what people are given; what a role allows is its privileges, by their own keys.
 *
 * | target | row for | actions |
 * | --- | --- | --- |
 * | an account | each active user of it | `use`, the privileges that end at an account, `administer` for administrators |
 * | the organization | everybody whose roles reach so far | its own privileges, `administer` for `org-admin` |
 *
 * An organization administrator reaches into every account: that is what `administer` of the organization says, and
 * no account has a row for it (cloud-elements.md §2).
 */
import type { AccessModel, AccessRow } from "../../../model/access.ts";
import type { Address } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { accountPrivileges, organizationPrivileges } from "../privileges.ts";
import { accountsOf, isActive, userAddress, usersOf, usersWith } from "../resources.ts";
import { givenRoles, isGiven, organizationAdmin } from "../roles.ts";
import { type Holding, holdingOf } from "./holding.ts";

/** To be able to sign in, and privileges of which Charter knows no more than the key. */
const [use, other, administer] = ["use", "other", "administer"];

/** Every action, from least to most. */
export const actions: readonly string[] = [
  use,
  ...accountPrivileges,
  other,
  ...organizationPrivileges,
  administer,
];

const known = new Set(actions);
const wide: ReadonlySet<string> = new Set(organizationPrivileges);

export const rows: AccessModel["rows"] = (state, target, who) => {
  const kind = state.get(target)?.kind;
  if (kind !== "account" && kind !== "organization") return [];
  const users = kind === "account" ? usersIn(state, target, who) : usersUnder(state, target, who);
  const found: AccessRow[] = [];
  for (const user of users) {
    const holding = holdingOf(state, user);
    if (holding === null) continue;
    const row = kind === "account" ? accountRow(holding) : organizationRow(holding);
    if (row !== null) found.push({ who: user.key, target, ...row });
  }
  return found.sort((a, b) => order(a.who, b.who));
};

function usersIn(state: StateView, account: Address, who: string | null): Iterable<Resource> {
  if (who === null) return state.list(usersOf(account));
  const user = state.get(userAddress(account, who));
  return user === undefined ? [] : [user];
}

function* usersUnder(state: StateView, organization: Address, who: string | null): Iterable<Resource> {
  if (who !== null) {
    // One mail, one user: beside one who is active there are none but deactivated ones.
    for (const user of usersWith(state, who, organization)) if (isActive(user)) return yield user;
    return;
  }
  for (const account of state.list(accountsOf(organization))) yield* state.list(usersOf(account.address));
}

type Own = Pick<AccessRow, "level" | "actions" | "via">;

function accountRow(holding: Holding): Own {
  const has = new Set([use]);
  for (const privileges of holding.privileges.values()) {
    for (const each of privileges) if (!wide.has(each)) has.add(known.has(each) ? each : other);
  }
  if (holding.roles.some(isGiven)) has.add(administer);
  return { level: levelOf(holding), actions: inOrder(has), via: [...holding.roles].sort(order) };
}

function organizationRow(holding: Holding): Own | null {
  const has = new Set<string>();
  const via = new Set<string>();
  for (const [role, privileges] of holding.privileges) {
    const own = privileges.filter((each) => wide.has(each));
    if (role === organizationAdmin) own.push(administer);
    if (own.length > 0) via.add(role);
    for (const each of own) has.add(each);
  }
  return has.size === 0
    ? null
    : { level: levelOf(holding), actions: inOrder(has), via: [...via].sort(order) };
}

/** The highest role that the user was given; `user` where there is none. */
function levelOf({ roles }: Holding): string {
  return givenRoles.findLast((role) => roles.includes(role)) ?? "user";
}

function inOrder(has: ReadonlySet<string>): readonly string[] {
  return actions.filter((action) => has.has(action));
}
