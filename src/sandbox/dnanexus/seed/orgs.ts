import { keyAt } from "../../seed.ts";
import {
  type At,
  bool,
  entries,
  field,
  filled,
  given,
  isRecord,
  items,
  nullable,
  oneOf,
  only,
  optional,
  text,
} from "../../shape.ts";
import { adminSet, flagNames, type Membership, memberLevels, memberSet, withFlags } from "../membership.ts";
import { defaultPolicies, type Org } from "../orgs.ts";
import { readJobLogsForwarding, readPolicies } from "../policies.ts";
import { regionName, standardRegion, standardRegions } from "../regions.ts";
import { knownUser, type Names } from "./names.ts";

const keys = ["id", "handle", "name", "billable", "phi", "userCreation", "policies", "samlIdP", "members"];

/** An org of a seed. Unlike one made through the API it is billable unless it says otherwise. */
export function readOrg(at: At, id: string): Org {
  only(at, [...keys, "jobLogsForwarding", "defaultRegion", "permittedRegions"]);
  const handle = id.slice("org-".length);
  const written = optional(field(at, "handle"), text) ?? handle;
  if (written !== handle) at.fail(`${at.path}.handle`, `must be ${handle}, as in the id`);
  const policies = optional(field(at, "policies"), readPolicies) ?? {};
  return {
    id,
    handle,
    name: optional(field(at, "name"), filled) ?? handle,
    billable: optional(field(at, "billable"), bool) ?? true,
    phi: optional(field(at, "phi"), bool) ?? false,
    userCreation: optional(field(at, "userCreation"), bool) ?? true,
    policies: { ...defaultPolicies, ...policies },
    samlIdP: optional(field(at, "samlIdP"), (one) => nullable(one, text)) ?? null,
    jobLogsForwarding: optional(field(at, "jobLogsForwarding"), readJobLogsForwarding) ?? null,
    defaultRegion: optional(field(at, "defaultRegion"), regionName) ?? standardRegion,
    permittedRegions:
      optional(field(at, "permittedRegions"), (list) => items(list).map(regionName)) ?? standardRegions,
  };
}

/** The members of an org of a seed: `user-alice: ADMIN`, or a map with flags. */
export function readMembers(at: At, names: Names): [string, Membership][] {
  const members = field(at, "members");
  if (!given(members)) return [];
  return entries(members).map(([user, one]) => [knownUser(keyAt(user, one), names), readMember(one)]);
}

function readMember(at: At): Membership {
  if (!isRecord(at.value)) return oneOf(at, memberLevels) === "ADMIN" ? adminSet : memberSet;
  only(at, ["level", ...flagNames]);
  const level = optional(field(at, "level"), (one) => oneOf(one, memberLevels)) ?? "MEMBER";
  if (level === "MEMBER") return withFlags(memberSet, at);
  const member = withFlags(adminSet, at);
  for (const name of flagNames) {
    // These two are granted separately, also to ADMINs (dnanexus.md §2.1).
    if (name === "treManagement" || name === "cloudIntegrationManagement") continue;
    if (member[name] !== adminSet[name]) {
      const flag = field(at, name);
      flag.fail(flag.path, `must be ${adminSet[name]} for an ADMIN`);
    }
  }
  return member;
}
