/**
 * Who can do what (datica.md §2). Everybody in an organization sees that its environments exist; work with one takes a
 * grant, or a role that has them all. People who have not accepted yet can do nothing.
 */
import type { AccessModel, AccessRow } from "../../../model/access.ts";
import { addressOf, collectionOf } from "../../../model/address.ts";
import type { Resource } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import { order } from "../../../model/value.ts";
import { joinedMember, membersOf } from "../facts.ts";
import { hasEverything, isRole, type Role } from "../roles.ts";

/**
 * LIST: see who and which environments are there. USE: details, code, logs, monitoring and consoles of an environment.
 * INVITE: bring members in, take invites back, remove members. GRANT: give and take access to environments, and rename
 * them. SET_ROLES: change and remove anybody, invite admins. CONFIGURE: name, description and second factor.
 */
export const actions: readonly string[] = ["LIST", "USE", "INVITE", "GRANT", "SET_ROLES", "CONFIGURE"];

const inOrganization: Readonly<Record<Role, readonly string[]>> = {
  member: ["LIST"],
  admin: ["LIST", "INVITE", "GRANT"],
  owner: ["LIST", "INVITE", "GRANT", "SET_ROLES", "CONFIGURE"],
};

export const rows: AccessModel["rows"] = (state, target, who) => {
  const kind = state.get(target)?.kind;
  if (kind !== "organization" && kind !== "environment") return [];
  const row = kind === "organization" ? organizationRow : environmentRow;
  return [...principals(state, target, who)]
    .map((principal) => row(state, target, principal))
    .filter((each) => each !== null)
    .sort((a, b) => order(a.who, b.who));
};

/** Members, and at an environment also accounts that have access without being one. */
function principals(state: StateView, target: string, who: string | null): ReadonlySet<string> {
  if (who !== null) return new Set([who]);
  const all = new Set<string>();
  for (const { key } of membersOf(state, target)) all.add(key);
  for (const { key } of state.list(collectionOf(target, "grants"))) all.add(key);
  return all;
}

function organizationRow(state: StateView, target: string, who: string): AccessRow | null {
  const role = roleOf(joinedMember(state, target, who));
  if (role === null) return null;
  return {
    who,
    target,
    level: role,
    actions: isRole(role) ? inOrganization[role] : sight,
    via: byGrant,
  };
}

/**
 * | role | granted | level | via |
 * | --- | --- | --- | --- |
 * | owner, admin | any | the role: everything | organization |
 * | member | yes | granted: everything | direct, organization |
 * | member | no | member: sees that it exists | organization |
 * | none | yes | granted: everything | direct |
 */
function environmentRow(state: StateView, target: string, who: string): AccessRow | null {
  const role = roleOf(joinedMember(state, target, who));
  if (role !== null && hasEverything(role)) {
    return { who, target, level: role, actions: everything, via: byRole };
  }
  if (state.get(addressOf(target, "grants", who)) !== undefined) {
    return { who, target, level: "granted", actions: everything, via: role === null ? byGrant : byBoth };
  }
  return role === null ? null : { who, target, level: role, actions: sight, via: byRole };
}

// Shared, since there is a row for each person on each environment.
const sight = ["LIST"];
const everything = ["LIST", "USE"];
const byRole = ["organization"];
const byGrant = ["direct"];
const byBoth = ["direct", "organization"];

function roleOf(member: Resource | undefined): string | null {
  return member === undefined ? null : String(member.attributes.role);
}
