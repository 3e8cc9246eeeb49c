import { keyAt, listIn } from "../../seed.ts";
import {
  type At,
  bool,
  entries,
  field,
  filled,
  given,
  oneOf,
  only,
  optional,
  text,
  texts,
} from "../../shape.ts";
import { adminsGroup, type Group } from "../groups.ts";
import { uuidOf } from "../ids.ts";
import type { Org } from "../orgs.ts";
import { type Role, roleNames } from "../roles.ts";
import { knownUser, type Names, newId } from "./names.ts";

const known = ["id", "name", "description", "mfaRequired", "members", "invites", "groups"];

/** Words that stand where an organization's id stands in paths (datica.md §3a). */
const reserved = ["roles", "accept-invite"];

/** An organization of a seed, without what it holds. */
export function readOrg(at: At, taken: Set<string>): Org {
  only(at, known);
  const name = filled(field(at, "name"));
  const id = newId(at, uuidOf("org", name), taken);
  if (reserved.includes(id)) at.fail(`${at.path}.id`, "must be another word: that one is a route");
  return {
    id,
    name,
    description: optional(field(at, "description"), text) ?? "",
    mfaRequired: optional(field(at, "mfaRequired"), bool) ?? false,
  };
}

/** User id → role. */
export function readMembers(at: At, names: Names): ReadonlyMap<string, Role> {
  const members = new Map<string, Role>();
  for (const [email, one] of optional(field(at, "members"), entries) ?? []) {
    const { id } = knownUser(keyAt(email, one), names);
    // Possible in another spelling only.
    if (members.has(id)) one.fail(one.path, "repeats a member");
    members.set(id, oneOf(one, roleNames));
  }
  return members;
}

/** A group with the ids of its members. */
export interface SeedGroup {
  readonly group: Group;
  readonly members: readonly string[];
}

/** The groups of an organization; the one of the administrators is there in any case. */
export function readGroups(at: At, names: Names, members: ReadonlyMap<string, Role>): SeedGroup[] {
  const groups = (optional(field(at, "groups"), entries) ?? []).map(([name, one]) => {
    if (name === "") one.fail(one.path, "must have a name");
    return readGroup(name, one, names, members);
  });
  if (groups.some(({ group }) => group.name === adminsGroup)) return groups;
  return [{ group: { name: adminsGroup, acls: [], protected: true }, members: [] }, ...groups];
}

function readGroup(name: string, at: At, names: Names, members: ReadonlyMap<string, Role>): SeedGroup {
  only(at, ["acls", "protected", "members"]);
  const isAdmins = name === adminsGroup;
  const isProtected = field(at, "protected");
  if (isAdmins && given(isProtected) && !bool(isProtected))
    at.fail(isProtected.path, "must be true for Admins");
  return {
    group: {
      name,
      acls: optional(field(at, "acls"), texts) ?? [],
      protected: optional(isProtected, bool) ?? isAdmins,
    },
    members: listIn(at, "members").map((one) => memberAt(one, names, members)),
  };
}

/** The id of somebody who must be a member of the organization. */
export function memberAt(at: At, names: Names, members: ReadonlyMap<string, Role>): string {
  const { id, email } = knownUser(at, names);
  return members.has(id)
    ? id
    : at.fail(at.path, `refers to ${email}, who is not a member of the organization`);
}
