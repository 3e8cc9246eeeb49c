import { type At, bool, field, given, oneOf, optional } from "../shape.ts";
import { type Level, levels } from "./levels.ts";

export const memberLevels = ["ADMIN", "MEMBER"] as const;
export type MemberLevel = (typeof memberLevels)[number];

/** The yes-or-no powers of a member (dnanexus.md §2.1). */
export const powers = [
  "allowBillableActivities",
  "appAccess",
  "cloudIntegrationManagement",
  "treManagement",
  "archivalManagement",
  "dataDeletion",
  "dataSearch",
  "projectMemberDemotion",
] as const;

type Power = (typeof powers)[number];

/** All that a membership says besides its level. */
export const flagNames = [...powers, "projectAccess"] as const;

/** A user's standing in an org. */
export type Membership = Readonly<Record<Power, boolean>> & {
  readonly level: MemberLevel;
  readonly projectAccess: Level;
};

type Draft = { -readonly [K in keyof Membership]: Membership[K] };

/** What every ADMIN has. The two newer powers are granted separately, never by the level. */
export const adminSet: Membership = {
  level: "ADMIN",
  allowBillableActivities: true,
  appAccess: true,
  projectAccess: "ADMINISTER",
  cloudIntegrationManagement: false,
  treManagement: false,
  archivalManagement: true,
  dataDeletion: true,
  dataSearch: true,
  projectMemberDemotion: true,
};

/** What a MEMBER has where an invitation says nothing else. */
export const memberSet: Membership = {
  level: "MEMBER",
  allowBillableActivities: false,
  appAccess: true,
  projectAccess: "CONTRIBUTE",
  cloudIntegrationManagement: false,
  treManagement: false,
  archivalManagement: false,
  dataDeletion: false,
  dataSearch: false,
  projectMemberDemotion: false,
};

/** `base` with the flags that `at` gives. The newer ones are accepted like the older (§3.3, inferred). */
export function withFlags(base: Membership, at: At): Membership {
  const draft: Draft = { ...base };
  for (const power of powers) draft[power] = optional(field(at, power), bool) ?? base[power];
  draft.projectAccess =
    optional(field(at, "projectAccess"), (access) => oneOf(access, levels)) ?? base.projectAccess;
  return draft;
}

/** The membership that an invitation makes: for an ADMIN its flags are checked and ignored (§2.1). */
export function invited(at: At): Membership {
  const level = optional(field(at, "level"), (one) => oneOf(one, memberLevels)) ?? "MEMBER";
  const member = withFlags(memberSet, at);
  return level === "ADMIN" ? adminSet : member;
}

/**
 * The membership that `setMemberAccess` makes of `current` (§2.1, §7.4): a MEMBER keeps what is left out, a
 * switch of level starts from the new level's set, and an ADMIN tolerates no flag at all, not even one that is
 * granted separately.
 * §8.3 leaves open whether flags are mandatory from ADMIN to MEMBER; here they are not.
 */
export function changed(current: Membership, at: At): Membership {
  const level = oneOf(field(at, "level"), memberLevels);
  if (level === "MEMBER") return withFlags(current.level === "MEMBER" ? current : memberSet, at);
  for (const name of flagNames) {
    const flag = field(at, name);
    if (given(flag)) flag.fail(flag.path, "cannot be set for a member with level ADMIN");
  }
  return current.level === "ADMIN" ? current : adminSet;
}
